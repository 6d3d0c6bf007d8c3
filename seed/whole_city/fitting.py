"""Which children fit a café on a date: since a band lets in neighbours in birth, a range of the sorted births."""

from collections.abc import Callable
from datetime import date

from booking.rules.ages import band_side
from booking.rules.policy import Band, Policy

from .people import Families

Range = tuple[int, int]


class Fitting:
    """Remembers the ranges of one day, which a few bands share."""

    def __init__(self, families: Families) -> None:
        self._families = families
        self._day: date | None = None
        self._known: dict[tuple[Band, Band | None], Range] = {}

    def on(self, day: date, policy: Policy) -> Range:
        """Where in ``families.of_birth`` the children stand who fit both the portal's band and the door's."""
        if day != self._day:
            self._day, self._known = day, {}
        bands = (policy.ages, policy.door_ages)
        if bands not in self._known:
            ranges = [self._range(day, band) for band in bands if band is not None]
            self._known[bands] = max(first for first, _ in ranges), min(end for _, end in ranges)
        return self._known[bands]

    def _range(self, day: date, band: Band) -> Range:
        # Of the eldest first: too old, then fitting, then too young.
        return (
            self._first(lambda birth: band_side(birth, day, band) != "above"),
            self._first(lambda birth: band_side(birth, day, band) == "below"),
        )

    def _first(self, holds: Callable[[date], bool]) -> int:
        """The first place in the births from which on it holds."""
        low, high = 0, len(self._families.births)
        while low < high:
            middle = (low + high) // 2
            if holds(date.fromordinal(self._families.births[middle])):
                high = middle
            else:
                low = middle + 1
        return low
