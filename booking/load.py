"""How pressed this process is: people turned away in each of the last seconds, and wishes to reserve that were answered.

Numbers only, and as many of them as seconds are looked at, however many come.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from .rules.line import OF_SECONDS, is_pressed
from .rules.retries import SOONEST, next_pause, spread


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
        self._this_second, self._of_this_second, self._pause = 0, 0, SOONEST

    def count_answered(self) -> None:
        """A wish to reserve was answered."""
        with self._lock:
            self._answered += 1

    def count_turned_away(self) -> None:
        """A request found no turn."""
        second = int(self._clock())
        with self._lock:
            self._turned_away += 1
            self._set_pause(second)
            self._of_this_second += 1
            if not self._seconds or self._seconds[-1] != second:
                self._seconds.append(second)

    def _set_pause(self, second: int) -> None:
        for each in range(max(self._this_second, second - OF_SECONDS), second):
            self._pause = next_pause(self._pause, self._of_this_second if each == self._this_second else 0)
            self._of_this_second = 0
        self._this_second = second

    def retry_seconds(self) -> int:
        """When whoever is turned away now is to come back: later, the more there are."""
        return spread(self._pause, random.random())  # noqa: S311 (when to come back, no secret)  # nosec B311

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
