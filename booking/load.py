"""How pressed this process is: people turned away in each of the last seconds, and wishes to reserve that were answered.

Numbers only, and as many of them as seconds are looked at, however many come.
"""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from .rules.line import OF_SECONDS, is_pressed


class Load:
    """Counts for the line (:mod:`booking.line_watch`), which takes them about once a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self.begin()

    def begin(self) -> None:
        """Know of nobody: a server begins."""
        self._answered = self._turned_away = 0
        self._seconds: deque[int] = deque(maxlen=OF_SECONDS + 1)

    def count_answered(self) -> None:
        """A wish to reserve was answered."""
        with self._lock:
            self._answered += 1

    def count_turned_away(self) -> None:
        """A request found no turn."""
        second = int(self._clock())
        with self._lock:
            self._turned_away += 1
            if not self._seconds or self._seconds[-1] != second:
                self._seconds.append(second)

    def is_pressed(self) -> bool:
        """Whether people were turned away in most of the last seconds."""
        since = int(self._clock()) - OF_SECONDS
        with self._lock:
            return is_pressed(sum(second > since for second in self._seconds))

    def take(self) -> tuple[int, int]:
        """Answered and turned away since the last time, which now begins anew."""
        with self._lock:
            taken = self._answered, self._turned_away
            self._answered = self._turned_away = 0
            return taken


LOAD = Load()
