"""What the database alone can do, and a bare Flask with it: the service's own writes, without its reads, rules and pages.

All of it happens in a copy of the service's database, which nobody looks at afterwards.
"""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench.connection import Answer, post_request
from bench.measuring import Bench
from bench.numbers import Figures, figures, percentile
from bench.place import Cluster
from bench.rush import Asker, Visit
from bench.server import cpu_seconds
from bench.slots import ALL_DAY, hot_slot, spread_slots
from bench.writes import Listening, Writes
from booking.actions.reserve import reserve
from booking.db import db
from tools.environment import child_environment
from tools.postgres import installation

AT_ONCE = 32
COPY = "beside"
PLACES = 1_000_000
HEAD = """\\set k :client_id * :each + :n % :each
\\set writes :n / :each
\\set family :family0 + :k
\\set account :account0 + :k
\\set child :child0 + :k
\\set slot :slot0 + (:k + :writes) % :slots
\\set number 1000000000 + :client_id * 10000000 + :n
\\set n :n + 1
"""
TURNS = {"spread": 5, "hot": 1}
"""How often everybody reserves: once in a slot."""
TOLD = re.compile(r"tps = ([\d.]+)")


@dataclass(frozen=True)
class Copy:
    """The copied database: its writes, the first id of people who follow one another, and slots for all."""

    url: str
    writes: Writes
    people: int
    family: int
    account: int
    child: int
    slots: Mapping[str, Sequence[int]]


def prepare(bench: Bench, within: Cluster) -> Copy:
    """Hear what a reservation writes, make slots, and copy the database. The server must have ended."""
    with bench.app.app_context():
        hot = hot_slot(next(iter(bench.cafes)), bench.calendar, PLACES, bench.now)
        spread = spread_slots(list(bench.cafes), bench.calendar, 200, PLACES, bench.now, starts=ALL_DAY)
        one = bench.people[0]
        request_id = "00000000-pgbench"
        with Listening() as listening:
            made = reserve(hot[0], actor=one.actor, child_ids=[one.child_id], adults=1, request_id=request_id, now=bench.now)
        bench.answered[made] = request_id
        db.session.remove()
        db.engine.dispose()
    within.make(COPY, like="service")
    people = [(one.actor.family_id or 0, one.actor.account_id, one.child_id) for one in bench.people]
    family, account, child = (min(ids) for ids in zip(*people, strict=True))
    assert [max(ids) - min(ids) + 1 for ids in zip(*people, strict=True)] == [len(people)] * 3, "people with gaps"
    slots = {"spread": spread, "hot": hot}
    copy = Copy(within.url(COPY), listening.only, len(people), family, account, child, slots)
    _take_all_back(copy)
    return copy


def pgbench(bench: Bench, copy: Copy) -> list[Figures]:
    """The transaction by pgbench, in one slot and over many."""
    return [_pgbench(bench, copy, name) for name in copy.slots]


def _pgbench(bench: Bench, copy: Copy, name: str) -> Figures:
    slots, each = copy.slots[name], copy.people // AT_ONCE
    variables = {
        "n": 0, "each": each, "slot0": min(slots), "slots": len(slots),
        "family0": copy.family, "account0": copy.account, "child0": copy.child,
    }  # fmt: skip
    with TemporaryDirectory(prefix="kids-pgbench-") as folder:
        script = Path(folder) / "reserve.sql"
        script.write_text(f"{HEAD}{copy.writes.script()};\n")
        command = [
            str(installation() / "bin" / "pgbench"), "--no-vacuum", f"--client={AT_ONCE}", "--jobs=2",
            f"--transactions={each * TURNS[name]}",
            "--protocol=prepared", f"--file={script}", "--log", f"--log-prefix={folder}/each",
            *(f"--define={key}={value}" for key, value in variables.items()), copy.url,
        ]  # fmt: skip
        database = cpu_seconds(bench.place.postmaster)
        done = subprocess.run(command, env=child_environment(), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"pgbench: {done.stderr}")
        used = cpu_seconds(bench.place.postmaster) - database
        took_ms = _milliseconds(Path(folder))
    # A reservation that was not decided on what is there writes nothing, and pgbench would not notice.
    if _reservations(copy) != len(took_ms):
        raise RuntimeError("pgbench did not reserve with every transaction")
    _take_all_back(copy)
    found = TOLD.search(done.stdout)
    assert found is not None, done.stdout
    return Figures(
        name=f"pgbench: the writes, {name}",
        requests=len(took_ms),
        errors={},
        per_second=float(found[1]),
        p50_ms=percentile(took_ms, 0.50),
        p95_ms=percentile(took_ms, 0.95),
        p99_ms=percentile(took_ms, 0.99),
        max_ms=max(took_ms),
        server_cpu_ms=0.0,
        database_cpu_ms=used * 1000 / len(took_ms),
        generator_share=0.0,
    )


def _milliseconds(folder: Path) -> list[float]:
    """What pgbench noted of each transaction: the third word of a line is how many microseconds it took."""
    return [int(line.split()[2]) / 1000 for file in folder.glob("each.*") for line in file.read_text().splitlines()]


def _reservations(copy: Copy) -> int:
    with psycopg.connect(copy.url) as connection:
        row = connection.execute("SELECT count(*) FROM reservation").fetchone()
    assert row is not None
    return int(row[0])


def _take_all_back(copy: Copy) -> None:
    """Make room for the next run: no reservations, and nobody has written for any family."""
    with psycopg.connect(copy.url) as connection:
        connection.execute("TRUNCATE reservation, ledger, notice CASCADE")
        connection.execute("UPDATE slot SET taken = 0")
        connection.execute("UPDATE family SET writes = 0")


def bare_chain(bench: Bench, copy: Copy) -> list[Figures]:
    """The same writes from the bare Flask application, which must be serving with :func:`bare_environment`."""
    lines = []
    for name in copy.slots:
        numbers = range(copy.people * TURNS[name])
        requests = (post_request(bench.place.host, f"/reserve/{name}/{n}", "", b"") for n in numbers)
        visits = (_asking(request) for request in requests)
        lines.append(figures(f"bare Flask: the writes, {name}", bench.rush(visits, bench.size.seconds), "post"))
        _take_all_back(copy)
    return lines


def _asking(request: bytes) -> Visit:
    async def visit(asker: Asker) -> None:
        await asker.ask("post", request, _judge_done)

    return visit


def _judge_done(answer: Answer) -> str:
    return "reserved" if answer.status == 201 else f"error {answer.status}"


def bare_environment(copy: Copy, folder: Path) -> dict[str, str]:
    """What the bare application needs to know of the copy."""
    file = folder / "writes.json"
    file.write_text(json.dumps(asdict(copy), default=str))
    return {"BENCH_WRITES": str(file)}
