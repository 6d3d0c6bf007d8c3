"""Counters are visits are ledger, at the end and at every commit on the way; nobody is in two places at once."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations

from .rows import Row, Rows, grouped
from .town import VISITS_PER_DAY
from .violation import Violation

LIVE = ("reserved", "checked_in", "checked_out")


def check_counters(rows: Rows) -> Iterator[Violation]:
    """Every slot's three accounts agree, within its capacity after each commit."""
    if "taken <= capacity" not in rows.guards.lower():
        yield Violation("the table slot has no CHECK that taken is within capacity")
    live = grouped((visit for visit in rows.visits if visit.state in LIVE), "slot_id")
    ledger = grouped(rows.ledger, "slot_id")
    for slot in rows.slots:
        lines = ledger.get(slot.id, [])
        counted = len(live.get(slot.id, ()))
        taken, capacity = sum(line.taken_change for line in lines), sum(line.capacity_change for line in lines)
        if not slot.taken == counted == taken:
            yield Violation(f"slot {slot.id}: taken {slot.taken}, live visits {counted}, ledger {taken}")
        if slot.capacity != capacity:
            yield Violation(f"slot {slot.id}: capacity {slot.capacity}, ledger {capacity}")
        if slot.closed_at is not None and any(visit.state == "reserved" for visit in live.get(slot.id, ())):
            yield Violation(f"slot {slot.id} is closed and somebody is reserved")
        yield from _replayed(slot.id, lines)


def _replayed(slot_id: int, lines: list[Row]) -> Iterator[Violation]:
    """The slot's ledger from the beginning: after each transaction what is taken is within the capacity of then."""
    taken = capacity = 0
    for number, line in enumerate(lines):
        taken, capacity = taken + line.taken_change, capacity + line.capacity_change
        last_of_transaction = number + 1 == len(lines) or lines[number + 1].transaction_id != line.transaction_id
        if last_of_transaction and not 0 <= taken <= capacity:
            yield Violation(f"slot {slot_id} after ledger line {line.id} ({line.cause}): {taken} taken of {capacity}")


def check_children(rows: Rows) -> Iterator[Violation]:
    """No child twice in a slot, in overlapping slots, or more often a day than allowed."""
    slots = {slot.id: slot for slot in rows.slots}
    family_of = {reservation.id: reservation.family_id for reservation in rows.reservations}
    for child, visits in grouped((visit for visit in rows.visits if visit.state in LIVE), "child_id").items():
        who = f"family {family_of.get(visits[0].reservation_id)}"
        by_day: dict[date, int] = {}
        for visit in visits:
            day = slots[visit.slot_id].date
            by_day[day] = by_day.get(day, 0) + 1
        for one, other in combinations((slots[visit.slot_id] for visit in visits), 2):
            if one.id == other.id:
                yield Violation(f"child {child} is twice in slot {one.id}", who)
            elif _instant(one.starts_at) < _instant(other.ends_at) and _instant(other.starts_at) < _instant(one.ends_at):
                yield Violation(f"child {child} is in slots {one.id} and {other.id} at the same time", who)
        for day, times in by_day.items():
            if times > VISITS_PER_DAY:
                yield Violation(f"child {child} comes {times} times on {day}", who)


def _instant(value: datetime | str) -> str:
    """Comparable, as either database gives it."""
    return value if isinstance(value, str) else value.isoformat(" ")
