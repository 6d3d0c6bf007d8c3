"""The tables of a file as the statements that rules know."""

from collections.abc import Iterable
from datetime import date

from booking.rules.kinds import first_day
from booking.rules.statements import EVER, Layer, Statement

from .facts import Stated


def statements_of(stated: Iterable[Stated], layer: Layer, since: date) -> list[Statement]:
    """The tables in the order of the file; those without a date hold from ``since`` (or before it, when they end before)."""
    return [
        Statement(number, layer, one.section, one.content, _first(one, since), one.valid_until, one.year, one.source)
        for number, one in enumerate(stated)
    ]


def opening_day(stated: Iterable[Stated]) -> date | None:
    """The first day on which a café with these tables may have opened, or ``None``: the file does not say."""
    when = next((one.content["when"] for one in stated if one.section == "opening"), None)
    return first_day(when) if when else None


def _first(one: Stated, since: date) -> date:
    ends_before = one.valid_until is not None and one.valid_until < since
    return one.valid_from or (EVER if one.section == "opening" or ends_before else since)
