"""How pressed this process is: people turned away in each of the last seconds, and wishes to reserve that were answered.

Numbers only, and as many of them as seconds are looked at, however many come.
"""

import random
import time
from collections.abc import Callable
from threading import Lock

from .rules.line import OF_SECONDS, is_pressed, too_many
from .rules.retries import ComeBacks, at_once


class _BySecond:
    """How many came in each of the last seconds."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def count(self, second: int) -> None:
        self._counts[second] = self.of(second) + 1
        if len(self._counts) > OF_SECONDS + 1:
            del self._counts[next(iter(self._counts))]

    def of(self, second: int) -> int:
        return self._counts.get(second, 0)


class Load:
    """Counts for the line (:mod:`booking.line_watch`), which takes them about once a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self.begin()

    def begin(self) -> None:
        """Know of nobody: a server begins."""
        self._answered = self._turned_away = 0
        self._answered_by_second, self._forms_by_second = _BySecond(), _BySecond()
        self._requests_by_second = _BySecond()
        self._come_backs = ComeBacks()

    def count_request(self) -> None:
        """Any request was answered."""
        with self._lock:
            self._requests_by_second.count(int(self._clock()))

    def count_answered(self) -> None:
        """A wish to reserve was answered."""
        with self._lock:
            self._answered += 1
            self._answered_by_second.count(int(self._clock()))

    def count_turned_away(self) -> None:
        """A form found no turn. Who only looks is not counted: for them no line would be shorter."""
        with self._lock:
            self._turned_away += 1
            self._forms_by_second.count(int(self._clock()))

    def retry_seconds(self) -> int:
        """When whoever is turned away now is to come back."""
        draw = random.random()  # noqa: S311 (when to come back, no secret)  # nosec B311
        second = int(self._clock())
        with self._lock:
            best = max(self._requests_by_second.of(one) for one in range(second - OF_SECONDS, second + 1))
            return self._come_backs.tell(second, draw, at_once(best))

    def is_pressed(self) -> bool:
        """Whether too many forms were turned away in most of the last seconds."""
        second = int(self._clock())
        with self._lock:
            lately = range(second - OF_SECONDS + 1, second + 1)
            seconds = sum(too_many(self._forms_by_second.of(one), self._answered_by_second.of(one)) for one in lately)
        return is_pressed(seconds)

    def answered_per_second(self) -> float:
        """How many wishes were answered lately: under pressure as many as this process can."""
        second = int(self._clock())
        with self._lock:
            return sum(self._answered_by_second.of(one) for one in range(second - OF_SECONDS, second)) / OF_SECONDS

    def take(self) -> tuple[int, int]:
        """Wishes answered and forms turned away since the last time, which now begins anew."""
        with self._lock:
            taken = self._answered, self._turned_away
            self._answered = self._turned_away = 0
            return taken


LOAD = Load()
