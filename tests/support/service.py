"""The service as it really runs: granian in a process of its own, jobs by hand, a clock that can be moved."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tools.server import server_command

TOP = Path(__file__).resolve().parents[2]
UP_SECONDS = 40


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """One database, one folder of data, one address; a server only while ``at`` is open."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.mail_dir = folder / "mail"
        self._env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))} | {
            "ENV": "development",
            "SECRET_KEY": "the day " * 5,
            "DATABASE_URL": database_url,
            "VAR_DIR": str(folder),
            "MAIL_DIR": str(self.mail_dir),
            "BASE_URL": self.url,
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }
        self._log = folder / "service.log"

    @contextmanager
    def at(self, now: datetime) -> Iterator[None]:
        """Serve while the clock stands at ``now`` (and runs on from there)."""
        self._move_clock(now)
        command = server_command("127.0.0.1", self.port, workers=1)
        with self._log.open("ab") as log:
            server = subprocess.Popen(command, cwd=TOP, env=self._env, stdout=log, stderr=log)
            try:
                self._wait_until_up(server)
                yield
            finally:
                server.terminate()
                server.wait(timeout=20)

    def run(self, *module: str) -> str:
        """Run ``python -m …`` on this database with this clock; its output."""
        done = subprocess.run(
            [sys.executable, "-m", *module], cwd=TOP, env=self._env, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mails(self) -> list[EmailMessage]:
        """Every mail in the folder, in the order they were put."""
        paths = sorted(self.mail_dir.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    def _move_clock(self, now: datetime) -> None:
        shift = round((now - datetime.now(UTC)) / timedelta(seconds=1))
        self._env["CLOCK_SHIFT"] = str(shift)

    def _wait_until_up(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until:
            assert server.poll() is None, self._log.read_text(errors="replace")[-3000:]
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/healthz", headers={"Host": f"localhost:{self.port}"})
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        raise AssertionError(self._log.read_text(errors="replace")[-3000:])
