"""Where somebody says they live, as forms and programs write it."""

from ..rules.parties import UNKNOWN, Residence
from .explain import district_named

UNSAID, LIFE_ZONE, OUTSIDE = "unknown", "seoul_life", "outside"
"""Not said; outside Seoul with work, school or business there; outside without."""


def residence_said(text: str) -> Residence:
    """The residence that a district's name (``마포구``) or one of the words above stands for.

    :raises NotThere: there is no such district.
    """
    if text in ("", UNSAID):
        return UNKNOWN
    if text in (LIFE_ZONE, OUTSIDE):
        return Residence(None, life_zone=text == LIFE_ZONE, known=True)
    return Residence(district_named(text), known=True)
