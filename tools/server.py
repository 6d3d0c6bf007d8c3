"""The command that serves: one place for ``make run``, the faults and the benches."""

from tools.environment import PYTHON

THREADS = 64
"""Per process: those at work and those waiting at the gate (``booking/gate.py``), and some left to say that it is full."""


def server_command(host: str, port: int, *, workers: int) -> list[str]:
    """granian with so many processes: one for SQLite (it has one writer), two for PostgreSQL on a small machine."""
    return [
        str(PYTHON), "-m", "granian", "--interface=wsgi", f"--host={host}", f"--port={port}",
        f"--workers={workers}", f"--blocking-threads={THREADS}", "--no-ws", "--log-level=error",
        "--workers-kill-timeout=8", "wsgi:app",
    ]  # fmt: skip
