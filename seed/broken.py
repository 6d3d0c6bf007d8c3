"""Which tables of a file have mistakes: the others can be judged nevertheless, so that all mistakes are told in one go."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from booking.rules.found import Found
from booking.rules.sections import NAMED, SECTIONS

from .check_shape import Checked, Path
from .shapes import GROUPS, names_in

Broken = frozenset[str]
"""Names of sections; a name before the dot stands for all that begin with it."""

_FIRSTS = sorted({name.split(".", 1)[0] for name in SECTIONS} | NAMED.keys())


def broken_in(checked: Checked) -> Broken:
    """The sections of which this file may have meant something else than what was read."""
    return frozenset(name for path in checked.refused for name in _named(path, checked.document.values))


def is_broken(section: str, broken: Broken) -> bool:
    """Whether the section is among them."""
    return section in broken or section.split(".", 1)[0] in broken


def can_be_judged(found: Found, broken: Broken) -> bool:
    """Whether everything that takes part in a contradiction was read as it was meant."""
    return not any(is_broken(section, broken) for section, _ in found.places)


def _named(path: Path, values: Mapping[str, Any]) -> Iterator[str]:
    first, second = (*path, "", "")[:2]
    if first not in _FIRSTS:
        # A slip in a table's name: the one that was meant is missing.
        yield from get_close_matches(first, _FIRSTS, n=1)
    elif first == "period":
        yield f"period.{second}" if second else first
        yield from _below(values.get("period"), second)
    elif first in GROUPS:
        yield f"{first}.{second}" if second in names_in(first) else first
    else:
        yield f"{first}.{second}" if first in NAMED and second else first


def _below(periods: Any, name: str) -> Iterator[str]:
    """The sections below ``[period.<name>]`` (or below all of them), by their first names."""
    tables = periods if isinstance(periods, dict) else {}
    for one in [tables.get(name)] if name else tables.values():
        for table in one if isinstance(one, list) else [one]:
            yield from (key for key in table if key in _FIRSTS) if isinstance(table, dict) else ()
