"""Open slots follow the rules: one step, taken with every change of rules and again by the job that opens slots.

What each slot is to be, its date's plan says (:mod:`booking.rules.open_slots`). Nothing is moved: a slot keeps its times and
who is in it. Who had reserved for a date that becomes closed is cancelled as by a closing, but only where somebody saw and
confirmed it. Where nobody did, as with the job, the slot is not shut over their heads: it is kept for them (withdrawn), and
the log says so to the officials, whose closing cancels and tells them. Taken twice, the second time does nothing.

The caller holds the cafés' rows (:func:`booking.places.hold_cafes`), so two of these queue; who reserves at the same instant
is stopped by :data:`booking.capacity.TAKE`, which asks the slot's row itself.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import capacity, log
from .calendar_days import closed_days_between, holidays_between, with_days_before
from .capacity_orders import StandingOrders, standing_orders
from .db import table
from .live_reservations import live_reservations
from .models import Cafe, Slot
from .official_cancels import close_slot
from .policies import PolicyBook
from .rules.open_slots import SlotState, missing, places_besides, state_of, times_of
from .rules.policy import PolicyIncomplete
from .rules.times import days, seoul_date
from .rules.timetable import DayPlan, day_plan
from .scope import Actor


@dataclass(frozen=True)
class Followed:
    """What was done: slots opened, and open again."""

    opened: int
    reopened: int


@dataclass(frozen=True)
class _Wanted:
    """What a slot is to be, and how many places stand ordered for it, those besides that are kept left out."""

    state: SlotState
    places: int

    def is_so(self, slot: Any) -> bool:
        """Whether the slot's row says so already."""
        state = self.state
        said = (state.closed_reason, state.withdrawn, state.number, state.day_key, state.on_holiday)
        has = (slot.closed_reason, slot.withdrawn_at is not None, slot.period_number, slot.day_key, slot.on_holiday)
        same = said == has and state.timetable_capacity == slot.timetable_capacity
        return same and (not state.takes or slot.capacity == self.capacity(slot))

    def capacity(self, slot: Any) -> int:
        """Never below what is taken."""
        return max(self.places, slot.taken)


KEPT = "쉬는 날이 되었지만 예약이 남아 새 예약만 막았어요. 휴관으로 정하면 예약을 취소하고 가족에게 알려요."
_DONE = {
    "closed": "쉬는 회차",
    "kept": "쉬는 날이지만 예약이 남은 회차",
    "withdrawn": "운영표에서 빠진 회차",
    "reopened": "다시 여는 회차",
    "resized": "정원이 바뀐 회차",
    "cancelled": "취소한 예약",
}
_slot = table(Slot)


def follow_rules(
    session: Session,
    actor: Actor | None,
    cafes: Sequence[Cafe],
    book: PolicyBook,
    first: date,
    last: date,
    *,
    now: datetime,
    open_until: date | None = None,
    cancelled: Collection[str] = (),
    reason: str | None = None,
) -> Followed:
    """Let the slots of these cafés from ``first`` to ``last`` that are not over be what the rules of ``book`` say, and open
    those that are missing, up to ``open_until``.

    ``cancelled``: codes of the reservations that end with their slots; ``reason``: what the log says of slots that reopen.
    """
    wanted: dict[int, _Wanted] = {}
    new: list[Slot] = []
    orders = standing_orders(session, first, last)
    for cafe, plan, slots in _days(session, cafes, book, first, last):
        coming = {slot.id: state_of(slot, plan) for slot in slots if slot.ends_at > now}
        kept = [slot for slot in slots if slot.id in coming and coming[slot.id].withdrawn and slot.taken]
        for slot in slots:
            if slot.id in coming:
                one = _Wanted(coming[slot.id], _places(cafe, slot, coming[slot.id], orders, kept))
                if not one.is_so(slot):
                    wanted[slot.id] = one
        if open_until is not None and plan.date <= open_until:
            new += _new(cafe, plan, slots, kept, orders, now)
    session.add_all(new)
    session.flush()
    capacity.note_openings(session, new, now)
    return _changed(session, actor, wanted, set(cancelled), reason, now, opened=len(new))


def last_opened(session: Session, cafes: Sequence[Cafe], now: datetime) -> date:
    """The last date on which one of these cafés has slots; today when none has."""
    today = seoul_date(now)
    coming = select(func.max(Slot.date)).where(Slot.cafe_id.in_([cafe.id for cafe in cafes]), Slot.date > today)
    return session.scalar(coming) or today


def _days(
    session: Session, cafes: Sequence[Cafe], book: PolicyBook, first: date, last: date
) -> Iterator[tuple[Cafe, DayPlan, Sequence[Any]]]:
    """Each date of each café with its plan and its slots; without those for which the rules are not there yet."""
    holidays = holidays_between(session, with_days_before(first), last)
    closings = closed_days_between(session, first, last)
    found: dict[tuple[int, date], list[Any]] = {}
    rows = select(_slot).where(_slot.c.cafe_id.in_([cafe.id for cafe in cafes]), _slot.c.date.between(first, last))
    for slot in session.execute(rows.order_by(_slot.c.starts_at)):
        found.setdefault((slot.cafe_id, slot.date), []).append(slot)
    for cafe in cafes:
        for day in days(first, last):
            try:
                policy = book.on(cafe.id, day)
            except PolicyIncomplete:
                continue
            ordered = closings.reason(day, cafe.id, cafe.district_id)
            yield cafe, day_plan(day, policy, holidays, ordered), found.get((cafe.id, day), ())


def _places(cafe: Cafe, slot: Any, state: SlotState, orders: StandingOrders, kept: Sequence[Any]) -> int:
    if not state.takes:
        return 0
    ordered = orders.capacity(cafe, slot.date, state.number, state.timetable_capacity, slot.id)
    return places_besides(ordered, slot.starts_at, slot.ends_at, kept)


def _new(
    cafe: Cafe, plan: DayPlan, slots: Sequence[Any], kept: Sequence[Any], orders: StandingOrders, now: datetime
) -> Iterator[Slot]:
    for period in missing(slots, plan, now):
        starts_at, ends_at = times_of(period, plan)
        ordered = orders.capacity(cafe, plan.date, period.number, period.capacity)
        yield Slot(
            cafe_id=cafe.id,
            date=plan.date,
            day_key=plan.names[0],
            on_holiday=plan.on_holiday,
            period_number=period.number,
            starts_at=starts_at,
            ends_at=ends_at,
            timetable_capacity=period.capacity,
            capacity=places_besides(ordered, starts_at, ends_at, kept),
            taken=0,
        )


def _changed(
    session: Session,
    actor: Actor | None,
    wanted: Mapping[int, _Wanted],
    cancelled: set[str],
    reason: str | None,
    now: datetime,
    *,
    opened: int,
) -> Followed:
    """Hold the slots that are not what they are to be, and change them."""
    slots = capacity.hold(session, wanted) if wanted else []
    closing = [slot.id for slot in slots if wanted[slot.id].state.closed_reason is not None]
    live = live_reservations(session, closing) if closing else {}
    done: dict[int, Counter[str]] = {}
    for slot in slots:
        one, state = wanted[slot.id], wanted[slot.id].state
        here = live.get(slot.id, [])
        ending = [found for found in here if found.reservation.code in cancelled]
        of_cafe = done.setdefault(slot.cafe_id, Counter())
        if state.closed_reason is None:
            of_cafe["reopened"] += _reopen(session, actor, slot, state, reason, now)
            of_cafe["withdrawn"] += state.withdrawn and _withdraw(session, actor, slot, None, now)
        elif slot.closed_at is None and any(found.reserved for found in here if found not in ending):
            of_cafe["kept"] += _withdraw(session, actor, slot, state.closed_reason, now)
            continue
        else:
            of_cafe["closed"] += slot.closed_at is None
            of_cafe["cancelled"] += close_slot(session, actor, slot, state.closed_reason, ending, now)
        slot.period_number, slot.day_key, slot.on_holiday = state.number, state.day_key, state.on_holiday
        slot.timetable_capacity = state.timetable_capacity
        if state.takes and slot.capacity != one.capacity(slot):
            _resize(session, actor, slot, one.capacity(slot), now)
            of_cafe["resized"] += 1
    if actor is None:
        _note_acts(session, done, now)
    session.flush()
    return Followed(opened=opened, reopened=sum(of_cafe["reopened"] for of_cafe in done.values()))


def _note_acts(session: Session, done: Mapping[int, Counter[str]], now: datetime) -> None:
    """Where no official's act stands in the log, a line for each café whose slots were changed, under which they show."""
    for cafe_id, of_cafe in done.items():
        said = [f"{word} {of_cafe[what]}" for what, word in _DONE.items() if of_cafe[what]]
        if said:
            reason = KEPT if of_cafe["kept"] else None
            detail = " · ".join(said)
            log.note(session, None, "follow_rules", "cafe", cafe_id, now=now, cafe_id=cafe_id, reason=reason, detail=detail)


def _reopen(session: Session, actor: Actor | None, slot: Slot, state: SlotState, reason: str | None, now: datetime) -> bool:
    """Let a slot be reserved again whose date opens and whose times are in the timetable; whether it was not before."""
    if slot.closed_at is not None:
        capacity.reopen(session, slot.id)
    elif slot.withdrawn_at is None:
        return False
    if state.withdrawn:
        return False
    slot.withdrawn_at = None
    log.note(session, actor, "slot_reopen", "slot", slot.id, now=now, cafe_id=slot.cafe_id, reason=reason)
    return True


def _withdraw(session: Session, actor: Actor | None, slot: Slot, reason: str | None, now: datetime) -> bool:
    """Let nobody else reserve the slot; whether anybody could. ``reason``: why its date does not open."""
    if slot.withdrawn_at is not None:
        return False
    slot.withdrawn_at = now
    log.note(session, actor, "slot_withdraw", "slot", slot.id, now=now, cafe_id=slot.cafe_id, reason=reason)
    return True


def _resize(session: Session, actor: Actor | None, slot: Slot, places: int, now: datetime) -> None:
    detail = f"{slot.capacity}→{places}"
    session.flush()
    capacity.set_capacity(session, slot.id, places, at=now)
    log.note(session, actor, "slot_capacity", "slot", slot.id, now=now, cafe_id=slot.cafe_id, detail=detail)
