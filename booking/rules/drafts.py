"""What an official is about to state: when it may be said at all, and the statements that it becomes.

Statements are added, never edited, so what stands in the form becomes, from its first date on:

* of a section that merges ``whole``: one statement with everything;
* of another section, when values are only added or changed: one statement with just these, so that the others keep their
  origin;
* when a value is taken out: a withdrawal, one statement with everything, and again what the layer had already said of later
  dates or of stretches with an end.

What was said of dates to come can be cancelled: one statement more, for the same dates, that says nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .outer_ages import outer_bounds
from .refusals import Code, Refusal, no
from .sections import section_of
from .statements import Content, Layer, Statement, uncancelled
from .timeline import chosen_on, first_difference, still_counting

FARTHEST_YEARS = 10
UNDATED = ("opening", "closed", "extra")
"""Sections that hold their own dates: they are stated from today on, for good."""


@dataclass(frozen=True)
class Draft:
    """One section as one layer is to state it. ``content`` is in its kept form; ``None`` withdraws. ``cancels``: what the
    layer said of exactly these dates is to be as if never said; ``content`` is empty then."""

    section: str
    content: Content | None
    valid_from: date
    valid_until: date | None
    year: int
    source: str
    cancels: bool = False

    @property
    def first_name(self) -> str:
        """``zone`` of ``zone.baby``."""
        return self.section.split(".", 1)[0]


def draft_refusal(draft: Draft, layer: Layer, own: Sequence[Statement], today: date) -> Refusal | None:
    """Why this may not be stated, whatever it says, or ``None``. ``own``: what the layer says of the section so far."""
    if draft.cancels:
        return None if draft.valid_from > today and to_cancel(draft, own) else no(Code.NOTHING_TO_CANCEL)
    if draft.valid_from < today:
        return no(Code.RULES_OF_THE_PAST, "valid_from")
    farthest = date(today.year + FARTHEST_YEARS, 12, 31)
    for name, day in (("valid_from", draft.valid_from), ("valid_until", draft.valid_until)):
        if day is not None and day > farthest:
            return no(Code.DATE_TOO_FAR, name, years=FARTHEST_YEARS)
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        return no(Code.DATES_UPSIDE_DOWN, "valid_until")
    if draft.content is not None and not draft.content:
        return no(Code.NOTHING_STATED, speaks=bool(still_counting(own, today)))
    if layer != "cafe" and reaches_beyond(draft):
        return no(Code.BAND_OF_A_CAFE_ONLY, "value_max")
    if draft.content is not None and (met := _met(draft, own)) is not None:
        return no(Code.RULES_OVERLAP, "valid_until", first=met.valid_from, last=met.valid_until)
    new = stated(draft, layer, own, max((one.id for one in own), default=0) + 1)
    if _said_already(draft, own) or first_difference([*own, *new], own, draft.valid_from) is None:
        return no(Code.RULES_AS_BEFORE)
    return None


def to_cancel(draft: Draft, own: Iterable[Statement]) -> list[Statement]:
    """What a draft that cancels takes back; a withdrawal is named only where it stands alone, not where it makes room for
    what follows."""
    ones = [one for one in uncancelled(own) if one.dates == (draft.valid_from, draft.valid_until)]
    return [one for one in ones if one.content is not None] or ones


def reaches_beyond(draft: Draft) -> bool:
    """Whether a band of ages in it, also one for some periods only, reaches beyond the city's own 0 to 9."""
    return any(outer_bounds(draft.section, draft.content or {}))


def ordinary(own: Iterable[Statement], day: date) -> dict[str, Any]:
    """What the layer says of the section on ``day`` apart from statements with an end: what its form begins with."""
    return {key: value for one in _without_end(own, day) for key, value in (one.content or {}).items()}


def _without_end(own: Iterable[Statement], day: date) -> list[Statement]:
    # A statement with an end may stand in front of one without: what it covers is said all the same.
    return chosen_on((one for one in own if one.valid_until is None), day)


def stated(draft: Draft, layer: Layer, own: Sequence[Statement], first_id: int) -> list[Statement]:
    """The statements that the draft becomes, in the order in which they are to be added."""
    rows = _rows(draft, own)
    return [
        Statement(
            id=first_id + n,
            layer=layer,
            section=draft.section,
            content=one.content,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            year=one.year,
            source=one.source,
            by_official=True,
        )
        for n, one in enumerate(rows)
    ]


def _said_already(draft: Draft, own: Sequence[Statement]) -> bool:
    """Whether the layer says just this, with this year and source: a form that was sent twice."""
    if draft.content is None or draft.valid_until is not None:
        return False
    base = _without_end(own, draft.valid_from)
    if not base or (base[-1].year, base[-1].source) != (draft.year, draft.source):
        return False
    return ordinary(own, draft.valid_from) == draft.content


def _rows(draft: Draft, own: Sequence[Statement]) -> list[Draft]:
    if not draft.content or not own or section_of(draft.section).merge == "whole":
        return [draft]
    base = ordinary(own, draft.valid_from)
    taken_out = base.keys() - draft.content.keys()
    if not taken_out:
        changed = {key: value for key, value in draft.content.items() if key not in base or base[key] != value}
        return [replace(draft, content=changed or draft.content)]
    again = _again(draft, own) if draft.valid_until is None else []
    return [replace(draft, content=None), draft, *again]


def _again(draft: Draft, own: Sequence[Statement]) -> list[Draft]:
    """What the layer has said of later dates, or of stretches with an end, which the withdrawal would take with it."""
    kept = (
        one
        for one in still_counting(own, draft.valid_from)
        if one.valid_until is not None or one.valid_from > draft.valid_from
    )
    return [
        Draft(one.section, one.content, max(one.valid_from, draft.valid_from), one.valid_until, one.year, one.source)
        for one in kept
    ]


def _met(draft: Draft, own: Sequence[Statement]) -> Statement | None:
    """A stretch with an end that overlaps the draft's own, of which it could not be said which holds."""
    if draft.valid_until is None:
        return None
    return next(
        (
            one
            for one in still_counting(own, draft.valid_from)
            if one.valid_until is not None and one.valid_from <= draft.valid_until
        ),
        None,
    )
