"""One day of an official's cafés: every slot with its numbers, or why a café has none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..calendar_days import closed_days_between, holidays_between, with_days_before
from ..db import reading
from ..models import Reservation, Slot, Visit
from ..policies import policy_book
from ..rules.arrivals import arrival
from ..rules.checking_in import counts_as_inside
from ..rules.timetable import Holiday, day_plan
from ..scope import Actor, visible_slots
from .districts import CafeName, cafes_for


@dataclass(frozen=True)
class SlotToday:
    """A slot's numbers, in children. ``unconfirmed``: reserved, past the grace, and nobody can know whether they came."""

    slot_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    timetable_capacity: int
    capacity: int
    booked: int
    inside: int
    no_shows: int
    unconfirmed: int
    closed_reason: str | None
    withdrawn: bool
    state: str


@dataclass(frozen=True)
class CafeToday:
    """A café on the day; without slots ``why_none`` says why, or is ``None`` when they are not opened yet."""

    cafe: CafeName
    slots: tuple[SlotToday, ...]
    why_none: str | None


@dataclass(frozen=True)
class DayNumbers:
    """All cafés of the official on one day, and their sums."""

    date: date
    cafes: tuple[CafeToday, ...]

    def total(self, name: str) -> int:
        """The sum of one of the numbers over every slot that is not closed."""
        return sum(getattr(slot, name) for cafe in self.cafes for slot in cafe.slots if slot.closed_reason is None)


def day_numbers(actor: Actor, day: date, now: datetime) -> DayNumbers:
    """Every café of the official on ``day``, by district and name; a fixed number of statements."""
    session = reading()
    cafes = cafes_for(actor)
    by_cafe: dict[int, list[Slot]] = {}
    for slot in session.scalars(visible_slots(actor).where(Slot.date == day).order_by(Slot.starts_at)):
        by_cafe.setdefault(slot.cafe_id, []).append(slot)
    counts = _counts(session, [slot for slots in by_cafe.values() for slot in slots], now)
    reasons = _reasons(session, [cafe for cafe in cafes if cafe.cafe_id not in by_cafe], day)
    return DayNumbers(
        day,
        tuple(
            CafeToday(
                cafe,
                tuple(_numbers(slot, counts, now) for slot in by_cafe.get(cafe.cafe_id, ()) if _stands(slot, counts)),
                reasons.get(cafe.cafe_id),
            )
            for cafe in cafes
        ),
    )


def _stands(slot: Slot, counts: Mapping[tuple[int, str], int]) -> bool:
    """Whether it is one of the day's slots: a withdrawn one is, where somebody has a place or had one."""
    return slot.withdrawn_at is None or slot.taken > 0 or counts.get((slot.id, "no_show"), 0) > 0


def _numbers(slot: Slot, counts: Mapping[tuple[int, str], int], now: datetime) -> SlotToday:
    over, running = now >= slot.ends_at, slot.starts_at <= now < slot.ends_at
    return SlotToday(
        slot_id=slot.id,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        timetable_capacity=slot.timetable_capacity,
        capacity=slot.capacity,
        booked=slot.taken,
        inside=counts.get((slot.id, "inside"), 0),
        no_shows=counts.get((slot.id, "no_show"), 0),
        unconfirmed=counts.get((slot.id, "unconfirmed"), 0),
        closed_reason=slot.closed_reason,
        withdrawn=slot.withdrawn_at is not None,
        state="closed" if slot.closed_at else "over" if over else "now" if running else "later",
    )


def _counts(session: Session, slots: list[Slot], now: datetime) -> Counter[tuple[int, str]]:
    """Children by (slot, what they are): inside, no_show, unconfirmed."""
    by_id = {slot.id: slot for slot in slots}
    policies = policy_book(session)
    counts: Counter[tuple[int, str]] = Counter()
    rows = select(Visit.slot_id, Visit.state, Visit.reserved_at, Reservation.called_at).join(Visit.reservation)
    wanted = rows.where(Visit.slot_id.in_(by_id), Visit.state.in_(("reserved", "checked_in", "no_show")))
    for slot_id, state, reserved_at, called_at in session.execute(wanted):
        slot = by_id[slot_id]
        if state == "no_show":
            counts[slot_id, "no_show"] += 1
        elif state == "checked_in":
            counts[slot_id, "inside"] += counts_as_inside(state, slot.ends_at, now)
        else:
            stands = arrival(
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                reserved_at=reserved_at,
                grace_minutes=policies.of_slot(slot).minutes.no_show_grace_minutes,
                board_opened_at=slot.board_opened_at,
                called=called_at is not None,
                now=now,
            )
            counts[slot_id, "unconfirmed"] += stands.kind == "unconfirmed"
    return counts


def _reasons(session: Session, cafes: list[CafeName], day: date) -> dict[int, str]:
    """Why these cafés have no slots on the day, where there is a reason."""
    if not cafes:
        return {}
    book = policy_book(session)
    holidays: Mapping[date, Holiday] = holidays_between(session, with_days_before(day), day)
    orders = closed_days_between(session, day, day)
    found = {}
    for cafe in cafes:
        ordered = orders.reason(day, cafe.cafe_id, cafe.district_id)
        plan = day_plan(day, book.on(cafe.cafe_id, day), holidays, ordered)
        if plan.closed is not None:
            found[cafe.cafe_id] = plan.closed.reason
    return found
