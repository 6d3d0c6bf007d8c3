"""Which slots a date has, or why it has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from .policy import Policy

DayKind = Literal["weekday", "saturday", "sunday"]


@dataclass(frozen=True)
class Holiday:
    """A public holiday. ``kind``: ``public``, ``substitute``, ``temporary``, ``childrens_day`` or ``labour_day``."""

    name: str
    kind: str = "public"


@dataclass(frozen=True)
class PeriodFacts:
    """One period of a timetable, Seoul wall-clock times; ``capacity`` counts children."""

    number: int
    starts: time
    ends: time
    capacity: int
    day_kind: DayKind


@dataclass(frozen=True)
class Closed:
    """Why a date has no slots. ``kind``: ``weekly``, ``holiday``, ``after_holiday`` or ``closed_day``."""

    kind: str
    reason: str


@dataclass(frozen=True)
class DayPlan:
    """What a date has: periods to open, or the reason why it is closed (then no periods)."""

    date: date
    periods: tuple[PeriodFacts, ...] = ()
    closed: Closed | None = None


def day_kind(day: date) -> DayKind:
    """Which timetable a date follows."""
    return {5: "saturday", 6: "sunday"}.get(day.weekday(), "weekday")  # type: ignore[return-value]


def _holiday_closes(holiday: Holiday, policy: Policy) -> bool:
    if holiday.kind == "childrens_day" and policy.open_on_childrens_day:
        return False
    if holiday.kind == "labour_day":
        return not policy.open_on_labour_day
    return not policy.open_on_holidays


def closed_reason(day: date, policy: Policy, holidays: Mapping[date, Holiday], closed_day: str | None) -> Closed | None:
    """Why the café is closed on ``day``, or ``None``. An ordered closing comes first, then the weekly day, then holidays."""
    if closed_day is not None:
        return Closed("closed_day", closed_day)
    if not policy.opens_on(day.weekday()):
        return Closed("weekly", "정기휴관일")
    holiday = holidays.get(day)
    if holiday is not None and _holiday_closes(holiday, policy):
        return Closed("holiday", holiday.name)
    yesterday = day - timedelta(days=1)
    before = holidays.get(yesterday)
    if policy.closed_after_monday_holiday and yesterday.weekday() == 0 and before is not None:
        # 중랑 a Monday holiday moves the weekly closing day to the next day.
        return Closed("after_holiday", f"월요일이 {before.name}이어서 다음 날 쉽니다")
    return None


def day_plan(
    day: date,
    policy: Policy,
    periods: Sequence[PeriodFacts],
    holidays: Mapping[date, Holiday],
    closed_day: str | None = None,
) -> DayPlan:
    """The slots of ``day``, or the reason why there are none."""
    closed = closed_reason(day, policy, holidays, closed_day)
    if closed is not None:
        return DayPlan(day, closed=closed)
    kind = day_kind(day)
    chosen = tuple(sorted((p for p in periods if p.day_kind == kind), key=lambda p: p.starts))
    if not chosen:
        return DayPlan(day, closed=Closed("weekly", "이 요일에는 운영하지 않습니다"))
    return DayPlan(day, periods=chosen)
