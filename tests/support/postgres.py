"""A real PostgreSQL for one test run: started when the first test asks, shared by all workers, gone after the run.

``TEST_DATABASE_URL`` names a running server to use instead. Not safe for data: a crash may lose everything, which is what
makes it fast.
"""

import fcntl
import os

import pytest

from tests.support.memory import memory_folder
from tools.postgres import new_folder, start, watch

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "shared_buffers": "64MB",
}


def server_url(factory: pytest.TempPathFactory) -> str:
    """The URL of this run's server (database ``postgres``); the first worker that asks starts it."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    worker = "PYTEST_XDIST_WORKER" in os.environ
    shared = factory.getbasetemp().parent if worker else factory.getbasetemp()
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = shared / "postgres.url"
        if not note.exists():
            folder = new_folder(memory_folder())
            # Workers are children of the run; without them this process is the run. Watched first, so that
            # a failed start is cleared away too.
            watch(os.getppid() if worker else os.getpid(), folder)
            note.write_text(start(folder, FAST))
        return note.read_text()
