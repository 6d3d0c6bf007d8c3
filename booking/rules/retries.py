"""When to come back: whoever was turned away is told the next second that is not taken yet, in the order of being told.

So those who come back are spread over as many seconds as they need, none of which is idle, and no more come at once than can
be told anew beside those who are answered.
"""

from dataclasses import dataclass

SOONEST, LATEST = 2, 300
"""Seconds. So late only where tens of thousands come at once: told a sooner second, most would be told "later" again, which
takes from the work that they wait for."""
FEWEST = 120


def at_once(answered: int) -> int:
    """How many are told the same second by a process that lately answered so many requests in its best second: more than it
    answers in most, so that nobody is missing, and few enough to be told "later" beside. :data:`FEWEST` while it is not
    known what it can."""
    return max(FEWEST, answered)


@dataclass
class ComeBacks:
    """The second that is given out, and how many have been told it. ``told_at``: when somebody was last turned away."""

    second: int = 0
    told: int = 0
    told_at: int = 0

    def tell(self, now: int, draw: float, most: int = FEWEST) -> int:
        """In how many seconds whoever is turned away ``now`` (a second of any clock) is to come back; ``most``: may be told
        the same second (:func:`at_once`).

        Where all are taken that can be told, it is one of the later ones by chance (``draw``: at least 0 and below 1). Who
        was told, and a whole second long nobody had to be turned away any more: then they do not come, and theirs is free.
        """
        if now - self.told_at > 1 or self.second < now + SOONEST:
            self.second, self.told = now + SOONEST, 0
        self.told_at = now
        if self.told >= most:
            self.second, self.told = self.second + 1, 0
        if self.second > now + LATEST:
            self.second, self.told = now + LATEST, most
            return LATEST - int(draw * LATEST / 2)
        self.told += 1
        return self.second - now
