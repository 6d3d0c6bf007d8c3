"""The slots of every café and day, as opening them one by one would make them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from booking.calendar_days import holidays_between, with_days_before
from booking.policies import PolicyBook
from booking.rules.openings import opening
from booking.rules.policy import Policy
from booking.rules.times import days
from booking.rules.timetable import day_plan

from .minutes import at, minutes

LATEST = 60
"""Minutes before the start until which the families of this city reserve."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A slot to be: its café, date and period, from when it may be reserved, and what holds in it (minutes since 1970)."""

    cafe_id: int
    date: date
    day_key: str
    number: int
    starts: int
    ends: int
    opens: int
    capacity: int
    on_holiday: bool
    policy: Policy

    @property
    def online(self) -> bool:
        """Whether families reserve its places here, in time to come."""
        return (
            self.policy.operation.booking == "online"
            and self.policy.admits != "group"
            and self.opens < self.starts - LATEST
            and self.capacity > 0
        )


def planned_days(
    session: Session, book: PolicyBook, cafe_ids: Iterable[int], first: date, last: date
) -> Iterator[list[Planned]]:
    """Day by day, the slots of these cafés from ``first`` to ``last``. In an empty database nobody has ordered anything."""
    holidays = holidays_between(session, with_days_before(first), last)
    for day in days(first, last):
        slots = []
        for cafe_id in cafe_ids:
            policy = book.on(cafe_id, day)
            plan = day_plan(day, policy, holidays)
            for one in plan.periods:
                slots.append(
                    Planned(
                        cafe_id,
                        day,
                        plan.names[0],
                        one.number,
                        at(day, one.starts),
                        at(day, one.ends),
                        minutes(opening(day, one.policy)),
                        one.capacity,
                        plan.on_holiday,
                        one.policy,
                    )
                )
        yield slots
