"""Where the bench runs: a fresh PostgreSQL that keeps what it commits, a migrated and seeded database, a port, a folder."""

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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
    """What server, jobs and the bench itself share. ``environment`` holds the service's settings, as in production."""

    environment: dict[str, str]
    port: int
    folder: Path
    database: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def postmaster(self) -> int:
        """The process id of PostgreSQL's leader."""
        return int((self.database / "data" / "postmaster.pid").read_text().split()[0])

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


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def place() -> Iterator[Place]:
    """A fresh place with tables, the seeded cafés and their opened slots; gone afterwards."""
    database = new_folder()
    watch(os.getpid(), database)
    url = start(database, DURABLE)
    with tempfile.TemporaryDirectory(prefix="kids-bench-") as name:
        folder, port = Path(name), free_port()
        environment = {
            "ENV": "production",
            "SECRET_KEY": "a bench needs no secret " * 3,
            "DATABASE_URL": url,
            "BASE_URL": f"http://127.0.0.1:{port}",
            "VAR_DIR": str(folder),
            "FLASK_APP": "wsgi",
        }
        made = Place(environment, port, folder, database)
        made.run("flask", "db", "upgrade")
        made.run("seed")
        made.run("jobs", "open_slots")
        yield made
