"""The command that serves: one place for ``make run``, the faults and the benches."""

from tools.environment import PYTHON


def server_command(host: str, port: int, *, workers: int) -> list[str]:
    """granian with so many processes: one for SQLite (it has one writer), two for PostgreSQL on a small machine."""
    return [
        str(PYTHON), "-m", "granian", "--interface=wsgi", f"--host={host}", f"--port={port}",
        f"--workers={workers}", "--blocking-threads=8", "--no-ws", "--log-level=error",
        "--workers-kill-timeout=8", "wsgi:app",
    ]  # fmt: skip
