"""How many families a second get their turn: as many as can be answered, which nobody knows beforehand.

Counted are the wishes to reserve that were answered, and that people were turned away. Neither says by itself whether
turns come too fast. In a rush people are turned away who have no turn at all; and that less is answered than turns were
given may be the families' doing, who went away meanwhile or take their time. A pace that follows what is answered then
follows itself downwards: fewer turns, fewer answers, fewer turns.

So the pace looks at the answers *per turn*. As long as they are what they usually are, whoever has a turn is answered, and
the pace grows, however many are turned away outside. When they become fewer it is a trial that tells why: the pace is cut,
and a few seconds later either a turn yields more again, so there were too many of them, or it yields the same, so it is
the families, and that is what is usual from now on.
"""

from dataclasses import dataclass, replace
from math import exp

START_PACE, LEAST_PACE, MOST_PACE = 150.0, 25.0, 2000.0
"""Families a second: when nothing is measured yet, and the bounds."""
GROWTH = 1.025
"""What the pace is multiplied by in a second: twice as fast after half a minute."""
GROWS_FOR_SECONDS = 3.0
"""After a silence it grows as if it had been so long."""
LATELY_SECONDS, USUALLY_SECONDS = 3.0, 12.0
"""Over about so long answers per turn are averaged: what they are, and what they usually are."""
TOO_FEW = 0.9
"""This share of what is usual, or less, is fewer: below it chance alone seldom comes."""
CUT, CUT_MOST = 0.8, 0.7
"""What a trial leaves of the pace at most and at least; in between as much as seems to be answered."""
TRIAL_SECONDS = 12.0
"""A family needs some seconds to see its turn and to send its form."""
SAME = 0.1
"""Answers per turn that differ by less than this share did not change. A cut by a fifth should make them a quarter more."""

BACK_SECONDS = 6.0
"""Until so long after the first turns they bring as many answers as they usually do."""

BURST_SECONDS = 3.0
"""Turns that were not given are made up for no longer than this."""


@dataclass(frozen=True)
class Pace:
    """Turns a second, and the answers per turn by which they are judged; ``trial_seconds``: left of a trial, which began at
    ``before`` answers per turn."""

    per_second: float = START_PACE
    lately: float = 0.0
    usually: float = 0.0
    trial_seconds: float = 0.0
    before: float = 0.0


def next_pace(pace: Pace, answered_per_second: float, *, pressed: bool, waiting: bool, seconds: float) -> Pace:
    """The pace after ``seconds`` in which so many wishes were answered, and people were turned away (``pressed``) or not.

    Where nobody is ``waiting`` turns are not given at the pace, so nothing is learnt about it.
    """
    if not waiting:
        return pace
    pace = replace(pace, lately=_toward(pace.lately, answered_per_second / pace.per_second, seconds, LATELY_SECONDS))
    if not pressed:
        usually = _toward(pace.usually, pace.lately, seconds, USUALLY_SECONDS)
        return _faster(replace(pace, usually=usually, trial_seconds=0.0), seconds)
    if pace.trial_seconds > seconds:
        return replace(pace, trial_seconds=pace.trial_seconds - seconds)
    if pace.trial_seconds and abs(pace.lately - pace.before) <= pace.before * SAME:
        pace = replace(pace, usually=min(pace.usually, pace.lately))
    if pace.lately < pace.usually * TOO_FEW:
        share = min(max(pace.lately / pace.usually, CUT_MOST), CUT)
        return replace(pace, per_second=_bounded(pace.per_second * share), trial_seconds=TRIAL_SECONDS, before=pace.lately)
    usually = _toward(pace.usually, max(pace.usually, pace.lately), seconds, USUALLY_SECONDS)
    return _faster(replace(pace, usually=usually, trial_seconds=0.0), seconds)


def after_calm(pace: Pace) -> Pace:
    """The pace when people are turned away again after a time in which whoever came reserved without a turn: those who get
    turns from now on need some seconds to be answered, and until then nothing is judged."""
    return replace(pace, lately=pace.usually, before=pace.usually, trial_seconds=BACK_SECONDS)


def admission(allowance: float, pace: float, seconds: float, waiting: int) -> tuple[int, float]:
    """How many turns are given now, and what is left of the allowance, which grows at the pace and only up to a burst."""
    allowance = min(allowance + pace * max(seconds, 0.0), pace * BURST_SECONDS)
    turns = min(int(allowance), max(waiting, 0))
    return turns, allowance - turns


def _faster(pace: Pace, seconds: float) -> Pace:
    return replace(pace, per_second=_bounded(pace.per_second * GROWTH ** min(seconds, GROWS_FOR_SECONDS)))


def _bounded(per_second: float) -> float:
    return min(max(per_second, LEAST_PACE), MOST_PACE)


def _toward(was: float, found: float, seconds: float, over_seconds: float) -> float:
    """The average over about so long, when ``found`` was true of the last ``seconds``."""
    return was + (found - was) * (1 - exp(-seconds / over_seconds))
