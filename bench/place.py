"""Where the bench runs: a fresh PostgreSQL (or SQLite), a migrated database, a port, a folder."""

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask

from booking import config, create_app
from tools.environment import PYTHON, TOP, child_environment
from tools.postgres import new_folder, start, watch

DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
}
"""An answer "reserved" is on the disk before it is sent. Checkpoints are kept out of a run of a few minutes."""


@dataclass(frozen=True)
class Place:
    """What server, jobs and the bench itself share. ``environment`` holds the service's settings, as in production;
    ``postgres`` is where the PostgreSQL runs, ``None`` on SQLite."""

    environment: dict[str, str]
    port: int
    folder: Path
    postgres: Path | None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def postmaster(self) -> int | None:
        """The process id of PostgreSQL's leader; SQLite has none of its own."""
        if self.postgres is None:
            return None
        return int((self.postgres / "data" / "postmaster.pid").read_text().split()[0])

    def app(self) -> Flask:
        """The application in this process on the same database: to prepare people and slots, and to count statements."""
        return create_app(config.read(self.environment))

    def run(self, *module: str) -> None:
        """Run ``python -m …`` with the service's settings to its end."""
        command = [str(PYTHON), "-m", *module]
        done = subprocess.run(command, cwd=TOP, env=self.child_environment(), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(module)}: {done.stdout}{done.stderr}")

    def child_environment(self) -> dict[str, str]:
        """The environment of what is started here: the developer's own settings stay out of it."""
        ours = {"CLOCK_SHIFT", "MAIL_DIR", "SMTP_URL", "TRUSTED_HOSTS"}
        return {name: value for name, value in child_environment(**self.environment).items() if name not in ours}


class Cluster:
    """A PostgreSQL that keeps what it commits, with a database for each place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def make(self, database: str, like: str = "template1") -> None:
        """A new database, empty or with all that ``like`` has, which nobody may be using."""
        self.order(f"CREATE DATABASE {database} TEMPLATE {like} STRATEGY FILE_COPY")

    def drop(self, database: str) -> None:
        self.order(f"DROP DATABASE {database} WITH (FORCE)")

    def version(self) -> str:
        """Which PostgreSQL this is."""
        with psycopg.connect(self.url("postgres")) as connection:
            row = connection.execute("SHOW server_version").fetchone()
        assert row is not None
        return str(row[0])

    def order(self, statement: str) -> None:
        """Something about the databases, which cannot be said inside one of them."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A fresh PostgreSQL; it ends, and its folder goes, with this process."""
    folder = new_folder()
    watch(os.getpid(), folder)
    start(folder, DURABLE)
    yield Cluster(folder)


@contextmanager
def place(within: Cluster | None, database: str = "service") -> Iterator[Place]:
    """A place with a database of this name that has tables and nothing else; with SQLite where there is no ``within``."""
    with tempfile.TemporaryDirectory(prefix="kids-bench-") as name:
        folder, port = Path(name), free_port()
        if within is not None:
            within.make(database)
        environment = {
            "ENV": "production",
            "SECRET_KEY": "a bench needs no secret " * 3,
            "DATABASE_URL": within.url(database) if within else "",
            "BASE_URL": f"http://127.0.0.1:{port}",
            "VAR_DIR": str(folder),
            "FLASK_APP": "wsgi",
        }
        made = Place(environment, port, folder, within.folder if within else None)
        made.run("flask", "db", "upgrade")
        yield made


@contextmanager
def seeded_place(within: Cluster | None, database: str = "service") -> Iterator[Place]:
    """A place with the cafés of ``seed/cafes`` and their opened slots."""
    with place(within, database) as made:
        made.run("seed")
        made.run("jobs", "open_slots")
        yield made


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
