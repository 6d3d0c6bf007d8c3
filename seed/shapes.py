"""Which tables and keys the seed files have: the heads of a café's, a district's and the city's file, and the sections.

The sections themselves are the rules' (:mod:`booking.rules.sections`); a file adds to each table the year and the source,
and the dates between which it holds.
"""

from collections.abc import Mapping
from typing import Any

from booking.rules.kinds import Code, Day, Degrees, Kind, Phone, Whole, Words
from booking.rules.sections import NAMED, PERIOD_SECTIONS, SECTIONS, Section

YEAR = Whole(2012, 2100)
SOURCE = Words(600)
DISTRICT_CODE = Whole(11000, 11999)

PLACE: dict[str, Kind] = {
    "name": Words(80),
    "district": Words(20),
    "address": Words(200),
    "phone": Phone(),
    "latitude": Degrees(37.41, 37.72),
    "longitude": Degrees(126.73, 127.27),
}
MARKS: dict[str, Kind] = {"year": YEAR, "source": SOURCE}
DATES: dict[str, Kind] = {"from": Day(), "until": Day()}
HEADS: dict[str, dict[str, Kind]] = {
    "cafe": {"code": Code()},
    "district": {"district": Words(20)},
    "city": {"valid_from": Day()},
}
"""What stands above the tables, by the kind of file."""
TEMPORARY_HOLIDAY: dict[str, Kind] = {"name": Words(60), "source": Words(300)}
NEEDED_IN_CITY: dict[str, tuple[str, ...]] = {
    "days": (),
    "timetable": (),
    "capacity.individual": (),
    "ages": (),
    "fees": ("child_won", "adult_won"),
    "limits": ("children_per_reservation",),
    "minutes": (
        "cancel_minutes_before",
        "no_show_grace_minutes",
        "reserve_until_minutes_before_end",
        "check_in_minutes_before",
    ),
    "holidays": ("open_on_holidays",),
}
"""Without these there is no rule to answer by where nobody else states it: sections, and keys in them."""

UNDATED = ("opening", "closed", "extra")
"""Sections that are dates themselves: there is nothing to say about from when they hold."""
GROUPS = ("capacity", "notes")
"""Names before the dot of sections such as ``capacity.individual``."""


def kind_of(values: Mapping[str, Any]) -> str:
    """Whose file this is, by its head: ``cafe``, ``district`` or ``city``."""
    if values.keys() & {"code", "place"}:
        return "cafe"
    return "city" if "valid_from" in values else "district" if "district" in values else "cafe"


def names_in(first: str) -> list[str]:
    """The second names that a table ``[first.…]`` may have; empty when any name will do, or when it has none."""
    return [name.split(".", 1)[1] for name in SECTIONS if name.startswith(f"{first}.")]


def kinds_of(section: Section, name: str) -> dict[str, Kind]:
    """The keys of a section's table in a file, with year, source and dates."""
    kinds = {key: one.kind for key, one in section.keys.items()}
    return {**kinds, **MARKS, **({} if name.split(".", 1)[0] in UNDATED else DATES)}


__all__ = [
    "DISTRICT_CODE",
    "GROUPS",
    "HEADS",
    "MARKS",
    "NAMED",
    "NEEDED_IN_CITY",
    "PERIOD_SECTIONS",
    "PLACE",
    "SECTIONS",
    "TEMPORARY_HOLIDAY",
    "kind_of",
    "kinds_of",
    "names_in",
]
