"""Clients that mean no good: connections that say nothing, some who never wait, and requests with random numbers."""

import http.client
import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from uuid import UUID

from bench.connection import Answer, get_request
from bench.in_line import IN_LINE, judge_of_turn
from bench.measuring import Bench
from bench.numbers import Figures, figures
from bench.rush import Asker, Visit
from bench.server import memory_mb
from bench.visits import LATER, Reserving, judge_patiently, judge_post
from tools.environment import PYTHON, TOP

INSIDE = 16
"""Families that were there before the others came."""
STUBBORN = 200
"""Clients that ask again at once when they are told "later", or to stand in line."""
NEWCOMERS = 5
NEWCOMER_SECONDS = 5.0
FILES_BESIDE = 1000
"""Open files that a process needs beside its connections."""


def bad_input(bench: Bench) -> list[Figures]:
    """Families reserve on beside all of them, and the server needs no more memory afterwards."""
    before = memory_mb(bench.server)
    lines = [*_silent(bench), *_stubborn(bench), *_random(bench)]
    bench.facts["bad input: more memory in MB"] = memory_mb(bench.server) - before
    return lines


def _silent(bench: Bench) -> list[Figures]:
    seconds = bench.size.seconds
    families = bench.ready(round(500 * seconds))
    with _silence(bench.place.port, bench.size.silent):
        seen = bench.rush([one.send_form for one in families], seconds, clients=INSIDE)
        served = sum(_newcomer_served(bench) for _ in range(NEWCOMERS))
    bench.remember(families)
    bench.facts[f"{bench.size.silent} silent connections: newcomers served, of {NEWCOMERS}"] = served
    return [figures(f"beside {bench.size.silent} silent connections: POST", seen, "post")]


@contextmanager
def _silence(port: int, count: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + FILES_BESIDE)), hard))
    holding = subprocess.Popen([str(PYTHON), "-m", "bench.silence", str(port), str(count)], cwd=TOP)
    try:
        yield
    finally:
        holding.kill()
        holding.wait()


def _newcomer_served(bench: Bench) -> bool:
    """Whether somebody who comes now is served within seconds."""
    connection = http.client.HTTPConnection(bench.place.host, timeout=NEWCOMER_SECONDS)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    return False


def _stubborn(bench: Bench) -> list[Figures]:
    seconds = bench.size.seconds
    families = bench.ready(round(1000 * seconds))
    until = time.perf_counter() + seconds

    def at_once(one: Reserving) -> Visit:
        async def visit(asker: Asker) -> None:
            while time.perf_counter() < until:
                answer, outcome = await asker.ask("post", one.form, judge_of_turn(judge_patiently(judge_post)))
                one.told(answer, outcome)
                if outcome not in (LATER, IN_LINE):
                    return

        return visit

    seen = bench.rush([at_once(one) for one in families], seconds, clients=STUBBORN)
    bench.remember(families)
    return [figures(f"{STUBBORN} clients that never wait: reserved", seen, "post reserved")]


def _random(bench: Bench) -> list[Figures]:
    chance = Random(1)  # noqa: S311  # what anybody might send
    family = bench.people[0]

    async def ask(asker: Asker) -> None:
        slot_id = chance.randrange(10**8, 10**9)
        path = f"/slots/{slot_id}?child={chance.randrange(10**9)}&again={UUID(int=chance.getrandbits(128))}"
        await asker.ask("ask", get_request(bench.place.host, path), _judge_not_there)
        await asker.ask("ask", bench.prepared.reserving(slot_id, family).form, judge_of_turn(_judge_not_there))

    seen = bench.rush((ask for _ in range(10**6)), 2 * bench.size.seconds)
    return [figures("random ids: not there", seen, "ask")]


def _judge_not_there(answer: Answer) -> str:
    return "not there" if answer.status == 404 else f"error {answer.status}"
