"""Every answer "reserved" or "cancelled" that a client received is true, and nothing is there that nobody asked for."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .journal import Act
from .rows import Row, Rows
from .violation import Violation

WISHES = ("reserve", "repeat", "reuse")


def check_reservations(acts: Sequence[Act], rows: Rows) -> Iterator[Violation]:
    """Reservations against what was asked and answered, by family and ``request_id``."""
    asked: dict[tuple[int, str], list[Act]] = defaultdict(list)
    for act in acts:
        if act.verb in WISHES:
            asked[act.content["family"], act.content["request_id"]].append(act)
    there = {(row.family_id, row.request_id): row for row in rows.reservations if row.source == "online"}
    visits = rows.visits_of()
    for key, wishes in asked.items():
        yield from _one_request(wishes, there.get(key), visits)
    for key, row in there.items():
        if key not in asked:
            yield Violation(f"reservation {row.id} was made, and nobody asked for it", f"family {row.family_id}")
    for reservation_id in visits.keys() - {row.id for row in rows.reservations}:
        yield Violation(f"visits of reservation {reservation_id}, which is not there")


def _one_request(wishes: list[Act], row: Row | None, visits: dict[int, list[Row]]) -> Iterator[Violation]:
    """All that one ``request_id`` was used for: one truth, whatever was lost on the way."""
    first = wishes[0]
    promised = set()
    for wish in wishes:
        if not wish.settled:
            yield Violation(f"act {wish.number} never got a definite answer", wish.who)
        if any(answer.definite and answer.status not in (303, 422) for answer in wish.answers):
            yield Violation(f"act {wish.number} was answered {[answer.status for answer in wish.answers]}", wish.who)
        try:
            promised |= {wish.id_in("/reservations/")} - {None}
        except ValueError as different:
            yield Violation(f"act {wish.number}: {different}", wish.who)
        if wish.verb == "repeat" and not wish.done:
            yield Violation(f"act {wish.number}: the same request was refused after it had been granted", wish.who)
        if wish.verb == "reuse" and wish.done:
            yield Violation(f"act {wish.number}: other content was granted under a used request_id", wish.who)
    if row is None:
        if promised:
            yield Violation(f"act {first.number}: reservation {promised} was promised and is not there", first.who)
        return
    if promised - {row.id}:
        yield Violation(f"act {first.number}: {promised} was promised, {row.id} is there", first.who)
    if not promised and all(wish.settled for wish in wishes):
        yield Violation(f"act {first.number}: told that it is not reserved, but reservation {row.id} is there", first.who)
    yield from _content(first, row, visits.get(row.id, []))


def _content(first: Act, row: Row, visits: list[Row]) -> Iterator[Violation]:
    """Exactly those children in exactly that slot; fewer adults only where children were cancelled."""
    wanted = first.content
    children = sorted(visit.child_id for visit in visits)
    text = f"{wanted['slot']}|{','.join(str(child) for child in wanted['children'])}|{wanted['adults']}"
    whole = all(visit.state != "cancelled" for visit in visits)
    if (
        row.slot_id != wanted["slot"]
        or children != wanted["children"]
        or any(visit.slot_id != row.slot_id for visit in visits)
        or row.request_hash != hashlib.sha256(text.encode()).hexdigest()
        or (row.adults != wanted["adults"] if whole else row.adults > wanted["adults"])
    ):
        yield Violation(
            f"act {first.number} asked for slot {wanted['slot']}, children {wanted['children']}, adults {wanted['adults']};"
            f" reservation {row.id} is slot {row.slot_id}, children {children}, adults {row.adults}",
            first.who,
        )


def check_cancels(acts: Sequence[Act], rows: Rows) -> Iterator[Violation]:
    """What a family was told is cancelled is; and nothing is cancelled that nobody cancelled."""
    by_id = {visit.id: visit for visit in rows.visits}
    asked = set()
    for act in acts:
        if act.verb != "cancel":
            continue
        asked |= set(act.content["visits"])
        if not act.settled:
            yield Violation(f"act {act.number} never got a definite answer", act.who)
        cancelled = [by_id[visit_id] for visit_id in act.content["visits"] if visit_id in by_id]
        ended = {visit.id for visit in cancelled if (visit.state, visit.cancel_cause) == ("cancelled", "guardian")}
        kept = sorted(set(act.content["visits"]) - ended)
        if act.done and kept:
            yield Violation(f"act {act.number}: told that visits {kept} are cancelled, but they are not", act.who)
    family_of = {row.id: row.family_id for row in rows.reservations}
    for visit in rows.visits:
        if visit.cancel_cause == "guardian" and visit.id not in asked:
            yield Violation(
                f"visit {visit.id} is cancelled, and its family never asked", f"family {family_of.get(visit.reservation_id)}"
            )


def check_orders(acts: Sequence[Act], rows: Rows) -> Iterator[Violation]:
    """Each order of an official that was acknowledged is there once; no cancelling without an order."""
    there = [(row.kind, row.reason) for row in rows.orders]
    orders = {(act.verb, act.content["reason"]): act for act in acts if act.verb in ("capacity", "close")}
    for key, act in orders.items():
        least = 1 if act.done else 0
        most = 1 if act.done or act.unknown else 0
        if not least <= there.count(key) <= most:
            yield Violation(f"act {act.number} ({act.verb}, {key[1]}) is there {there.count(key)} times", act.who)
    for kind, reason in sorted(set(there) - orders.keys()):
        yield Violation(f"an order ({kind}, {reason}) that nobody gave")
    cut = {act.content["slot"] for act in acts if act.verb == "capacity" and act.content["choice"] == "cancel"}
    closed = {(act.content["cafe"], act.content["day"]) for act in acts if act.verb == "close"}
    slots = {slot.id: slot for slot in rows.slots}
    for visit in rows.visits:
        slot = slots[visit.slot_id]
        if (visit.cancel_cause == "capacity" and slot.id not in cut) or (
            visit.cancel_cause == "closing" and (slot.cafe_id, str(slot.date)) not in closed
        ):
            yield Violation(f"visit {visit.id} was cancelled ({visit.cancel_cause}), and no order says so")
