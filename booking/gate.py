"""How many requests of this process work at once, how many wait for their turn, and that the rest hear so at once.

Without a bound a rush makes a queue in which everybody waits until nobody waits any more: the browser has given up, and
the work for it is still done. Few at work beat many on a hot slot, because they wait for each other in the database.
"""

from collections import deque
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

OTHERS_WAIT = "kidscafe.others_wait"
"""In the environment of a request that got its turn: whether somebody waits behind it, so that it should be short."""
ALWAYS_OPEN = ("/healthz",)
"""What is answered however long the queue is: whether the process lives."""


class Turns:
    """So many places to work in, handed on in the order of asking, and a queue of bounded length before them."""

    def __init__(self, working: int, waiting: int) -> None:
        self._free = working
        self._longest = waiting
        self._queue: deque[Lock] = deque()
        self._lock = Lock()

    @property
    def awaited(self) -> bool:
        """Whether somebody waits."""
        return bool(self._queue)

    def enter(self, seconds: float) -> bool:
        """Wait at most so long for a place; ``False`` when the queue is full or the time is over."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._queue) >= self._longest:
                return False
            turn = Lock()
            turn.acquire()
            self._queue.append(turn)
        if turn.acquire(timeout=seconds):
            return True
        with self._lock:
            if turn in self._queue:
                self._queue.remove(turn)
                return False
        # The turn came in the very moment in which the time was over.
        return True

    def leave(self) -> None:
        """Give the place to whoever waits longest."""
        with self._lock:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._free += 1


class Gate:
    """WSGI: ``app`` for whoever gets a turn in time, ``busy`` for everybody else."""

    def __init__(self, app: Wsgi, busy: Wsgi, *, working: int, waiting: int, wait_seconds: float) -> None:
        self._app = app
        self._busy = busy
        self._turns = Turns(working, waiting)
        self._wait_seconds = wait_seconds

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in ALWAYS_OPEN:
            return self._app(environ, start_response)
        if not self._turns.enter(self._wait_seconds):
            return self._busy(environ, start_response)
        environ[OTHERS_WAIT] = self._turns.awaited
        try:
            # Answers are whole when the application returns: none of them is streamed.
            return self._app(environ, start_response)
        finally:
            self._turns.leave()
