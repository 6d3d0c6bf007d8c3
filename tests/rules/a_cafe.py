"""A café whose rules are stated as a file would state them, for tests about dates."""

from datetime import date, timedelta
from typing import Any

from booking.rules.holiday_days import DAYS_BEFORE, Holiday
from booking.rules.policy import Policy, merged
from booking.rules.sections import section_of
from booking.rules.statements import Statement
from booking.rules.times import days
from booking.rules.timetable import day_plan

from .an_independent_calendar import kinds_by_date

KINDS = kinds_by_date()
HOLIDAYS = {day: Holiday("/".join(sorted(kinds)), kinds) for day, kinds in KINDS.items()}
"""The holidays of 2023 to 2028."""

ALL_WEEK = ["월", "화", "수", "목", "금", "토", "일"]
NOT_MONDAY = ALL_WEEK[1:]
WEEKDAY, SATURDAY, SUNDAY = ["09:30~11:30", "13:00~15:00", "15:30~17:30"], ["10:00~12:00"], ["14:00~16:00"]

CITY = {
    "days": {"open": NOT_MONDAY},
    "holidays": {"open_on_holidays": False},
    "timetable": {"weekday": WEEKDAY, "saturday": SATURDAY, "sunday": SUNDAY},
    "ages": {"basis": "year_age", "min": 0, "max": 9},
    "capacity.individual": {"children": 20},
    "fees": {"child_won": 2000, "adult_won": 1000},
    "limits": {"children_per_reservation": 5},
    "minutes": {
        "cancel_minutes_before": 30,
        "no_show_grace_minutes": 30,
        "reserve_until_minutes_before_end": 30,
        "check_in_minutes_before": 10,
    },
}

JUNGNANG = {"holidays": {"open_on_childrens_day": True, "weekly_day_on_holiday": "next_day"}}
BOTANIC_PARK = {"holidays": {"weekly_day_on_holiday": "after_run"}}


def a_cafe(stated: dict[str, dict[str, Any]] | None = None) -> Policy:
    """The policy of a café that states these sections, as TOML would give them, under a plain city's."""
    said = [(n, "city", section, content) for n, (section, content) in enumerate(CITY.items())]
    said += [(n, "cafe", section, content) for n, (section, content) in enumerate((stated or {}).items(), start=len(said))]
    since = date(2022, 1, 1)
    return merged(Statement(n, layer, name, _kept(name, what), since, None, 2022, "시험") for n, layer, name, what in said)


def _kept(name: str, content: dict[str, Any]) -> dict[str, Any]:
    keys = section_of(name).keys
    for key, value in content.items():
        # A section of some periods has sections of its own, already in their kept form.
        assert key not in keys or keys[key].kind.complaint(value) is None, keys[key].kind.complaint(value)
    return {key: keys[key].kind.kept(value) if key in keys else value for key, value in content.items()}


def around(stated: dict[str, dict[str, Any]], first: date, last: date) -> list[str]:
    """``open`` or the kind of closing of each date, with the holidays that the application would hand in and no others."""
    policy = a_cafe(stated)
    found = []
    for day in days(first, last):
        known = {one: HOLIDAYS[one] for one in days(day - timedelta(days=DAYS_BEFORE), day) if one in HOLIDAYS}
        closed = day_plan(day, policy, known).closed
        found.append(closed.kind if closed else "open")
    return found


def kind_on(day: date, stated: dict[str, dict[str, Any]]) -> str:
    """``open`` or the kind of closing."""
    return around(stated, day, day)[0]
