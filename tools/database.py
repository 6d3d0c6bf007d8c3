"""Bring the database up to date: migrate when its version is old, seed when the seed changed.

A second start must show its first page within 3 seconds, so a quick look decides whether the application has to be
imported for this at all.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tools.environment import PYTHON, TOP, child_environment, digest, run_logged
from tools.say import step, stop
from tools.settings import Run

MIGRATIONS = TOP / "booking" / "migrations" / "versions"
SEED = TOP / "seed"


def known_versions(folder: Path = MIGRATIONS) -> list[str]:
    """The revisions this code knows, oldest first: the numbers that the migration files begin with."""
    return sorted(path.name.split("_", 1)[0] for path in folder.glob("[0-9]*_*.py"))


@dataclass(frozen=True)
class Found:
    """The database as it stands: its revision (None before the first), and what tells it from another one."""

    version: str | None
    identity: str


def look(run: Run) -> Found:
    """The database that this run will use.

    :raises Stop: it is a SQLite file that cannot be read.
    """
    return look_at_file(run.sqlite) if run.sqlite else look_at_server()


def look_at_file(file: Path) -> Found:
    if not file.exists():
        return Found(None, "")
    identity = f"{file} {file.stat().st_ino}"
    try:
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return Found(None, identity)
        stop(f"데이터베이스 {file}을(를) 열 수 없습니다: {error} (cannot open the database).")
    except sqlite3.DatabaseError:
        stop(f"{file}은(는) SQLite 데이터베이스가 아닙니다. 파일을 옮긴 뒤 다시 실행해 주세요 (not a database).")
    return Found(row[0] if row else None, identity)


def look_at_server() -> Found:
    """PostgreSQL; a server that cannot be asked counts as empty, and migrating it then says why."""
    if not PYTHON.exists():
        return Found(None, "")
    command = [str(PYTHON), "-m", "tools.look_postgresql"]
    told = subprocess.run(command, cwd=TOP, env=child_environment(), stdin=subprocess.DEVNULL, capture_output=True)
    if told.returncode or not told.stdout:
        return Found(None, "")
    # The address holds a password, so only its fingerprint is kept.
    address = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()
    answer = json.loads(told.stdout)
    return Found(answer["version"], f"{address} {answer['identity']}")


def must_migrate(found: Found) -> bool:
    """Whether the database is older than this code.

    :raises Stop: it is newer.
    """
    return is_older(found.version, known_versions())


def is_older(found: str | None, known: list[str]) -> bool:
    """Whether a database at ``found`` is older than the code that knows these versions.

    :raises Stop: it is newer.
    """
    if found is not None and found not in known:
        stop(
            f"데이터베이스가 이 프로그램보다 새 버전입니다(데이터베이스 {found}, 프로그램 {'/'.join(known[-1:])}). "
            "프로그램을 새 버전으로 바꿔 주세요 (the database is of a newer version than this code)."
        )
    return found is None or found != known[-1]


def seed_fingerprint(run: Run, database: Found) -> dict[str, str]:
    """What decides whether seeding again could change anything: which database, and what would be loaded."""
    files = sorted(path for path in SEED.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    people = "" if run.env == "production" else "demo"
    return {"database": database.identity, "people": people, "content": digest(*files)}


def seeded_before(record: Path, wanted: dict[str, str]) -> bool:
    try:
        return json.loads(record.read_text(encoding="utf-8")) == wanted
    except (OSError, ValueError):
        return False


def migrate(run: Run) -> None:
    with step("데이터베이스 준비 (migrate)"):
        # The folder is named from here, because Alembic reads a '%' in a longer path as its own.
        command = [str(PYTHON), "-m", "flask", "--app", "wsgi", "db", "upgrade", "-d", "booking/migrations"]
        run_logged(command, "데이터베이스 준비", run.var_dir / "log" / "migrate.log")


def seed(run: Run) -> None:
    with step("기초 자료 넣기 (seed)"):
        for people in ([], ["demo"]) if run.env != "production" else ([],):
            run_logged([str(PYTHON), "-m", "seed", *people], "기초 자료 넣기", run.var_dir / "log" / "seed.log")


def prepare(run: Run) -> None:
    """Migrate and seed what needs it. The record is written last, so an interrupted start is repeated."""
    record = run.var_dir / "seeded.json"
    database = look(run)
    if must_migrate(database):
        record.unlink(missing_ok=True)
        migrate(run)
        database = look(run)
    wanted = seed_fingerprint(run, database)
    if not seeded_before(record, wanted):
        seed(run)
        record.write_text(json.dumps(wanted), encoding="utf-8")
