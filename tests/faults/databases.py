"""The databases of a campaign: a real PostgreSQL that loses nothing it has promised and may be killed, or SQLite files."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import flask_migrate
import psutil
import psycopg
from psycopg import sql

from booking import create_app
from booking.db import db
from booking.migrating import attach
from tests.conftest import settings_for
from tools.postgres import new_folder, start, start_again, watch

DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "64MB",
    # Tells the order of commits, which no counter does; the checker replays the ledger in it.
    "track_commit_timestamp": "on",
}


class Postgres:
    """A server of our own, with a migrated template to copy from."""

    def __init__(self) -> None:
        self._folder = new_folder()
        watch(os.getpid(), self._folder)
        self._admin = start(self._folder, DURABLE)
        self._made = 0
        self._execute(sql.SQL("CREATE DATABASE template"))
        _migrate(self._url("template"), self._folder)

    def fresh(self) -> str:
        """The URL of an empty, migrated database."""
        self._made += 1
        made = sql.SQL("CREATE DATABASE {} TEMPLATE template").format(sql.Identifier(f"town_{self._made}"))
        self._execute(made)
        return self._url(f"town_{self._made}")

    def crash(self) -> None:
        """kill -9 the postmaster and every one of its processes."""
        postmaster = psutil.Process(int((self._folder / "data" / "postmaster.pid").read_text().split()[0]))
        # Stopped first, or it would bring up what dies under it.
        postmaster.send_signal(signal.SIGSTOP)
        everybody = [*postmaster.children(recursive=True), postmaster]
        for process in everybody:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everybody, timeout=60)

    def recover(self) -> None:
        """Start it again on what the crash left."""
        start_again(self._folder, DURABLE)

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _execute(self, statement: sql.Composable) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """End it without a last checkpoint, which nobody needs any more, and remove its folder."""
        self.crash()
        shutil.rmtree(self._folder, ignore_errors=True)


class Sqlite:
    """Files in a folder, copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._template = folder / "template.sqlite3"
        _migrate(f"sqlite:///{self._template}", folder)

    def fresh(self) -> str:
        """The URL of an empty, migrated database."""
        self._made += 1
        path = self._folder / f"town_{self._made}.sqlite3"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def stop(self) -> None:
        return None


@contextmanager
def a_database(engine: str) -> Iterator[Postgres | Sqlite]:
    """The databases of one engine, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kids-faults-") as folder:
        database = Postgres() if engine == "postgresql" else Sqlite(Path(folder))
        try:
            yield database
        finally:
            database.stop()


def _migrate(url: str, folder: Path) -> None:
    app = create_app(settings_for(url, folder))
    attach(app)
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
