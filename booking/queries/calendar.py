"""A café's days: places left on each, or why there are none."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from ..calendar_days import closed_days_between, holidays_between, with_days_before
from ..db import reading
from ..facts import slot_facts
from ..models import Cafe, Slot
from ..policies import PolicyBook, policy_book
from ..rules.going_first import FirstOpening, first_opening
from ..rules.openings import opening_for
from ..rules.parties import UNKNOWN, Party, Residence
from ..rules.policy import Admits
from ..rules.refusals import Code, Refusal
from ..rules.reserving import opening_of, slot_refusal
from ..rules.residency import goes_first
from ..rules.times import days, seoul_date
from ..rules.timetable import Closed, DayPlan, closed_by_date, day_plan

NOT_YET = (Code.SLOT_NOT_OPEN_YET, Code.RESIDENTS_FIRST)


@dataclass(frozen=True)
class DaySlot:
    """A slot in a list. ``refusal``: why nobody who lives there may reserve it now (not: that it is full);
    ``opens_for_you_at``: from when they may."""

    slot_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    places_left: int
    capacity: int
    refusal: Refusal | None
    admits: Admits
    opens_at: datetime | None
    opens_for_others_at: datetime | None
    opens_for_you_at: datetime | None


@dataclass(frozen=True)
class Day:
    """One date of one café. Without slots, ``closed`` is the reason, or the slots are not open yet. ``first``: who may
    reserve before the others, until everybody may."""

    date: date
    holiday: str | None
    closed: str | None
    slots: tuple[DaySlot, ...]
    planned_opening: datetime | None = None
    first: FirstOpening | None = None

    @property
    def opens_at(self) -> datetime | None:
        """When its first slot opens, while none of them may be reserved yet; by the rules where there are no slots yet."""
        if not self.slots:
            return self.planned_opening
        if any(slot.refusal is None or slot.refusal.code not in NOT_YET for slot in self.slots):
            return None
        return min(slot.opens_for_you_at for slot in self.slots if slot.opens_for_you_at is not None)

    @property
    def places_left(self) -> int | None:
        """Places in slots that may be reserved now; ``None`` when the date has no slots."""
        return sum(slot.places_left for slot in self.slots if slot.refusal is None) if self.slots else None

    @property
    def over(self) -> bool:
        """Whether all its slots are past reserving."""
        return bool(self.slots) and all(slot.refusal is not None for slot in self.slots)


def cafe_days(cafe_id: int, first: date, last: date, now: datetime, residence: Residence = UNKNOWN) -> list[Day]:
    """Every date from ``first`` to ``last`` at the café, as it is for those who live there: seven statements, however many
    dates."""
    session = reading()
    cafe = session.get_one(Cafe, cafe_id)
    book = policy_book(session)
    holidays = holidays_between(session, with_days_before(first), last)
    orders = closed_days_between(session, first, last)
    slots: dict[date, list[Slot]] = {}
    rows = select(Slot).where(Slot.cafe_id == cafe_id, Slot.date.between(first, last), Slot.withdrawn_at.is_(None))
    for slot in session.scalars(rows.order_by(Slot.starts_at)):
        slots.setdefault(slot.date, []).append(slot)
    found = []
    for day in days(first, last):
        policy = book.on(cafe_id, day)
        order = orders.reason(day, cafe_id, cafe.district_id)
        plan = day_plan(day, policy, holidays, order)
        of_day = tuple(_slot(slot, book, now, residence) for slot in slots.get(day, ()))
        is_first = goes_first(residence, cafe.district_id, policy)
        holiday = holidays.get(day)
        found.append(
            Day(
                day,
                holiday.name if holiday else None,
                _closed(plan, slots.get(day, []), closed_by_date(day, policy)),
                of_day,
                opening_for(day, policy, resident=is_first),
                first_opening(day, policy, cafe.district_id, residence, now),
            )
        )
    return found


def _slot(slot: Slot, book: PolicyBook, now: datetime, residence: Residence) -> DaySlot:
    policy = book.of_slot(slot)
    facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
    party = Party(residence=residence)
    return DaySlot(
        slot_id=slot.id,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        places_left=slot.capacity - slot.taken,
        capacity=slot.capacity,
        refusal=slot_refusal(facts, policy, now, party),
        admits=policy.admits,
        opens_at=facts.opens_at,
        opens_for_others_at=facts.opens_for_others_at,
        opens_for_you_at=opening_of(facts, party, policy),
    )


def _closed(plan: DayPlan, slots: list[Slot], by_date: Closed | None) -> str | None:
    """Why the date is closed. What was opened wins over a timetable that changed since; an order closes the slots too, and
    so does what is said of the date itself."""
    if slots and by_date is not None:
        return by_date.reason
    if slots:
        reasons = {slot.closed_reason for slot in slots}
        return None if None in reasons else "; ".join(sorted(str(reason) for reason in reasons))
    return plan.closed.reason if plan.closed else None


def four_weeks(now: datetime) -> tuple[date, date]:
    """Today and the last date of the four weeks that the calendar shows."""
    today = seoul_date(now)
    return today, today + timedelta(days=27)
