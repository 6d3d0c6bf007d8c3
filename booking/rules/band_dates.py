"""Whom a band can admit at all: asked of every day of birth of a leap year and of the year after it.

Bounds with bases of their own (months from below, schooling from above) cannot be compared as numbers. The dates on which a
child may come can: they are one stretch, from the day it reaches the band to the day it leaves it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from .ages import first_day, last_day
from .policy import Band

BIRTHS = tuple(date(2020, 1, 1) + timedelta(days=n) for n in range(366 + 365))
ONE_DAY = timedelta(days=1)


def admits_anybody(band: Band) -> bool:
    """Whether some child fits the band on some date."""
    return any(first <= last for first, last in _stretches(band))


def meet(one: Band, other: Band) -> bool:
    """Whether some child fits both bands on the same date."""
    pairs = zip(_stretches(one), _stretches(other), strict=True)
    return any(max(first, other_first) <= min(last, other_last) for (first, last), (other_first, other_last) in pairs)


def is_covered(band: Band, others: Sequence[Band]) -> bool:
    """Whether on every date every child that fits the band fits one of the others, too."""
    rows = zip(*(_stretches(other) for other in others), strict=True) if others else ()
    return bool(others) and all(
        _reaches(stretch, sorted(covers)) for stretch, covers in zip(_stretches(band), rows, strict=True)
    )


def _reaches(stretch: tuple[date, date], covers: Sequence[tuple[date, date]]) -> bool:
    """Whether these stretches (in the order of their first dates) leave no date of ``stretch`` out."""
    open_from, last = stretch
    for begins, ends in covers:
        if begins <= open_from <= ends:
            if ends >= last:
                return True
            open_from = ends + ONE_DAY
    return open_from > last


@lru_cache(maxsize=256)
def _stretches(band: Band) -> tuple[tuple[date, date], ...]:
    """The first and the last date of each of :data:`BIRTHS`."""
    return tuple((max(birth, first_day(birth, band)), last_day(birth, band) or date.max) for birth in BIRTHS)
