"""What becomes of a slot that is open when its date is planned anew: slots follow their timetable.

A date that the rules close shuts its slots. On a date that opens, a slot whose times the timetable has no more is withdrawn:
who is in keeps the place, nobody else gets one. One whose times it has takes its number, its list and its capacity, and is
back when it was withdrawn or shut.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from .times import instant, overlap, seoul
from .timetable import DayPlan, PeriodFacts

REASON_MOST = 300


class OpenSlot(Protocol):
    """What is looked at of a slot's row."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def period_number(self) -> int: ...
    @property
    def timetable_capacity(self) -> int: ...
    @property
    def taken(self) -> int: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class SlotState:
    """What a slot is to be. ``closed_reason``: why its date does not open, ``None`` when it does."""

    closed_reason: str | None
    withdrawn: bool
    number: int
    day_key: str
    on_holiday: bool
    timetable_capacity: int

    @property
    def takes(self) -> bool:
        """Whether its places may be taken."""
        return self.closed_reason is None and not self.withdrawn


def state_of(slot: OpenSlot, plan: DayPlan) -> SlotState:
    """What the plan of its date makes of the slot. A closed date does not say which times it would have."""
    same = (slot.period_number, plan.names[0], plan.on_holiday, slot.timetable_capacity)
    if plan.closed is not None:
        return SlotState(plan.closed.reason[:REASON_MOST], slot.withdrawn_at is not None, *same)
    period = period_of(slot.starts_at, slot.ends_at, plan)
    if period is None:
        return SlotState(None, True, *same)
    return SlotState(None, False, period.number, plan.names[0], plan.on_holiday, period.capacity)


def period_of(starts_at: datetime, ends_at: datetime, plan: DayPlan) -> PeriodFacts | None:
    """The period of the plan with these very times, or ``None``."""
    spans = seoul(starts_at).time(), seoul(ends_at).time()
    return next((period for period in plan.periods if (period.starts, period.ends) == spans), None)


def times_of(period: PeriodFacts, plan: DayPlan) -> tuple[datetime, datetime]:
    """When the period begins and ends on the plan's date."""
    return instant(plan.date, period.starts), instant(plan.date, period.ends)


def missing(slots: Iterable[OpenSlot], plan: DayPlan, now: datetime) -> Iterator[PeriodFacts]:
    """The periods of the plan that are still to be opened. What is over is opened only with the whole date."""
    have = {_spans(slot) for slot in slots}
    for period in plan.periods:
        if (period.starts, period.ends) not in have and (not have or times_of(period, plan)[1] > now):
            yield period


def places_besides(ordered: int, starts_at: datetime, ends_at: datetime, kept: Iterable[OpenSlot]) -> int:
    """The places of a slot beside whoever is there at the same time, because a withdrawn slot was ``kept`` for them."""
    there = sum(one.taken for one in kept if overlap(one.starts_at, one.ends_at, starts_at, ends_at))
    return max(0, ordered - there)


def _spans(slot: OpenSlot) -> tuple[time, time]:
    return seoul(slot.starts_at).time(), seoul(slot.ends_at).time()
