"""One database's life under fire: a town, its server, its jobs, its clients, and a checker that knows what they heard."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from booking import config, create_app
from booking.db import db
from jobs.running import run as run_job
from jobs.schedule import TIMETABLE
from tests.support.service import free_port
from tools.environment import child_environment
from tools.server import server_environment

from . import town
from .browser import Watch
from .check_counters import check_children, check_counters
from .check_door import check_door, check_walk_ins
from .check_notices import check_all_told, check_mails, check_outbox
from .check_promises import check_cancels, check_orders, check_reservations
from .guardians import Guardians
from .journal import Journal
from .mail_server import MailServer
from .observer import Observer
from .official import Official
from .processes import Jobs, Server
from .rows import engine_for, read
from .rush import Rush
from .staff import Desk
from .violation import Violation

FAMILIES_EACH = 3
"""Families per thread that acts for families."""
OURS = ("ENV", "PORT", "HOST", "DATABASE_URL", "SECRET_KEY", "BASE_URL", "CLOCK_SHIFT", "VAR_DIR", "MAIL_DIR", "SMTP_URL")


class TownLife:
    """Everything that lives on one database; ``days`` is how many cycles it will last."""

    def __init__(self, url: str, folder: Path, mails: MailServer, *, seed: str, days: int, app: str, threads: int) -> None:
        self.watch, self.mails = Watch(), mails
        mails.forget()
        folder.mkdir(parents=True, exist_ok=True)
        self.journal = Journal(folder / "journal.jsonl")
        port = free_port()
        env = _environment(url, folder, port, mails.url, days)
        self._app = create_app(config.read(env))
        self._town = town.build(self._app, families=FAMILIES_EACH * threads, days=days)
        workers = 1 if url.startswith("sqlite") else 2
        self.server = Server(port, workers, env, folder / "server.log", app)
        self.jobs = Jobs(env, folder / "jobs.log")
        self._engine = engine_for(url)
        self.observer = Observer(url)
        self._clients = self._people(port, seed, threads)
        self.rush = Rush(self._clients)
        self.server.wait_until_up()

    def _people(self, port: int, seed: str, threads: int) -> list[Guardians | Desk | Official]:
        made: list[Guardians | Desk | Official] = []
        for number in range(threads):
            families = self._town.families[number::threads]
            made.append(Guardians(families, port, self.watch, self.journal, f"{seed} family {number}"))
        for cafe in self._town.cafes:
            for number in range(2):
                made.append(Desk(cafe, number, port, self.watch, self.journal, f"{seed} {cafe.code} {number}"))
        cafes, cookie = self._town.cafes, self._town.official
        made.append(Official(cafes, cookie, port, self.watch, self.journal, f"{seed} official"))
        return made

    def turn_to_day(self, number: int) -> None:
        """Everybody now wants the slots of this day, and some those that run today."""
        day = town.DAY + timedelta(days=number)
        today = [slots[0] for slots in (cafe.slots[town.DAY] for cafe in self._town.cafes)]
        wanted = [slot for cafe in self._town.cafes for slot in cafe.slots[day]]
        for client in self._clients:
            if isinstance(client, Desk):
                client.slots = client.own(town.DAY)[:2]
            elif isinstance(client, Guardians):
                client.slots = [*wanted, *today]
            else:
                client.slots, client.day = wanted, day

    def check(self) -> list[Violation]:
        """Everything that holds between two acts, at any time. Call it while the rush is held."""
        acts, rows = self.journal.acts, read(self._engine)
        found = [Violation(error) for error in self.watch.errors] + self.observer.found
        for part in (check_reservations, check_cancels, check_orders, check_door, check_walk_ins):
            found += part(acts, rows)
        found += [*check_counters(rows), *check_children(rows), *check_outbox(rows)]
        return found

    def check_at_the_end(self) -> list[Violation]:
        """The same when everything has come to rest, and that everybody was told: the jobs run until nothing is due."""
        self.jobs.stop()
        self._send_what_is_due()
        rows = read(self._engine)
        told = [*check_mails(rows, self.mails.copies, self.mails.readers), *check_all_told(rows, self.mails.copies)]
        return self.check() + told

    def _send_what_is_due(self) -> None:
        """Run the job as its timetable would, past every claim that a killed process has left."""
        (entry,) = [entry for entry in TIMETABLE if entry.name == "send_notices"]
        now = town.STARTS + timedelta(seconds=self.jobs.ahead_seconds)
        for minutes in (10, 20, 30):
            run_job(self._app, entry, now + timedelta(minutes=minutes))
        with self._app.app_context():
            db.engine.dispose()

    def end(self) -> None:
        self.rush.end()
        self.observer.end()
        self.jobs.stop()
        self.server.stop()
        self._engine.dispose()
        self.journal.close()


def _environment(url: str, folder: Path, port: int, smtp_url: str, days: int) -> Mapping[str, str]:
    """The settings of server and jobs; whatever the developer's shell says of them is left out."""
    shift = round((town.STARTS - datetime.now(UTC)) / timedelta(seconds=1))
    inherited = {name: value for name, value in child_environment().items() if name not in OURS}
    return inherited | {
        "ENV": "development",
        "SECRET_KEY": "faults " * 6,
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "SMTP_URL": smtp_url,
        "CLOCK_SHIFT": str(shift),
        "SLOTS_AHEAD_DAYS": str(days),
        "PYTHONUNBUFFERED": "1",
        **server_environment(folder),
    }
