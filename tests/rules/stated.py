"""Policies from what a café's file would say, upon the city's usual values."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from booking.rules.parties import ChildFacts, SlotFacts
from booking.rules.policy import Policy, policy_of
from booking.rules.sections import section_of
from booking.rules.times import instant

CITY: dict[str, dict[str, Any]] = {
    "days": {"open": ["화", "수", "목", "금", "토", "일"]},
    "timetable": {"weekday": ["09:30~11:30", "13:00~15:00", "15:30~17:30"]},
    "ages": {"basis": "year_age", "min": 0, "max": 9},
    "capacity.individual": {"children": 20},
    "fees": {"child_won": 2000, "adult_won": 1000},
    "limits": {"visits_per_day": 1, "children_per_reservation": 5},
    "minutes": {
        "cancel_minutes_before": 30,
        "no_show_grace_minutes": 30,
        "reserve_until_minutes_before_end": 30,
        "check_in_minutes_before": 15,
    },
}
TUESDAY = date(2026, 11, 24)
STARTS, ENDS = instant(TUESDAY, time(9, 30)), instant(TUESDAY, time(11, 30))
SLOT = SlotFacts(1, 1, STARTS, ENDS, district_id=11110)
MONDAY = STARTS - timedelta(days=1)
JIA = ChildFacts(1, "지아", date(2021, 5, 5))
MINJUN = ChildFacts(2, "민준", date(2023, 3, 2))


def stated(said: Mapping[str, Mapping[str, Any] | None] | None = None) -> Policy:
    """The city's policy under these sections, each a table of a file; ``None``: nobody says the section."""
    contents = {name: dict(content) for name, content in CITY.items()}
    for name, content in (said or {}).items():
        if content is None:
            contents.pop(name, None)
        else:
            keeps = contents.get(name, {}) if section_of(name).merge == "keys" else {}
            contents[name] = {**keeps, **content}
    for name, content in contents.items():
        for key, value in content.items():
            assert section_of(name).keys[key].kind.complaint(value) is None, (name, key, value)
    return policy_of(contents, {})


def later(days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0, since: datetime = STARTS) -> datetime:
    """So long after the usual slot's start, or after ``since``."""
    return since + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
