"""The parts of the bench by the place they need, in the order of the table."""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bench import bad_input, crowds, growing, pgbench, scenarios, week
from bench.measuring import Bench, Size
from bench.numbers import Figures
from bench.place import Cluster, Place, place, seeded_place
from bench.report import Report
from bench.round_trips import round_trips
from bench.server import memory_mb, serving
from tools.environment import PYTHON, TOP
from tools.server import server_command, server_environment

Part = Callable[[Bench], list[Figures]]
OF_ONE: dict[str, Part] = {
    "spread": scenarios.spread,
    "hot": scenarios.hot,
    "full": scenarios.full,
    "pages": scenarios.pages,
    "roster": scenarios.roster,
}
OF_MANY: dict[str, Part] = {
    "sign-ins": crowds.sign_ins,
    "clients": crowds.clients,
    "rush-roster": crowds.rush_roster,
    "overload": crowds.overload,
    "bad-input": bad_input.bad_input,
}
NAMES = (*OF_ONE, *OF_MANY, "bare", "pgbench", "sqlite", "city-week", "growth")
WORKERS = 2
JOBS_SETTLE_SECONDS = 5.0


def say(text: str) -> None:
    print(text, flush=True)


@dataclass(frozen=True)
class Run:
    """One run of the bench: where, how much, which parts, and what was found so far."""

    within: Cluster
    size: Size
    wanted: frozenset[str]
    report: Report

    def has(self, *names: str) -> bool:
        return not self.wanted.isdisjoint(names)

    def measure(self, bench: Bench, name: str, part: Part) -> None:
        """One part, if it is wanted."""
        if name in self.wanted:
            say(f"· {name} …")
            self.report.lines += part(bench)

    def close(self, bench: Bench, where: str) -> None:
        """What was found beside the lines, and whether everything holds."""
        self.report.facts |= bench.facts
        self.report.series |= bench.series
        say(f"· {where}: invariants …")
        self.report.violations += [f"{where}: {one}" for one in bench.violations()]


@contextmanager
def _served(
    bench: Bench, *, workers: int = WORKERS, app: str = "asgi:app", also: Mapping[str, str] | None = None
) -> Iterator[None]:
    """The real server on the bench's place, as ``make run`` starts it, until the block ends."""
    here = bench.place
    command = server_command("127.0.0.1", here.port, workers=workers, app=app)
    environment = here.child_environment() | server_environment(here.folder) | dict(also or {})
    with serving(command, environment, here.port, here.folder / f"{app}.log") as bench.server:
        yield


def service(run: Run) -> None:
    """The service on PostgreSQL with the cafés of ``seed/``; then what it is compared with."""
    if not run.has(*OF_ONE, *OF_MANY, "bare", "pgbench"):
        return
    say("· tables, cafés, people …")
    memory = run.report.memory_mb
    with seeded_place(run.within) as here:
        bench = Bench(here, here.app(), run.size)
        if run.has(*OF_ONE, *OF_MANY):
            # Before the crowds, which may bring a line.
            run.report.statements = round_trips(bench)
            with _served(bench):
                scenarios.warm_up(bench)
                for name, part in OF_ONE.items():
                    run.measure(bench, name, part)
                memory["server"] = memory_mb(bench.server)
                for name, part in OF_MANY.items():
                    run.measure(bench, name, part)
                if run.has(*OF_MANY):
                    memory["server after the crowds"] = memory_mb(bench.server)
            memory["jobs"] = _jobs_memory(here)
        copy = pgbench.prepare(bench, run.within) if run.has("pgbench") else None
        also = pgbench.bare_environment(copy, here.folder) if copy else {}
        if run.has("bare", "pgbench"):
            with _served(bench, app="bench.bare:app", also=also):
                run.measure(bench, "bare", scenarios.bare)
                if copy is not None:
                    run.measure(bench, "pgbench", lambda bench: pgbench.bare_chain(bench, copy))
                memory["bare Flask"] = memory_mb(bench.server)
        if copy is not None:
            run.report.lines += pgbench.pgbench(bench, copy)
        run.close(bench, "service")


def sqlite(run: Run) -> None:
    """The default of ``make run``: SQLite, one process."""
    if not run.has("sqlite"):
        return
    say("· SQLite: tables, cafés, people …")
    with seeded_place(None) as here:
        bench = Bench(here, here.app(), replace(run.size, rounds=1))
        with _served(bench, workers=1):
            scenarios.warm_up(bench)
            for name, part in (("spread", scenarios.spread), ("hot", scenarios.hot)):
                say(f"· sqlite, {name} …")
                run.report.lines += [replace(line, name=f"SQLite: {line.name}") for line in part(bench)]
            run.report.memory_mb["SQLite: server"] = memory_mb(bench.server)
        run.close(bench, "SQLite")


def city_week(run: Run) -> None:
    """A week of the whole city, sold to the whole city."""
    if not run.has("city-week"):
        return
    with place(run.within, "city") as here:
        bench = week.in_the_city(here, run.size, say)
        with _served(bench):
            run.measure(bench, "city-week", week.city_week)
            run.report.memory_mb["server after the city-week"] = memory_mb(bench.server)
        run.close(bench, "city-week")
    run.within.drop("city")


def growth(run: Run) -> None:
    """The same requests with ever more visits in the tables."""
    if not run.has("growth"):
        return
    with growing.cities(run.within, run.size, say) as cities:
        for turn in range(run.size.rounds):
            for city in cities:
                say(f"· growth, {city.visits:,} visits, round {turn + 1} …")
                with _served(city.bench):
                    city.measure()
        growing.compare(cities, run.report.facts, run.report.series)
        for city in cities:
            run.close(city.bench, f"growth, {city.visits:,} visits")


def _jobs_memory(here: Place) -> float:
    """What the jobs beside the server need while they send the first notices of the rush. Nothing is asked of the database
    afterwards but what must hold, so they are simply killed: sending them all would take minutes."""
    with (here.folder / "jobs.log").open("ab") as log:
        jobs = subprocess.Popen([str(PYTHON), "-m", "jobs"], cwd=TOP, env=here.child_environment(), stdout=log, stderr=log)
    try:
        time.sleep(JOBS_SETTLE_SECONDS)
        return memory_mb(jobs.pid)
    finally:
        jobs.kill()
        jobs.wait()
