"""Visitors who come when they like: what waits counts, what says "later" is asked again, who hears nothing is told of."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

import pytest

from bench.arrivals import Arrival, arrive
from bench.connection import get_request
from bench.rush import Asker
from bench.visits import LATER, ask_until_answered, judge_page

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 0.1\r\nContent-Length: 0\r\n\r\n"


class Server:
    """Answers one request after the other, each after so many seconds, first with these answers, then with ``OK``."""

    def __init__(self, seconds: float, answers: list[bytes]) -> None:
        self.seconds, self.answers, self.asked, self.port = seconds, answers, [], 0
        self._turn = asyncio.Lock()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                self.asked.append(await reader.readuntil(b"\r\n\r\n"))
                async with self._turn:
                    await asyncio.sleep(self.seconds)
                    writer.write(self.answers.pop(0) if self.answers else OK)

    async def run(self, up: threading.Event, end: threading.Event) -> None:
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            up.set()
            while not end.is_set():
                await asyncio.sleep(0.01)


@contextlib.contextmanager
def serving(seconds: float, *answers: bytes) -> Iterator[Server]:
    server, up, end = Server(seconds, list(answers)), threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(server.run(up, end)), daemon=True)
    thread.start()
    up.wait(10)
    try:
        yield server
    finally:
        end.set()
        thread.join(10)


async def look(asker: Asker) -> None:
    await asker.ask("page", get_request("here", "/"), judge_page)


@pytest.mark.parametrize("connections", [1, 10])
def test_an_answer_is_timed_from_when_it_was_due_and_not_from_when_it_could_be_asked_for(connections):
    with serving(0.05) as server:
        seen = arrive(server.port, [Arrival(0.0, look)] * 10, connections=connections, most_seconds=10)

    assert len(seen.seconds["page"]) == len(seen.seconds["visit"]) == 10
    # All were due at once, and the server takes half a second for them one by one.
    assert sorted(seen.seconds["page"])[5] > 0.25
    assert max(seen.seconds["page"]) == pytest.approx(seen.wall_seconds, abs=0.1)


def test_nobody_comes_before_it_is_due():
    with serving(0.0) as server:
        seen = arrive(server.port, [Arrival(0.0, look), Arrival(0.3, look)], connections=2, most_seconds=10)

    assert seen.wall_seconds > 0.3
    assert max(seen.seconds["page"]) < 0.3


def test_who_hears_later_sends_the_very_same_again_when_told_to():
    asked = get_request("here", "/form?request_id=1")

    async def visit(asker: Asker) -> None:
        await ask_until_answered(asker, "page", asked, judge_page)

    with serving(0.0, BUSY, BUSY) as server:
        seen = arrive(server.port, [Arrival(0.0, visit)], connections=1, most_seconds=10)

    assert server.asked == [asked] * 3
    assert seen.outcomes == {LATER: 2, "page": 1}
    assert seen.wall_seconds > 0.2
    assert not seen.errors


def test_who_has_heard_nothing_in_the_end_is_an_error():
    with serving(0.5) as server:
        seen = arrive(server.port, [Arrival(0.0, look)] * 4, connections=4, most_seconds=0.7)

    assert seen.errors == {"error unanswered": 3}


def test_a_lost_connection_is_an_error_and_the_next_visitor_has_another():
    with serving(0.0, b"this is no HTTP\r\n\r\n") as server:
        seen = arrive(server.port, [Arrival(0.0, look), Arrival(0.2, look)], connections=1, most_seconds=10)

    assert seen.errors == {"error ConnectionError": 1}
    assert seen.outcomes["page"] == 1
