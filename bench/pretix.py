"""``python -m bench.pretix``: what the nearest peer, pretix, does on this machine; kept for the ratios of later runs.

Installs pretix from the package registry beside the service's environment (``var/bench/pretix``, some 500 MB), sets up one
event with quotas, and posts orders to its API as its manual has it run: gunicorn, Redis, Celery's workers, PostgreSQL. About
ten minutes; needs ``redis-server`` (fetched from Debian where we may). Listens on this machine only; ends what it started.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.connection import Answer
from bench.numbers import Figures, figures
from bench.place import Cluster, cluster, free_port
from bench.rush import Asker, Visit, rush
from bench.server import serving
from tools.environment import TOP, apt_install, child_environment

VERSION = "2026.8.0"
FOLDER = TOP / "var" / "bench" / "pretix"
BASELINE = TOP / "var" / "bench" / "pretix.json"
WORKERS = 3
CLIENTS = (8, 32)
ROUNDS, SECONDS = 3, 20.0
"""The rate is the best over the numbers of clients of the medians over the rounds: the peer at its best."""


def main() -> int:
    """Measure and keep."""
    python = _installed()
    with ExitStack() as stack:
        within = stack.enter_context(cluster())
        within.make("pretix")
        redis = stack.enter_context(_redis())
        environment = _configured(within, redis)
        print("· tables …", flush=True)
        _run(python, environment, "-m", "pretix", "migrate")
        # With -P: beside the script lies a module that is called as one of Python's own.
        event = json.loads(_run(python, environment, "-P", str(TOP / "bench" / "pretix_event.py")).splitlines()[-1])
        stack.enter_context(_celery(python, environment))
        port = free_port()
        command = [str(python), "-m", "gunicorn", "pretix.wsgi", f"--workers={WORKERS}", f"--bind=127.0.0.1:{port}"]
        stack.enter_context(serving(command, environment, port, FOLDER / "gunicorn.log"))
        rates = {number: _rate(port, event, number) for number in CLIENTS}
    best = max(rates, key=rates.__getitem__)
    found = {
        "orders_per_second": round(rates[best], 1),
        "clients": best,
        "pretix": VERSION,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    BASELINE.write_text(json.dumps(found) + "\n")
    print(json.dumps(found))
    return 0


def _installed() -> Path:
    """The Python of an environment that has this pretix."""
    python, stamp = FOLDER / "venv" / "bin" / "python", FOLDER / f"installed-{VERSION}"
    if not stamp.exists():
        print("· pretix from the registry …", flush=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
        (FOLDER / "data").mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / "venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"pretix=={VERSION}", "gunicorn"], check=True)
        stamp.touch()
    if not shutil.which("redis-server") and not apt_install("redis-server"):
        raise SystemExit("redis-server is needed beside pretix")
    return python


def _configured(within: Cluster, redis: int) -> dict[str, str]:
    """Write pretix's settings; the environment that names them."""
    file = FOLDER / "pretix.cfg"
    file.write_text(f"""[pretix]
instance_name=bench
url=http://127.0.0.1
currency=KRW
datadir={FOLDER / "data"}
registration=off
plugins_default=
[database]
backend=postgresql
name=pretix
user=postgres
host={within.folder}
[mail]
from=nobody@bench.example
host=127.0.0.1
port=2525
[redis]
location=redis://127.0.0.1:{redis}/0
sessions=true
[celery]
backend=redis://127.0.0.1:{redis}/1
broker=redis://127.0.0.1:{redis}/2
""")
    return child_environment(PRETIX_CONFIG_FILE=str(file))


def _run(python: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([python, *arguments], cwd=FOLDER / "data", env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def _redis() -> Iterator[int]:
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with _beside(command, dict(os.environ), "redis"):
        time.sleep(1)
        yield port


@contextmanager
def _celery(python: Path, environment: dict[str, str]) -> Iterator[None]:
    command = [str(python), "-m", "celery", "-A", "pretix.celery_app", "worker", "-l", "warning", "-c", "2"]
    with _beside(command, environment, "celery"):
        time.sleep(5)
        yield


@contextmanager
def _beside(command: list[str], environment: dict[str, str], name: str) -> Iterator[None]:
    with (FOLDER / f"{name}.log").open("wb") as log:
        started = subprocess.Popen(command, cwd=FOLDER / "data", env=environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        started.terminate()
        started.wait()


def _rate(port: int, event: dict[str, str], clients: int) -> float:
    """Orders a second of one quota that has enough for all."""
    rounds: list[Figures] = []
    for number in range(ROUNDS):
        visits = (_ordering(port, event, f"{clients}-{number}-{n}") for n in range(10**6))
        line = figures("", rush(port, visits, clients=clients, seconds=SECONDS), "order")
        if line.errors:
            raise RuntimeError(f"pretix answered {line.errors}")
        print(f"· {clients} clients: {line.per_second:.1f} orders/s, p99 {line.p99_ms:.0f} ms", flush=True)
        rounds.append(line)
    return median(one.per_second for one in rounds)


def _ordering(port: int, event: dict[str, str], who: str) -> Visit:
    position: dict[str, object] = {
        "item": int(event["item"]),
        "variation": None,
        "price": None,
        "answers": [],
        "subevent": None,
    }
    order = {
        "email": f"{who}@bench.example",
        "locale": "en",
        "sales_channel": "web",
        "status": "p",
        "payment_provider": "manual",
        "positions": [position],
    }
    body = json.dumps(order).encode()
    lines = [
        f"POST /api/v1/organizers/{event['organizer']}/events/{event['event']}/orders/ HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Authorization: Token {event['token']}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    async def visit(asker: Asker) -> None:
        await asker.ask("order", request, _judge)

    return visit


def _judge(answer: Answer) -> str:
    return "reserved" if answer.status == 201 else f"error {answer.status}"


if __name__ == "__main__":
    sys.exit(main())
