"""Which slots a café has on a date, or why it has none.

Whether the café opens is decided in this order; the first that speaks decides:

1. Before the day on which the café first opens (``opening.when``, its first possible day), and with ``operation.state``
   preparing, paused or ended: closed (``not_running``). A pilot runs.
2. An ordered closing of the city, the district or the café, then a stated stretch ``[closed.*]``: closed (``closed_day``).
   Of several stretches the first by name gives the reason.
3. A stated stretch ``[extra.*]``: open, whatever season, weekday and holiday say, and even if the weekly closing day
   moved here.
4. ``season``: a date among its ``dates`` is open, likewise whatever weekday and holiday say. Where only ``dates`` are
   stated, no other date is (``season``); where ``spans`` are, none outside them is. A season that states neither is none.
5. ``days.closed_nth``: closed (``nth``), also when ``open_nth`` names the same date.
6. A public holiday within the run that ``after_run`` opens: open (:mod:`booking.rules.weekly_days`).
7. A weekday not among ``days.open``: closed (``weekly``), unless ``open_nth`` opens it or it moves away because it is a
   public holiday. Both only take the weekly closing away: the date is an ordinary one then, and what follows still holds.
8. The switches for holidays (:mod:`booking.rules.holiday_days`): closed (``holiday``), also on a date that ``open_nth``
   opens.
9. A weekly closing day moved here: closed (``moved``).
10. The timetable has no periods for such a date: closed (``no_periods``).

The timetable's list: ``holiday`` on a holiday when it is stated (also a Saturday or Sunday that is one, and Labour Day in
every year), else the named weekday's, else ``weekday`` from Monday to Friday. A list that is stated empty means that there
are no periods. The hours at which doors are shut (``breaks``) choose their list in the same way among their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from .holiday_days import Holiday, switch
from .kinds import WEEKDAYS, Span
from .policy import Policy, Stretch
from .sections import DAY_KEYS
from .statements import Origin
from .weekly_days import closes_weekly, in_spans, moved_from, moves_away, nth_of, nth_words, opened_by_run

__all__ = ["Closed", "DayPlan", "Holiday", "PeriodFacts", "breaks_on", "closed_reason", "day_names", "day_plan"]

_WEEKDAY_NAMES = tuple((name, "weekday") if n < 5 else (name,) for n, name in enumerate(DAY_KEYS[1:-1]))


@dataclass(frozen=True)
class PeriodFacts:
    """One period of a date: its place in the date's list (from 1), Seoul wall-clock times, and what holds for it."""

    number: int
    starts: time
    ends: time
    policy: Policy

    @property
    def capacity(self) -> int:
        """Children who come individually."""
        return self.policy.capacity


@dataclass(frozen=True)
class Closed:
    """Why a date has no slots: one of the kinds in the module's list, a sentence, and who said so (``None``: nobody, or an
    order). ``key``: the section or key that says it, where a date is named."""

    kind: str
    reason: str
    origin: Origin | None = None
    key: str | None = None


@dataclass(frozen=True)
class DayPlan:
    """What a date has: its periods, or why there are none. ``breaks``: when the doors are shut although it opens.
    ``on_holiday``: it is a public holiday."""

    date: date
    periods: tuple[PeriodFacts, ...] = ()
    closed: Closed | None = None
    breaks: tuple[Span, ...] = ()
    names: tuple[str, ...] = ()
    on_holiday: bool = False


def day_names(day: date, policy: Policy, holidays: Mapping[date, Holiday]) -> tuple[str, ...]:
    """What the date is called in the timetable and in ``[period.*]``, the most particular name first.

    ``("holiday",)`` on a holiday where the timetable has such a list, else ``("friday", "weekday")``. The names do not
    depend on whether the date is closed, so a slot that was opened before an order keeps the rules of its period.
    """
    if day in holidays and "holiday" in policy.timetable:
        return ("holiday",)
    return _WEEKDAY_NAMES[day.weekday()]


def day_plan(day: date, policy: Policy, holidays: Mapping[date, Holiday], closed_day: str | None = None) -> DayPlan:
    """The periods of ``day``, or the reason why there are none.

    ``policy``: what holds for the café on that date; ``holidays``: also those of the
    :data:`~booking.rules.holiday_days.DAYS_BEFORE` days before it; ``closed_day``: the reason of an ordered closing.
    """
    names, on_holiday = day_names(day, policy, holidays), day in holidays
    closed = closed_reason(day, policy, holidays, closed_day)
    if closed is not None:
        return DayPlan(day, closed=closed, names=names, on_holiday=on_holiday)
    key = _list_key(day, policy.timetable, on_holiday)
    spans = policy.timetable[key] if key else ()
    if not spans:
        return DayPlan(day, closed=_no_periods(key, policy), names=names, on_holiday=on_holiday)
    periods = tuple(
        PeriodFacts(number, starts, ends, policy.for_period(names, number, starts))
        for number, (starts, ends) in enumerate(spans, start=1)
    )
    return DayPlan(day, periods, breaks=breaks_on(day, policy, on_holiday), names=names, on_holiday=on_holiday)


def breaks_on(day: date, policy: Policy, on_holiday: bool) -> tuple[Span, ...]:
    """When the doors are shut on that date."""
    key = _list_key(day, policy.breaks, on_holiday)
    return policy.breaks[key] if key else ()


def closed_reason(
    day: date, policy: Policy, holidays: Mapping[date, Holiday], closed_day: str | None = None
) -> Closed | None:
    """Why the café does not open on ``day``, or ``None``; without asking for periods (the module's steps 1 to 9)."""
    not_running = _not_running(day, policy)
    if not_running is not None or closed_day is not None:
        return not_running or Closed("closed_day", str(closed_day))
    if (closed := closed_by_date(day, policy)) is not None:
        return closed
    if _covering(day, policy.extra) is not None or (policy.season and day in policy.season.dates):
        return None
    return _closed_by_weekday(day, policy, holidays)


def closed_by_date(day: date, policy: Policy) -> Closed | None:
    """Why the café does not open on ``day`` by what is said of dates alone (steps 1, ``[closed.*]`` and ``season``), or
    ``None``. It names the rule behind a slot that is shut by it."""
    if (not_running := _not_running(day, policy)) is not None:
        return not_running
    if (stretch := _covering(day, policy.closed)) is not None:
        key = f"closed.{stretch.name}"
        return Closed("closed_day", stretch.reason, policy.origin(key), key)
    if _covering(day, policy.extra) is not None or (policy.season and day in policy.season.dates):
        return None
    return _out_of_season(day, policy)


def _not_running(day: date, policy: Policy) -> Closed | None:
    if policy.opens_on is not None and day < policy.opens_on:
        return Closed("not_running", f"{_words(policy.opens_on)}에 문을 열어요", policy.origin("opening"), "opening")
    if not policy.operation.runs:
        key = "operation.state"
        return Closed("not_running", policy.operation.said, policy.origin(key), key)
    return None


def _covering(day: date, stretches: tuple[Stretch, ...]) -> Stretch | None:
    return next((one for one in stretches if one.first <= day <= one.last), None)


def _out_of_season(day: date, policy: Policy) -> Closed | None:
    season = policy.season
    if season is None or (in_spans(day, policy) and (season.spans or not season.dates)):
        return None
    firsts = [first for first, _ in season.spans] + list(season.dates)
    coming = min((first for first in firsts if first > day), default=None)
    if coming is None:
        return Closed("season", "운영 기간이 끝났어요", policy.origin("season"), "season")
    return Closed("season", f"운영 기간이 아니에요. 다음 운영은 {_words(coming)}부터예요", policy.origin("season"), "season")


def _closed_by_weekday(day: date, policy: Policy, holidays: Mapping[date, Holiday]) -> Closed | None:
    if (name := nth_of(day, policy.days.closed_nth)) is not None:
        return Closed("nth", f"{nth_words(name)}은 쉬어요", policy.origin("days.closed_nth"))
    if opened_by_run(day, policy, holidays):
        return None
    if closes_weekly(day, policy) and not moves_away(day, policy, holidays):
        return Closed("weekly", "정기휴관일", policy.origin("days.open"))
    holiday = holidays.get(day)
    if holiday is not None:
        opens, key = switch(holiday, policy.holidays)
        if not opens:
            return Closed("holiday", holiday.name, policy.origin(f"holidays.{key}"))
    if (weekly := moved_from(day, policy, holidays)) is not None:
        reason = f"{WEEKDAYS[weekly.weekday()]}요일 정기휴관일이 공휴일({holidays[weekly].name})과 겹쳐 이날 쉬어요"
        return Closed("moved", reason, policy.origin("holidays.weekly_day_on_holiday"))
    return None


def _list_key(day: date, lists: Mapping[str, tuple[Span, ...]], on_holiday: bool) -> str | None:
    """Which of the lists holds on the date, or ``None`` when none does."""
    names = (*(("holiday",) if on_holiday else ()), *_WEEKDAY_NAMES[day.weekday()])
    return next((name for name in names if name in lists), None)


def _no_periods(key: str | None, policy: Policy) -> Closed:
    reason = "공휴일에는 회차가 없어요" if key == "holiday" else "이 요일에는 회차가 없어요"
    return Closed("no_periods", reason, policy.origin(*([f"timetable.{key}"] if key else []), "timetable"))


def _words(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"
