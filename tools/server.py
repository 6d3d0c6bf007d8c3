"""The command that serves: one place for ``make run``, the faults and the benches."""

from tools.environment import PYTHON

HEADER_MILLISECONDS = 10_000
"""How long a request's headers may take to arrive before the server hangs up."""


def server_command(host: str, port: int, *, workers: int) -> list[str]:
    """granian with so many processes: one for SQLite (it has one writer), two for PostgreSQL on a small machine."""
    return [
        str(PYTHON), "-m", "granian", "--interface=asgi", f"--host={host}", f"--port={port}",
        f"--workers={workers}", "--no-ws", f"--http1-header-read-timeout={HEADER_MILLISECONDS}", "--log-level=error",
        "--workers-kill-timeout=8", "asgi:app",
    ]  # fmt: skip
