"""The four ways to die, each in the middle of the rush, and how life comes back."""

import random
import time
from collections.abc import Callable

from .databases import Postgres, Sqlite
from .mail_server import STAGES
from .town_life import TownLife

KINDS = {"postgresql": ("worker", "group", "jobs", "postgres"), "sqlite": ("worker", "group", "jobs")}
MAIL_SECONDS = 20.0
"""How long to wait for the mail at which the jobs shall die; with nothing due they die idle."""


def worker(life: TownLife, _: Postgres | Sqlite, rng: random.Random) -> None:
    """One worker of the server; its parent replaces it."""
    life.server.kill_worker(rng)
    life.server.wait_until_up()


def group(life: TownLife, _: Postgres | Sqlite, rng: random.Random) -> None:
    """The server with all its processes; it is started again."""
    life.server.kill_group()
    time.sleep(rng.random() * 0.2)
    life.server.wait_until_up()


def jobs(life: TownLife, _: Postgres | Sqlite, rng: random.Random) -> None:
    """The jobs, in the middle of a mail."""
    life.mails.kill_at(rng.choice(STAGES), rng.randint(0, 12), life.jobs.kill)
    life.jobs.start()
    until = time.monotonic() + MAIL_SECONDS
    while life.mails.armed and time.monotonic() < until:
        time.sleep(0.02)
    if life.mails.disarm():
        life.jobs.kill()


def postgres(life: TownLife, database: Postgres | Sqlite, rng: random.Random) -> None:
    """The database server with all its processes; it recovers from its log."""
    assert isinstance(database, Postgres)
    database.crash()
    time.sleep(rng.random() * 0.2)
    database.recover()


KILL: dict[str, Callable[[TownLife, Postgres | Sqlite, random.Random], None]] = {
    "worker": worker,
    "group": group,
    "jobs": jobs,
    "postgres": postgres,
}
