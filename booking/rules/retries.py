"""When to come back: whoever was turned away is told a pause that grows until no more come back at once than can be told so
cheaply."""

from math import ceil

SOONEST, LATEST = 2.0, 60.0
"""Seconds, on average of those who are told at the same time."""
COME_BACK = 250
"""In a second and process: more than can be served, so that nobody is missing, and few enough to be told "later" beside."""
FASTEST = 2.0
"""No pause grows or shrinks faster than by this from one second to the next: what was told takes effect only later."""


def next_pause(pause: float, turned_away: int) -> float:
    """The pause to tell, when with the one told so far so many were turned away in a second."""
    factor = min(max(turned_away / COME_BACK, 1 / FASTEST), FASTEST)
    return min(max(pause * factor, SOONEST), LATEST)


def spread(pause: float, draw: float) -> int:
    """Whole seconds, this pause on average: who was told in the same second comes back in each of the next, so that none is
    idle. ``draw``: at least 0 and below 1."""
    return ceil(SOONEST + 2 * (pause - SOONEST) * draw)
