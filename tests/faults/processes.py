"""The server and the jobs as they run for real, to be killed and started again."""

import ctypes
import http.client
import os
import random
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from tools.environment import PYTHON, TOP
from tools.server import server_command

UP_SECONDS = 90
LIVING, READING = "/healthz", "/cafes"
"""A page that asks no database, and one that does."""


class Server:
    """granian with its workers, on one port, whoever of it is alive."""

    def __init__(self, port: int, workers: int, env: Mapping[str, str], log: Path, app: str) -> None:
        self._command = server_command("127.0.0.1", port, workers=workers, app=app)
        self._port, self._workers, self._env, self._log = port, workers, dict(env), log
        self._process = _start(self._command, self._env, self._log)
        self.ends = 0
        """How often it ended by itself (a worker that dies twice within seconds) and was started anew."""

    def kill_worker(self, rng: random.Random) -> None:
        """kill -9 one worker, and wait until it is dead: while it still counts among the living the server seems to be up,
        and if this was its second death within seconds it is about to end."""
        workers = self._alive()
        if workers:
            with suppress(psutil.NoSuchProcess):
                killed = rng.choice(workers)
                killed.kill()
                while killed.status() != psutil.STATUS_ZOMBIE:
                    time.sleep(0.005)

    def kill_group(self) -> None:
        """kill -9 everything of it."""
        _kill_group(self._process)

    def wait_until_up(self) -> None:
        """Start it if it has ended, and wait until every worker is there and it answers.

        :raises TimeoutError: it does not come up.
        """
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until:
            if self._process.poll() is not None:
                self.ends += self._process.returncode != -signal.SIGKILL
                self.kill_group()
                self._process = _start(self._command, self._env, self._log)
            if len(self._alive()) == self._workers and all(self._answers(LIVING) for _ in range(2 * self._workers)):
                return
            time.sleep(0.05)
        raise TimeoutError(f"the server does not come up:\n{self._log.read_text(errors='replace')[-3000:]}")

    def wait_until_connected(self) -> None:
        """Ask for what stands in the database until all dead connections of every worker's pool must have been noticed.

        :raises TimeoutError: some are never.
        """
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until:
            if all(self._answers(READING) for _ in range(8 * self._workers)):
                return
        raise TimeoutError("the server does not find its database again")

    def stop(self) -> None:
        """Ask it to end, and make sure."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(15)
        self.kill_group()

    def _alive(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children()
            return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
        return []

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Jobs:
    """``python -m jobs``. Each start moves its clock on, past the claims that the one before it left when it was killed."""

    STEP_SECONDS = 180

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self._env, self._log = dict(env), log
        self._process: subprocess.Popen[bytes] | None = None
        self.ahead_seconds = 0

    def start(self) -> None:
        """Start it, the one before it stopped in good order."""
        self.stop()
        self.ahead_seconds += self.STEP_SECONDS
        shift = str(int(self._env["CLOCK_SHIFT"]) + self.ahead_seconds)
        self._process = _start([str(PYTHON), "-m", "jobs"], self._env | {"CLOCK_SHIFT": shift}, self._log)

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            _kill_group(self._process)
            self._process = None

    def stop(self) -> None:
        """Ask it to end; what it sends just now it may finish."""
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(30)
            self.kill()


def _start(command: list[str], env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen(
            command, cwd=TOP, env=dict(env), stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            start_new_session=True, preexec_fn=_end_with_parent,
        )  # fmt: skip


def _end_with_parent() -> None:
    """Be told to stop when the campaign dies without a word, so that nothing is left behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
