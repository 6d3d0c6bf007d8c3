"""How many requests of this process work at once, how many wait for their turn, and that the rest hear so at once.

Without a bound a rush makes a queue in which everybody waits until nobody waits any more: the browser has given up, and
the work for it is still done. Few at work beat many on a hot slot, because they wait for each other in the database.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Mapping
from typing import Any, Protocol

Answer = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and body."""

WORKING, WAITING, WAIT_SECONDS = 4, 96, 1.2
"""Of one process: requests at work (each may need a connection of the pool), requests waiting, and how long at most: with
the work that comes after it, an answer of some kind takes less than two seconds."""
MOST_OF_ONE = 4
"""Of one who goes first, so many requests do, as many as a page asks at once; any more wait among the others."""
FORMS_IN_A_ROW = 3
"""So many go before one who only looks. Behind a form is a family that has been given its page already: answered first, it
needs no second page, while one more page would only bring one more form. Who looks has the rest, a board at the door too."""
OTHERS_WAIT = "kidscafe.others_wait"
"""In the environment of a request that got its turn: whether somebody waits behind it, so that it should be short."""

GOES_FIRST = "kidscafe.goes_first"
"""The same: whether it went before the others."""


class InLine(Protocol):
    """What the waiting line says of a request, from what the process knows: it costs little and waits for nobody."""

    def place_told(self, environ: Mapping[str, Any], *, others_wait: bool) -> Answer | None:
        """The answer to whoever asks for a place that is known; ``None``: the application answers. ``others_wait``: for
        their turn at the gate."""

    def goes_first(self, environ: Mapping[str, Any]) -> int | None:
        """The number of whoever goes before the others, or ``None``."""


class NoLine:
    """Of an application that has none."""

    def place_told(self, environ: Mapping[str, Any], *, others_wait: bool) -> Answer | None:
        return None

    def goes_first(self, environ: Mapping[str, Any]) -> int | None:
        return None


def needs_no_turn(path: str) -> bool:
    """What is answered however long the queue is: whether the process lives, and files, which take no time."""
    return path == "/healthz" or path.startswith("/static/")


class Turns:
    """So many places to work in, handed on in the order of asking, and three queues before them that are bounded in length
    and time; all in one event loop. Whoever goes first (by a number of theirs) goes before everybody else, and several forms
    before one who looks."""

    def __init__(self, working: int = WORKING, waiting: int = WAITING, seconds: float = WAIT_SECONDS) -> None:
        self.working = working
        self._seconds = seconds
        self._free = working
        self._longest = waiting
        self._first: deque[asyncio.Future[None]] = deque()
        self._forms: deque[asyncio.Future[None]] = deque()
        self._forms_in_a_row = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._waiting_of: Counter[int] = Counter()

    @property
    def awaited(self) -> bool:
        """Whether somebody waits."""
        return bool(self._first or self._forms or self._queue)

    async def enter(self, first: int | None = None, *, form: bool = False) -> bool:
        """Wait for a place; ``False`` when the queue is full or the time is over. ``first``: who goes before the others;
        ``form``: who has entered something."""
        if self._free:
            self._free -= 1
            return True
        if first is None or self._waiting_of[first] >= MOST_OF_ONE:
            return await self._wait_in(self._forms if form else self._queue)
        self._waiting_of[first] += 1
        try:
            return await self._wait_in(self._first)
        finally:
            self._waiting_of[first] -= 1
            if not self._waiting_of[first]:
                del self._waiting_of[first]

    async def _wait_in(self, queue: deque[asyncio.Future[None]]) -> bool:
        if len(queue) >= self._longest:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except TimeoutError:
            return _came(turn, queue)
        except asyncio.CancelledError:
            if _came(turn, queue):
                self.leave()
            raise
        return True

    def leave(self) -> None:
        """Give the place to whoever waits longest in the queue whose turn it is."""
        while self.awaited:
            turn = self._next().popleft()
            # Of whoever goes away in this very moment the place in the queue is still there.
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _next(self) -> deque[asyncio.Future[None]]:
        if self._first:
            return self._first
        if self._forms and (not self._queue or self._forms_in_a_row < FORMS_IN_A_ROW):
            self._forms_in_a_row += 1
            return self._forms
        self._forms_in_a_row = 0
        return self._queue


def _came(turn: asyncio.Future[None], queue: deque[asyncio.Future[None]]) -> bool:
    """Whether the turn came in the very moment in which the time was over; else nobody waits for it any more."""
    if not turn.cancelled():
        return True
    if turn in queue:
        queue.remove(turn)
    return False
