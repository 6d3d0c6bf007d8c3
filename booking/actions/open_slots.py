"""Open the slots of one café's coming days from its timetable."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity
from ..calendar_days import closed_days_between, holidays_between, with_days_before
from ..capacity_orders import standing_orders
from ..db import transaction
from ..models import Cafe, Slot
from ..policies import policy_book
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
        policies = policy_book(session)
        holidays = holidays_between(session, with_days_before(first), last)
        closed = closed_days_between(session, first, last)
        orders = standing_orders(session, first, last)
        opened = 0
        for day in days(first, last):
            if day in have:
                continue
            ordered = closed.reason(day, cafe_id, cafe.district_id)
            plan = day_plan(day, policies.on(cafe_id, day), holidays, ordered)
            for period in plan.periods:
                places = orders.capacity(cafe, day, period.number, period.capacity)
                _open(session, cafe_id, day, plan.names[0], period, places, now)
                opened += 1
        return opened


def _open(
    session: Session,
    cafe_id: int,
    day: date,
    day_key: str,
    period: PeriodFacts,
    places: int,
    now: datetime,
) -> None:
    slot = Slot(
        cafe_id=cafe_id,
        date=day,
        day_key=day_key,
        period_number=period.number,
        starts_at=instant(day, period.starts),
        ends_at=instant(day, period.ends),
        timetable_capacity=period.capacity,
        capacity=places,
        taken=0,
    )
    session.add(slot)
    session.flush()
    capacity.note_opening(session, slot, now)
