"""What a city, a district or a café states, from a date on, and what holds for one café on one date.

A statement is never edited: a newer one stands beside it, so that every earlier decision stays explainable. One without
content withdraws, from its first date on, every older statement (of a smaller id) of its layer and section; so the farther
layer speaks. One with empty content cancels the older ones of its layer and section that have exactly its dates, withdrawals
among them, as if they had never been said; so what its layer said before goes on, with its own date and source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal

from .sections import Merge, section_of

Layer = Literal["city", "district", "cafe", "period"]
EVER = date(2000, 1, 1)
"""Before any café: that a café opens on a day is true before that day, too, and so is what it says of the time till then."""
LAYERS: tuple[Layer, ...] = ("city", "district", "cafe")
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Statement:
    """One section as one layer states it, for the dates from ``valid_from`` to ``valid_until`` (included; ``None``: on).

    ``content``: values in their kept form (:mod:`booking.rules.kinds`), ``None`` to withdraw, empty to cancel. ``year``: in
    which the value held; ``source``: who said so.
    """

    id: int
    layer: Layer
    section: str
    content: Content | None
    valid_from: date
    valid_until: date | None
    year: int
    source: str
    created_at: datetime | None = None
    by_official: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it speaks of this date."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def dates(self) -> tuple[date, date | None]:
        """The dates that it speaks of."""
        return self.valid_from, self.valid_until

    @property
    def cancels(self) -> bool:
        """Whether it takes back what was said of just its dates."""
        return self.content is not None and not self.content

    @property
    def order(self) -> tuple[int, bool, date, int]:
        """From the farthest to the nearest: layer, then those without an end before those with one, then older ones."""
        return LAYERS.index(self.layer), self.valid_until is not None, self.valid_from, self.id


@dataclass(frozen=True)
class Origin:
    """Where a value was said: the layer, the statement's first date, its year and source."""

    layer: Layer
    valid_from: date
    year: int
    source: str

    @property
    def since(self) -> date | None:
        """The first date on which the value holds; ``None``: it has always held."""
        return self.valid_from if self.valid_from > EVER else None


def origin_of(statement: Statement) -> Origin:
    """The origin that a value of this statement has."""
    return Origin(statement.layer, statement.valid_from, statement.year, statement.source)


def holding(statements: Iterable[Statement], day: date) -> tuple[Statement, ...]:
    """The statements that speak of ``day``, from the farthest to the nearest."""
    return tuple(sorted((one for one in statements if one.holds_on(day)), key=lambda one: one.order))


def merge(statements: Iterable[Statement]) -> tuple[dict[str, dict[str, Any]], dict[str, Origin]]:
    """What holds when all of these do (in the order of :func:`holding`): contents by section, and where each value was said.

    Origins are by ``section.key``, and by ``section`` (the nearest statement).
    """
    by_section: dict[str, list[Statement]] = {}
    for one in statements:
        by_section.setdefault(one.section, []).append(one)
    contents: dict[str, dict[str, Any]] = {}
    origins: dict[str, Origin] = {}
    for name, ones in by_section.items():
        chosen = chosen_of(ones, section_of(name).merge)
        if chosen:
            content: dict[str, Any] = {}
            for _, ones_of_layer in groupby(chosen, key=lambda one: one.layer):
                own = {key: value for one in ones_of_layer for key, value in (one.content or {}).items()}
                content = laid_over(name, content, own)
            contents[name] = content
            origins[name] = origin_of(chosen[-1])
            origins |= {f"{name}.{key}": origin_of(one) for one in chosen for key in one.content or {} if key in content}
    return contents, origins


def laid_over(name: str, below: Content, own: Content) -> dict[str, Any]:
    """What holds of a section when a nearer layer says ``own`` over what was said ``below``: key by key, but what was said
    below of a key that gets another value now ends (:attr:`booking.rules.sections.Section.belongs`)."""
    belongs = section_of(name).belongs
    ended = {key for key, other in belongs.items() if other in own and own[other] != below.get(other)}
    return {key: value for key, value in below.items() if key not in ended} | dict(own)


def uncancelled(own: Iterable[Statement]) -> list[Statement]:
    """What one layer says of one section, all in all: without what was cancelled, and without what cancels it."""
    ones = list(own)
    cancelled: dict[tuple[date, date | None], int] = {}
    for one in ones:
        if one.cancels:
            cancelled[one.dates] = max(one.id, cancelled.get(one.dates, -1))
    return [one for one in ones if one.id > cancelled.get(one.dates, -1)]


def chosen_of(ones: Iterable[Statement], how: Merge) -> list[Statement]:
    """Those that count among the statements of one section (in the order of :func:`holding`), by how the section merges."""
    ones = list(ones)
    spoken: list[Statement] = []
    for layer in LAYERS:
        own = uncancelled(one for one in ones if one.layer == layer)
        withdrawn = max((one.id for one in own if one.content is None), default=-1)
        own = [one for one in own if one.id > withdrawn]
        if how == "keys":
            spoken += own
        elif own:
            spoken = own if how == "nearest" else own[-1:]
    return spoken
