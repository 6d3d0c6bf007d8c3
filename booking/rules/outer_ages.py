"""Bands of ages beyond the city's own 0 to 9: only a café may state one, as its own published word."""

from collections.abc import Iterator, Mapping
from typing import Any

BANDS = ("ages", "door_ages", "siblings", "zone")
OUTER_MAX = {"year_age": 9, "full_age": 9, "months": 9 * 12 + 11}
"""The last age within the city's own bound, by basis; a band that ends with school (``preschool``) stays within it."""


def outer_bounds(section: str, content: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Where a band in this section, also one for some periods only, reaches beyond 0 to 9: the path of each upper end, from
    the section on (``max``; ``ages``, ``max``)."""
    if section.split(".", 1)[0] in BANDS:
        bands: dict[tuple[str, ...], Mapping[str, Any]] = {(): content}
    else:
        bands = {(name,): inner for name, inner in content.items() if name in BANDS}
    for path, band in bands.items():
        outer = OUTER_MAX.get(band.get("max_basis", band.get("basis")))
        if outer is not None and band.get("max", 0) > outer:
            yield (*path, "max")
