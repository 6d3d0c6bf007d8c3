"""Cycle after cycle: rush, kill, come back, finish, check. A fresh database every so often."""

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .databases import Postgres, Sqlite
from .kills import KILL
from .mail_server import MailServer
from .town_life import TownLife
from .violation import Violation

CYCLES_PER_TOWN = 25
SHOWN, SHOWN_CLIENTS, SHOWN_LINES = 20, 3, 60


@dataclass(frozen=True)
class Crowd:
    """How many threads act for families, and about how long a rush lasts before something is killed."""

    threads: int
    seconds: float


MANY, FEW = Crowd(12, 0.5), Crowd(6, 0.4)


@dataclass
class Tally:
    """What a kind of kill cost, for the table."""

    kills: int = 0
    requests: int = 0
    reserved: int = 0
    settled: Counter[str] = field(default_factory=Counter)
    """Wishes to reserve with a lost answer, by what they turned out to be: ``reserved`` or ``none``."""
    violations: int = 0


@dataclass
class Outcome:
    """What a campaign on one database engine found. ``looks``: how often the counters were seen in the rush; ``ends``: how
    often the server ended by itself after one of its workers was killed."""

    engine: str
    tallies: dict[str, Tally]
    cycles: int = 0
    second_copies: int = 0
    looks: int = 0
    ends: int = 0
    violations: list[Violation] = field(default_factory=list)


def plan(kinds: Sequence[str], kills: int, seed: int) -> list[str]:
    """Which kind is killed in which cycle: as many of each, in mixed order."""
    planned = [kind for kind in kinds for _ in range(kills)]
    random.Random(f"{seed} plan").shuffle(planned)
    return planned


def run(
    database: Postgres | Sqlite,
    engine: str,
    planned: Sequence[str],
    seed: int,
    *,
    app: str = "asgi:app",
    crowd: Crowd = MANY,
    say: Callable[[str], None] = print,
    keep: bool = True,
) -> Outcome:
    """Run these cycles; stop at the first that finds a broken promise, say what is needed to look into it, and ``keep`` the
    journal and logs of that town."""
    outcome = Outcome(engine, {kind: Tally() for kind in dict.fromkeys(planned)})
    mails = MailServer()
    mails.start()
    try:
        for start in range(0, len(planned), CYCLES_PER_TOWN):
            part, of_town = planned[start : start + CYCLES_PER_TOWN], f"{seed} {engine} {start}"
            folder = Path(tempfile.mkdtemp(prefix="kids-faults-"))
            life = TownLife(
                database.fresh(), folder, mails, seed=of_town, days=len(part) + 2, app=app, threads=crowd.threads
            )
            try:
                _live(life, database, outcome, part, random.Random(of_town), crowd)
            finally:
                life.end()
            if outcome.violations:
                _tell(life, outcome, of_town, say)
            if not (keep and outcome.violations):
                shutil.rmtree(folder, ignore_errors=True)
            if outcome.violations:
                break
            say(f"  {engine}: {outcome.cycles} of {len(planned)} kills, nothing wrong")
    finally:
        mails.stop()
    return outcome


def _live(
    life: TownLife,
    database: Postgres | Sqlite,
    outcome: Outcome,
    planned: Sequence[str],
    rng: random.Random,
    crowd: Crowd,
) -> None:
    """The cycles of one town, until one finds something."""
    for number, kind in enumerate(planned, 1):
        life.turn_to_day(number)
        outcome.cycles += 1
        tally = outcome.tallies[kind]
        acts_before, requests_before = len(life.journal.acts), life.watch.requests
        _cycle(life, database, kind, rng, crowd)
        outcome.violations += life.check() if number < len(planned) else life.check_at_the_end()
        _count(life, tally, acts_before, requests_before)
        tally.violations += len(outcome.violations)
        if outcome.violations:
            break
    outcome.second_copies += life.mails.second_copies
    outcome.looks += life.observer.looks
    outcome.ends += life.server.ends


def _cycle(life: TownLife, database: Postgres | Sqlite, kind: str, rng: random.Random, crowd: Crowd) -> None:
    """One kill in the middle of one rush; afterwards every client knows what became of what it asked."""
    if kind == "postgres" and rng.random() < 0.5:
        # The jobs shall see the database go away as well.
        life.jobs.start()
    life.watch.calm.set()
    life.rush.go()
    time.sleep(crowd.seconds * (0.5 + rng.random()))
    if kind != "jobs":
        life.watch.calm.clear()
    life.journal.note("kill", kind=kind)
    KILL[kind](life, database, rng)
    life.journal.note("back", kind=kind)
    time.sleep(crowd.seconds * 0.5)
    life.rush.hold()
    life.watch.calm.clear()
    if kind == "postgres":
        life.server.wait_until_connected()


def _count(life: TownLife, tally: Tally, acts_before: int, requests_before: int) -> None:
    tally.kills += 1
    tally.requests += life.watch.requests - requests_before
    for act in life.journal.acts[acts_before:]:
        if act.verb == "reserve":
            tally.reserved += len(act.done)
            if act.unknown:
                tally.settled["reserved" if act.done else "none"] += 1


def _tell(life: TownLife, outcome: Outcome, seed: str, say: Callable[[str], None]) -> None:
    """Everything that is needed to look into it."""
    say(f"✗ seed '{seed}', kill {outcome.cycles} ({outcome.engine}); journal and logs: {life.journal.path.parent}")
    for violation in outcome.violations[:SHOWN]:
        say(f"  {violation.what}")
    for who in list(dict.fromkeys(violation.who for violation in outcome.violations if violation.who))[:SHOWN_CLIENTS]:
        for line in life.journal.lines_about(who)[-SHOWN_LINES:]:
            say(f"    {line}")
