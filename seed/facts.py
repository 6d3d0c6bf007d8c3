"""The checked content of the seed files as values, ready to be written as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from booking.rules.policy import WEEKDAYS as WEEKDAY_COLUMNS
from booking.rules.timetable import DayKind, PeriodFacts

from .check_shape import Checked
from .kinds import WEEKDAYS, Span, first_day, span
from .shapes import NOTES, POLICY_KEY

DAY_KINDS: tuple[DayKind, ...] = ("weekday", "saturday", "sunday")
POLICY_TABLES = ("ages", "fees", "days", "holidays", "limits", "minutes")
Times = Mapping[DayKind, tuple[Span, ...]]


@dataclass(frozen=True)
class Mark:
    """In which year a value held and who said so."""

    year: int
    source: str


@dataclass(frozen=True)
class Stated:
    """What one file states, the city's or a café's: rules, times, capacities and notes, each table with its mark."""

    policy: Mapping[str, Any]
    times: Times | None
    capacity: int | None
    group_capacity: int | None
    notes: Mapping[str, str]
    marks: Mapping[str, Mark]


@dataclass(frozen=True)
class City:
    """The city's defaults, which hold from ``valid_from`` on."""

    valid_from: date
    stated: Stated


@dataclass(frozen=True)
class Cafe:
    """One café: where it is, since when, and what it states itself. ``opened_on`` is ``None`` unless the day is known."""

    code: str
    name: str
    district: str
    address: str
    phone: str
    latitude: float
    longitude: float
    opened_on: date | None
    open_since: date | None
    stated: Stated


@dataclass(frozen=True)
class Holiday:
    """A temporary holiday."""

    date: date
    name: str
    source: str


@dataclass(frozen=True)
class Places:
    """Everything that ``python -m seed`` loads."""

    districts: Mapping[str, int]
    holidays: tuple[Holiday, ...]
    city: City
    cafes: tuple[Cafe, ...]


def city(checked: Checked) -> City:
    """The city's file, which has no problems."""
    return City(checked.good["valid_from",], _stated(checked))


def cafe(checked: Checked) -> Cafe:
    """A café's file, which has no problems."""
    place = checked.table("place")
    when = checked.good.get(("opening", "when"))
    since = first_day(when) if when else None
    return Cafe(
        code=checked.good["code",],
        name=place["name"],
        district=place["district"],
        address=place["address"],
        phone=place["phone"],
        latitude=float(place["latitude"]),
        longitude=float(place["longitude"]),
        opened_on=since if when and len(when) == len("2022-05-31") else None,
        open_since=since,
        stated=_stated(checked),
    )


def periods(stated: Stated, city_: City) -> frozenset[PeriodFacts]:
    """The timetable of a café (or of the city itself): its own times and capacity, the city's where it says nothing."""
    times = stated.times if stated.times is not None else city_.stated.times
    capacity = stated.capacity if stated.capacity is not None else city_.stated.capacity
    assert times is not None
    assert capacity is not None
    return frozenset(
        PeriodFacts(number, starts, ends, capacity, kind)
        for kind in DAY_KINDS
        for number, (starts, ends) in enumerate(times[kind], start=1)
    )


def _stated(checked: Checked) -> Stated:
    return Stated(
        policy=_policy(checked),
        times=_times(checked.table("timetable")),
        capacity=checked.good.get(("capacity", "individual", "children")),
        group_capacity=checked.good.get(("capacity", "group", "children")),
        notes={name: checked.table(name)["text"].strip() for name in NOTES if checked.table(name)},
        marks=_marks(checked),
    )


def _policy(checked: Checked) -> dict[str, Any]:
    stated = {
        column: checked.table(table)[key]
        for table, columns in POLICY_KEY.items()
        for key, column in columns.items()
        if key in checked.table(table)
    }
    days = checked.table("days")
    if days:
        open_days = {WEEKDAYS.index(day) for day in days["open"]}
        stated |= {f"open_{column}": number in open_days for number, column in enumerate(WEEKDAY_COLUMNS)}
    return stated


def _times(table: Mapping[str, Any]) -> Times | None:
    if not table:
        return None
    return {kind: tuple(span(text) for text in table[kind]) for kind in DAY_KINDS}


def _marks(checked: Checked) -> dict[str, Mark]:
    """Year and source of every table that is there; a derived timetable says so before its source."""
    marks = {}
    for path, year in checked.good.items():
        if path[-1] == "year":
            table = checked.table(".".join(path[:-1]))
            derived = f"{table['derivation']} · " if table.get("derived") else ""
            marks[".".join(path[:-1])] = Mark(year, derived + table["source"])
    return marks
