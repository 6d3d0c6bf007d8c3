"""Visitors who come when they come, however slow the server is: what a rush of families is like.

Each visitor's first answer is timed from the moment at which the visit was due, not from when it could be sent: else a
server that keeps everybody waiting would look quick, because few would be asking. Connections are bounded, as the machine
that asks is; who finds none free waits in line, and that wait counts.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import uvloop

from bench.connection import Answer, Connection, connect
from bench.rush import TIMEOUT_SECONDS, Judge, Seen, Visit


@dataclass(frozen=True)
class Arrival:
    """A visit, and when it is due: seconds after the beginning. Arrivals come in this order."""

    due: float
    visit: Visit


class Lines:
    """The connections, and whose turn it is to have one."""

    def __init__(self, port: int, most: int) -> None:
        self._port = port
        # Those that were used last are used first, so no more are opened than are needed.
        self._free: list[Connection | None] = [None] * most
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()

    async def take(self) -> Connection:
        held = self._free.pop() if self._free else await self._turn()
        try:
            return held if held is not None and held.alive else await connect(self._port)
        except (OSError, asyncio.CancelledError):
            self.give(None)
            raise

    def give(self, connection: Connection | None) -> None:
        """Hand the place on; ``None``: its connection is lost, whoever is next opens another."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return
        self._free.append(connection)

    async def _turn(self) -> Connection | None:
        turn: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(turn.result())
            raise

    def close(self) -> None:
        for connection in self._free:
            if connection is not None:
                connection.close()


class Visitor:
    """One who came at a set time, and has a connection for as long as a request takes."""

    def __init__(self, lines: Lines, seen: Seen, due: float) -> None:
        self._lines, self._seen = lines, seen
        self._due: float | None = due

    async def ask(self, step: str, request: bytes, judge: Judge) -> tuple[Answer | None, str]:
        since, self._due = self._due or time.perf_counter(), None
        connection = answer = None
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                connection = await self._lines.take()
                answer = await connection.send(request)
        except (OSError, TimeoutError) as error:
            self._seen.outcomes[f"error {type(error).__name__}"] += 1
            if connection is None:
                return None, ""
            connection.close()
        self._lines.give(connection if answer is not None else None)
        if answer is None:
            return None, ""
        seconds, outcome = time.perf_counter() - since, judge(answer)
        self._seen.note(step, seconds, outcome)
        return answer, outcome


def arrive(port: int, arrivals: Iterable[Arrival], *, connections: int, most_seconds: float) -> Seen:
    """Let them all come, and wait until everybody has finished (``visit`` in what was seen: from due to done). Who has not
    after ``most_seconds`` is counted as unanswered, which is an error."""
    return uvloop.run(_arrive(port, arrivals, connections, most_seconds))


async def _arrive(port: int, arrivals: Iterable[Arrival], connections: int, most_seconds: float) -> Seen:
    seen, lines = Seen(), Lines(port, connections)
    begun, cpu = time.perf_counter(), time.process_time()
    under_way: set[asyncio.Task[None]] = set()
    for arrival in arrivals:
        early = begun + arrival.due - time.perf_counter()
        # One who is due is not kept by the next ones: what was asked before is looked after first.
        await asyncio.sleep(max(0.0, early))
        under_way.add(asyncio.ensure_future(_visited(arrival.visit, lines, seen, begun + arrival.due)))
    left = begun + most_seconds - time.perf_counter()
    done, unanswered = await asyncio.wait(under_way, timeout=max(0.0, left))
    for task in done:
        task.result()
    seen.wall_seconds = time.perf_counter() - begun
    seen.generator_seconds = time.process_time() - cpu
    if unanswered:
        seen.outcomes["error unanswered"] = len(unanswered)
        for task in unanswered:
            task.cancel()
        await asyncio.gather(*unanswered, return_exceptions=True)
    lines.close()
    return seen


async def _visited(visit: Visit, lines: Lines, seen: Seen, due: float) -> None:
    await visit(Visitor(lines, seen, due))
    seen.seconds["visit"].append(time.perf_counter() - due)
