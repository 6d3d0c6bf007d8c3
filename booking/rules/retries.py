"""When to come back: whoever was turned away is told a pause that grows until no more come back at once than can be told so
cheaply."""

from math import ceil

SOONEST, LATEST = 2.0, 30.0
"""Seconds."""
COME_BACK = 150
"""In a second and process, so many who come back leave nearly all of the machine to those who are served."""
FASTEST = 2.0
"""No pause grows or shrinks faster than by this from one second to the next: what was told takes effect only later."""


def next_pause(pause: float, turned_away: int) -> float:
    """The pause to tell, when with the one told so far so many were turned away in a second."""
    factor = min(max(turned_away / COME_BACK, 1 / FASTEST), FASTEST)
    return min(max(pause * factor, SOONEST), LATEST)


def spread(pause: float, draw: float) -> int:
    """Whole seconds about this pause, so that who was told in the same second does not come back in the same. ``draw``: at
    least 0 and below 1."""
    return ceil(max(pause * (0.5 + draw), SOONEST))
