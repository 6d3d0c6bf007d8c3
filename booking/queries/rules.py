"""The rules of a café, a district or the city, section by section, with where each value was said and what is to come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..db import reading
from ..places import require_place
from ..policies import policy_book
from ..rule_changes import layer_of
from ..rules.drafts import ordinary
from ..rules.places import Place
from ..rules.sections import NAMED, SECTIONS
from ..rules.statements import LAYERS, Layer, Origin, Statement, holding, merge, uncancelled
from ..rules.timeline import chosen_on, still_counting
from ..scope import Actor


@dataclass(frozen=True)
class Coming:
    """What a layer says from a later date on, or for dates with an end: its statements of just these dates. One without
    content withdraws. ``own``: the place's own layer says it, and may cancel it before it begins."""

    layer: Layer
    valid_from: date
    valid_until: date | None
    statements: tuple[Statement, ...]
    holds_today: bool
    own: bool


@dataclass(frozen=True)
class SectionFacts:
    """One section at a place on a date. ``content`` and ``origins`` by key: what holds; empty when nobody says anything.

    ``own``: what the place's own layer ordinarily says the day after, with which its form begins; ``own_speaks``: it says
    something from that date on, or will; ``last``: its newest statement, for the year and the source.
    """

    name: str
    content: Mapping[str, Any]
    origins: Mapping[str, Origin]
    coming: tuple[Coming, ...]
    own: Mapping[str, Any]
    own_speaks: bool
    last: Statement | None


def rules_at(place: Place, day: date, *, actor: Actor) -> dict[str, SectionFacts]:
    """Every section by its name, those that nobody states among them; named ones (``zone.baby``) where they are stated.

    :raises NotThere: not this official's place.
    """
    session = reading()
    require_place(session, actor, place)
    by_section: dict[str, list[Statement]] = {name: [] for name in SECTIONS}
    for one in policy_book(session).chain(place):
        by_section.setdefault(one.section, []).append(one)
    found = (_facts(name, ones, place, day) for name, ones in sorted(by_section.items()))
    return {one.name: one for one in found if one.name in SECTIONS or one.content or one.coming}


def section_at(place: Place, name: str, day: date, *, actor: Actor) -> SectionFacts | None:
    """One section of :func:`rules_at`, also when nobody states it yet; ``None``: there is no such section.

    :raises NotThere: not this official's place.
    """
    session = reading()
    require_place(session, actor, place)
    if name not in SECTIONS and name.split(".", 1)[0] not in NAMED:
        return None
    ones = [one for one in policy_book(session).chain(place) if one.section == name]
    return _facts(name, ones, place, day)


def _facts(name: str, statements: Iterable[Statement], place: Place, day: date) -> SectionFacts:
    ones = list(statements)
    contents, origins = merge(holding(ones, day))
    own = [one for one in ones if one.layer == layer_of(place)]
    counting = still_counting(own, day)
    return SectionFacts(
        name=name,
        content=contents.get(name, {}),
        origins={key.removeprefix(f"{name}."): origin for key, origin in origins.items()},
        coming=tuple(
            coming
            for layer in LAYERS
            for coming in _coming(layer, [o for o in ones if o.layer == layer], day, own=layer == layer_of(place))
        ),
        own=ordinary(own, day + timedelta(days=1)),
        own_speaks=bool(counting),
        last=max(counting, key=lambda one: one.id, default=None),
    )


def _coming(layer: Layer, said: list[Statement], day: date, *, own: bool) -> Iterable[Coming]:
    today = {one.id for one in chosen_on(said, day)}
    counting = still_counting(said, day)
    by_dates: dict[tuple[date, date | None], list[Statement]] = {}
    for one in counting:
        if one.id not in today or one.valid_until is not None:
            by_dates.setdefault(one.dates, []).append(one)
    for one in uncancelled(said):
        withdraws_later = one.content is None and one.valid_from > day and any(other.id < one.id for other in counting)
        # A withdrawal that only makes room for what is said of the same dates is no news of its own.
        if withdraws_later and one.dates not in by_dates:
            by_dates[one.dates] = [one]
    for (first, last), ones in sorted(by_dates.items(), key=lambda item: (item[0][0], item[0][1] or date.max)):
        yield Coming(layer, first, last, _once(ones), any(one.id in today for one in ones), own)


def _once(ones: Iterable[Statement]) -> tuple[Statement, ...]:
    """Without those that only say again what an older one says; the newer stays."""
    found = {(repr(one.content), one.year, one.source): one for one in ones}
    return tuple(found.values())
