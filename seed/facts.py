"""The checked content of the seed files as values, ready to be written as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .problems import Problem


@dataclass(frozen=True)
class Stated:
    """One table of a file: a section, its values in their kept form, and who said so.

    ``valid_from`` is ``None`` when the file does not say since when; ``path`` is where it stands in the file.
    """

    section: str
    content: Mapping[str, Any]
    year: int
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class DistrictRules:
    """What a district states for all its cafés."""

    name: str
    stated: tuple[Stated, ...]


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
    year: int
    source: str
    opened_on: date | None
    open_since: date | None
    stated: tuple[Stated, ...]


@dataclass(frozen=True)
class Holiday:
    """A temporary holiday."""

    date: date
    name: str
    source: str


@dataclass(frozen=True)
class Places:
    """What is to be loaded. ``since``: the city's first date; ``city``: what the city states from then on, ``None`` when
    what the database has of it is to stand. ``notes``: what is no mistake but to be told to whoever checks the files."""

    districts: Mapping[str, int]
    holidays: tuple[Holiday, ...]
    since: date
    city: tuple[Stated, ...] | None
    district_rules: tuple[DistrictRules, ...]
    cafes: tuple[Cafe, ...]
    notes: tuple[Problem, ...] = ()
