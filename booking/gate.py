"""How many requests of this process work at once, how many wait for their turn, and that the rest hear so at once.

Without a bound a rush makes a queue in which everybody waits until nobody waits any more: the browser has given up, and
the work for it is still done. Few at work beat many on a hot slot, because they wait for each other in the database.
"""

import asyncio
from collections import deque

WORKING, WAITING, WAIT_SECONDS = 4, 96, 1.5
"""Of one process: requests at work (each may need a connection of the pool), requests waiting, and how long at most: with
the work that comes after it, an answer of some kind takes less than two seconds."""
OTHERS_WAIT = "kidscafe.others_wait"
"""In the environment of a request that got its turn: whether somebody waits behind it, so that it should be short."""


def needs_no_turn(path: str) -> bool:
    """What is answered however long the queue is: whether the process lives, and files, which take no time."""
    return path == "/healthz" or path.startswith("/static/")


class Turns:
    """So many places to work in, handed on in the order of asking, and a queue before them that is bounded in length and
    time; all in one event loop."""

    def __init__(self, working: int = WORKING, waiting: int = WAITING, seconds: float = WAIT_SECONDS) -> None:
        self.working = working
        self._seconds = seconds
        self._free = working
        self._longest = waiting
        self._queue: deque[asyncio.Future[None]] = deque()

    @property
    def awaited(self) -> bool:
        """Whether somebody waits."""
        return bool(self._queue)

    async def enter(self) -> bool:
        """Wait for a place; ``False`` when the queue is full or the time is over."""
        if self._free:
            self._free -= 1
            return True
        if len(self._queue) >= self._longest:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except TimeoutError:
            return self._came(turn)
        except asyncio.CancelledError:
            if self._came(turn):
                self.leave()
            raise
        return True

    def _came(self, turn: "asyncio.Future[None]") -> bool:
        """Whether the turn came in the very moment in which the time was over; else nobody waits for it any more."""
        if not turn.cancelled():
            return True
        if turn in self._queue:
            self._queue.remove(turn)
        return False

    def leave(self) -> None:
        """Give the place to whoever waits longest."""
        while self._queue:
            turn = self._queue.popleft()
            # Of whoever goes away in this very moment the place in the queue is still there.
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
