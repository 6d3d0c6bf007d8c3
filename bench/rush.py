"""Many clients at once: each has one connection and asks for the next thing as soon as it has its answer.

How many ask at once is fixed, so a slow server is asked less; :mod:`bench.arrivals` lets families come when they like.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import uvloop

from bench.connection import Answer, Connection, connect

TIMEOUT_SECONDS = 30.0

Judge = Callable[[Answer], str]
"""Says what an answer was, in a word. A word that begins with ``error`` is an error."""


class Asker(Protocol):
    """Whoever can be asked through: a client of a rush, or somebody who came at a set time."""

    async def ask(self, step: str, request: bytes, judge: Judge) -> tuple[Answer | None, str]:
        """Send and judge; without an answer ``None`` and nothing, which is noted as an error."""


@dataclass
class Seen:
    """What a rush saw: seconds per answer of each step, outcomes, how long it all took and what processor time it cost."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    outcomes: Counter[str] = field(default_factory=Counter)
    wall_seconds: float = 0.0
    generator_seconds: float = 0.0
    server_cpu_seconds: float = 0.0
    database_cpu_seconds: float = 0.0

    def note(self, step: str, seconds: float, outcome: str) -> None:
        """An answer: how long it took, and what it was. What was reserved or refused is also looked at apart."""
        self.seconds[step].append(seconds)
        self.seconds[f"{step} {outcome}"].append(seconds)
        self.outcomes[outcome] += 1

    @property
    def errors(self) -> dict[str, int]:
        return {outcome: count for outcome, count in self.outcomes.items() if outcome.startswith("error")}


class Client:
    """One of the clients: asks over its connection and notes what came; opens another one after a failure."""

    def __init__(self, port: int, seen: Seen) -> None:
        self._port = port
        self._seen = seen
        self._connection: Connection | None = None

    async def ask(self, step: str, request: bytes, judge: Judge) -> tuple[Answer | None, str]:
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                if self._connection is None or not self._connection.alive:
                    self._connection = await connect(self._port)
                answer = await self._connection.send(request)
        except (OSError, TimeoutError) as error:
            self._seen.outcomes[f"error {type(error).__name__}"] += 1
            self.close()
            return None, ""
        seconds, outcome = time.perf_counter() - begun, judge(answer)
        self._seen.note(step, seconds, outcome)
        return answer, outcome

    async def open(self) -> None:
        self._connection = await connect(self._port)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


Visit = Callable[[Asker], Awaitable[None]]
"""What one visitor does: one request, or a page and its form."""


def rush(port: int, visits: Iterable[Visit], *, clients: int, seconds: float) -> Seen:
    """Let so many clients make these visits, each the next one that nobody has begun; none is begun after ``seconds``."""
    return uvloop.run(_rush(port, iter(visits), clients, seconds))


async def _rush(port: int, visits: Iterable[Visit], clients: int, seconds: float) -> Seen:
    seen = Seen()
    crowd = [Client(port, seen) for _ in range(clients)]
    for client in crowd:
        await client.open()
    begun, cpu = time.perf_counter(), time.process_time()

    async def serve(client: Client) -> None:
        for visit in visits:
            await visit(client)
            if time.perf_counter() - begun > seconds:
                return

    await asyncio.gather(*(serve(client) for client in crowd))
    seen.wall_seconds = time.perf_counter() - begun
    seen.generator_seconds = time.process_time() - cpu
    for client in crowd:
        client.close()
    return seen
