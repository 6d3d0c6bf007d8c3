"""A month of closings as the calendar macro draws it."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from ..filters import WEEKDAYS, day
from ..queries.closings import Closing

MONTHS_AROUND = 25
"""How many months before and after today may be turned to."""


def month_of(asked: str | None, today: date) -> date:
    """The first of the month asked for (``2026-11``) when it is one within reach, else of this month."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return first if abs(_months(first) - _months(today)) <= MONTHS_AROUND else today.replace(day=1)


def months_around(first: date, today: date) -> tuple[str | None, str | None]:
    """The months before and after, as ``2026-10``; ``None`` where the calendar ends."""
    around = []
    for step in (-1, 1):
        number = _months(first) + step
        within = abs(number - _months(today)) <= MONTHS_AROUND
        around.append(f"{number // 12}-{number % 12 + 1:02d}" if within else None)
    return around[0], around[1]


def _months(value: date) -> int:
    return value.year * 12 + value.month - 1


def weeks(
    first: date, last: date, today: date, closings: Sequence[Closing], holidays: Mapping[date, str]
) -> list[list[dict[str, Any] | None]]:
    """The month in weeks from Sunday; ``None`` outside it. A coming day leads to the form with that day filled in."""
    by_day: dict[date, list[str]] = {}
    for closing in closings:
        by_day.setdefault(closing.date, []).append(closing.place)
    shown = calendar.Calendar(firstweekday=6).monthdatescalendar(first.year, first.month)
    return [[_cell(one, today, by_day, holidays) if first <= one <= last else None for one in week] for week in shown]


def _cell(one: date, today: date, by_day: Mapping[date, Sequence[str]], holidays: Mapping[date, str]) -> dict[str, Any]:
    places = by_day.get(one, ())
    holiday = holidays.get(one)
    return {
        "url": url_for(".show_closings", month=f"{one:%Y-%m}", date=one.isoformat(), _anchor="close")
        if one >= today
        else None,
        "number": one.day,
        "weekday": WEEKDAYS[one.weekday()],
        "label": day(one),
        "kind": "holiday" if holiday else {5: "sat", 6: "sun"}.get(one.weekday()),
        "holiday": holiday,
        "closed": _short(places),
        "today": one == today,
    }


def _short(places: Sequence[str]) -> str | None:
    if not places:
        return None
    return places[0] if len(places) == 1 else f"{places[0]} 외 {len(places) - 1}곳"
