"""``make run``: install what is missing, prepare the database, serve, and run the jobs beside the server."""

import errno
import http.client
import os
import socket
import subprocess
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tools import database, settings
from tools.environment import PYTHON, TOP, alone, child_environment, ensure_python
from tools.frontend import ensure_frontend
from tools.processes import Processes
from tools.say import line, stop
from tools.server import server_command, server_environment
from tools.trouble import explain_os_error

READY_SECONDS = 60.0


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is installed or written.

    :raises Stop: the server could not listen there.
    """
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # As the server does; without SO_REUSEPORT, which would let two servers share the port unnoticed.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        stop(f"HOST={host} 주소를 찾을 수 없습니다 (unknown host).")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            stop(f"{port}번 포트를 이미 쓰고 있습니다. 다른 포트로 여세요: PORT={port + 1} make run (port in use).")
        if error.errno == errno.EACCES:
            stop(f"{port}번 포트를 열 권한이 없습니다. 1024보다 큰 PORT를 주세요 (no permission for this port).")
        stop(f"{host}:{port}에서 서버를 열 수 없습니다: {error.strerror} (cannot listen).")


def check_writable(folder: Path) -> None:
    """Write and remove a megabyte: a full disk or a read-only folder is told now, not in the middle of a reservation.

    :raises OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(1024 * 1024))
        file.flush()
        os.fsync(file.fileno())


def local_host(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound  # nosec B104


def answers(run: settings.Run) -> bool:
    """Whether the server gives any answer to a page."""
    connection = http.client.HTTPConnection(local_host(run.host), run.port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def wait_until_ready(run: settings.Run, processes: Processes) -> bool:
    """Whether the server answered in time; False when it ended or we were asked to stop."""
    deadline = time.monotonic() + READY_SECONDS
    while not processes.asked_to_stop and not processes.ended() and time.monotonic() < deadline:
        if answers(run):
            return True
        time.sleep(0.05)
    return False


def print_accounts(run: settings.Run) -> None:
    line(f"\n열렸습니다 (ready): http://{'localhost' if run.host == '127.0.0.1' else run.host}:{run.port}")
    if run.clock_shift:
        # Seoul keeps no summer time; the zone's table may be missing on a bare machine.
        there = datetime.now(timezone(timedelta(hours=9))) + run.clock_shift
        line(f"시계를 옮겨 엽니다. 지금은 {there:%Y-%m-%d %H:%M}입니다 (clock shifted by CLOCK_SHIFT).")
    if run.env != "production":
        subprocess.run([PYTHON, "-m", "seed", "accounts"], cwd=TOP, env=child_environment(), stdin=subprocess.DEVNULL)
    line("멈추려면 Ctrl-C (stop with Ctrl-C)\n")


def serve(run: settings.Run) -> int:
    """Run server and jobs until Ctrl-C (0), or until one of them ends by itself (1)."""
    processes = Processes()
    processes.listen()
    try:
        # SQLite has one writer, so one process with threads; PostgreSQL gets two processes.
        command = server_command(run.host, run.port, workers=1 if run.sqlite else 2)
        processes.start("서버 (server)", command, **server_environment(run.var_dir))
        if wait_until_ready(run, processes):
            print_accounts(run)
            processes.start("작업 (jobs)", [str(PYTHON), "-m", "jobs"])
            ended = processes.wait()
        else:
            ended = None if processes.asked_to_stop else processes.ended() or "서버 (server)"
    finally:
        processes.stop()
    if ended:
        stop(f"{ended}이(가) 스스로 끝나 모두 멈췄습니다. 위의 기록을 보세요 (it ended by itself, so both were stopped).")
    line("\n멈췄습니다. 자료는 그대로 남아 있습니다 (stopped; the data is kept).")
    return 0


def main() -> int:
    run = settings.read()
    try:
        check_writable(run.var_dir)
    except OSError as error:
        stop(f"{run.var_dir}: {explain_os_error(OSError(error.errno, error.strerror))}")
    check_port(run.host, run.port)
    if run.sqlite:
        database.must_migrate(database.look_at_file(run.sqlite))  # refuses a newer one before anything is installed
    with alone():
        ensure_python("requirements.lock")
        ensure_frontend()
        database.prepare(run)
    return serve(run)
