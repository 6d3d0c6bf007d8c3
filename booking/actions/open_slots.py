"""Open the slots of one café's coming days from its timetable."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity
from ..calendar_days import closed_days_between, holidays_between, with_yesterday
from ..db import transaction
from ..models import Cafe, CapacityChange, Slot
from ..policies import policy_book, timetables
from ..rules.capacities import ChangeFacts, capacity_under
from ..rules.times import days, instant
from ..rules.timetable import PeriodFacts, day_plan


def open_slots(cafe_id: int, first: date, last: date, *, now: datetime) -> int:
    """Open every slot of the café from ``first`` to ``last`` that the timetable has and the table has not; return how many.

    A date that has slots already is left as it is: a changed timetable never moves what families have reserved. Weekly
    closing days, holidays and ordered closings give none. Capacity changes that cover a slot hold for it too.
    """
    with transaction() as session:
        # Two schedulers at once: the second waits here, and then finds the slots of the first.
        cafe = session.scalars(select(Cafe).where(Cafe.id == cafe_id).with_for_update(key_share=True)).one()
        have = set(
            session.scalars(select(Slot.date).where(Slot.cafe_id == cafe_id, Slot.date.between(first, last)).distinct())
        )
        policies = policy_book(session, [cafe_id])
        periods = timetables(session)
        holidays = holidays_between(session, with_yesterday(first), last)
        closed = closed_days_between(session, first, last)
        changes = _changes(session, cafe, first, last)
        opened = 0
        for day in days(first, last):
            if day in have:
                continue
            plan = day_plan(
                day,
                policies.on(cafe_id, day),
                periods.on(cafe_id, day),
                holidays,
                closed.reason(day, cafe_id, cafe.district_id),
            )
            for period in plan.periods:
                _open(session, cafe_id, day, period, changes, now)
                opened += 1
        return opened


def _changes(session: Session, cafe: Cafe, first: date, last: date) -> list[CapacityChange]:
    rows = select(CapacityChange).where(
        CapacityChange.slot_id.is_(None),
        CapacityChange.from_date <= last,
        CapacityChange.to_date >= first,
        CapacityChange.cafe_id.is_(None) | (CapacityChange.cafe_id == cafe.id),
        CapacityChange.district_id.is_(None) | (CapacityChange.district_id == cafe.district_id),
    )
    return list(session.scalars(rows))


def _open(
    session: Session,
    cafe_id: int,
    day: date,
    period: PeriodFacts,
    changes: list[CapacityChange],
    now: datetime,
) -> None:
    covering = [
        ChangeFacts(change.id, change.places, change.percent)
        for change in changes
        if change.from_date <= day <= change.to_date and covers_period(change.period_numbers, period.number)
    ]
    slot = Slot(
        cafe_id=cafe_id,
        date=day,
        period_number=period.number,
        starts_at=instant(day, period.starts),
        ends_at=instant(day, period.ends),
        timetable_capacity=period.capacity,
        capacity=capacity_under(period.capacity, covering),
        taken=0,
    )
    session.add(slot)
    session.flush()
    capacity.note_opening(session, slot, now)


def covers_period(period_numbers: str | None, number: int) -> bool:
    """Whether a change's stated periods (``"1,3"``, or ``None`` for all) hold this one."""
    return period_numbers is None or str(number) in period_numbers.split(",")
