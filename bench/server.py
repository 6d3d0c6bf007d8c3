"""The real server, as ``make run`` starts it, and how much memory its processes need."""

import contextlib
import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from tools.environment import TOP

UP_SECONDS = 60.0


@contextlib.contextmanager
def serving(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[int]:
    """Run a server until the block ends; its process id."""
    with log.open("ab") as out:
        server = subprocess.Popen(
            command, cwd=TOP, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait_until_up(server, port, log)
        yield server.pid
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_until_up(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def cpu_seconds(process_id: int | None) -> float:
    """Processor time that a process, its children, and those of them that have ended have used so far; none without one."""
    if process_id is None:
        return 0.0
    leader = psutil.Process(process_id)
    used = [one.cpu_times() for one in (leader, *leader.children(recursive=True))]
    return sum(one.user + one.system + one.children_user + one.children_system for one in used)


def memory_mb(process_id: int) -> float:
    """Proportional set size of a process and its children, in MB: shared pages are counted once."""
    leader = psutil.Process(process_id)
    return sum(one.memory_full_info().pss for one in (leader, *leader.children(recursive=True))) / 1024**2
