"""The command that serves: one place for ``make run``, the faults and the benches."""

import shutil
from pathlib import Path

from tools.environment import PYTHON

HEADER_MILLISECONDS = 10_000
"""How long a request's headers may take to arrive before the server hangs up."""
HEADER_BYTES = 65_536
"""What the server keeps of a request before it must know its headers; a request with more is refused. Without a bound
of ours it depends on how the bytes arrive whether half a megabyte of header is taken."""

CONNECTIONS = 8192
"""How many a process holds at once. A phone keeps its connection while its page is open, and whoever finds none free waits
unseen, before any queue of ours; a silent one costs little, and is hung up on after :data:`HEADER_MILLISECONDS`."""
BACKLOG = 4096
"""How many may wait to be taken by a process, for the moment of an opening."""


def server_environment(var_dir: Path) -> dict[str, str]:
    """What the server's environment needs: the name of an empty folder in which its processes count together (what an
    earlier server counted is removed: counters begin at zero with a server), and few heaps for its many threads, each of
    which would keep what its largest page needed."""
    folder = var_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder), "MALLOC_ARENA_MAX": "2"}


def server_command(host: str, port: int, *, workers: int, app: str = "asgi:app") -> list[str]:
    """granian with so many processes: one for SQLite (it has one writer), two for PostgreSQL on a small machine.

    A worker that dies is replaced; without being told so, granian would end with its first dead worker. One that dies again
    within seconds ends the server all the same, for whoever watches it to start it anew.
    """
    return [
        str(PYTHON), "-m", "granian", "--interface=asgi", f"--host={host}", f"--port={port}",
        f"--workers={workers}", "--no-ws", f"--http1-header-read-timeout={HEADER_MILLISECONDS}",
        f"--http1-buffer-size={HEADER_BYTES}", f"--backlog={BACKLOG}", f"--backpressure={CONNECTIONS}", "--log-level=error",
        "--workers-kill-timeout=8", "--respawn-failed-workers", app,
    ]  # fmt: skip
