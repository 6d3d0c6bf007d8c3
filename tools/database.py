"""Bring the database up to date: migrate when its version is old, seed when the seed changed.

A second start must show its first page within 3 seconds, so a look with the standard library decides whether the
application has to be imported for this at all.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tools.environment import PYTHON, TOP, digest, run_logged
from tools.say import step, stop
from tools.settings import Run

MIGRATIONS = TOP / "booking" / "migrations" / "versions"
SEED = TOP / "seed"


def known_versions(folder: Path = MIGRATIONS) -> list[str]:
    """The revisions this code knows, oldest first: the numbers that the migration files begin with."""
    return sorted(path.name.split("_", 1)[0] for path in folder.glob("[0-9]*_*.py"))


def version(file: Path) -> str | None:
    """The revision that a SQLite database is at; None when there is no database yet.

    :raises Stop: the file is no database.
    """
    if not file.exists():
        return None
    # 0 bytes are left behind by a start that failed before its first table.
    try:
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        stop(f"데이터베이스 {file}을(를) 열 수 없습니다: {error} (cannot open the database).")
    except sqlite3.DatabaseError:
        stop(f"{file}은(는) SQLite 데이터베이스가 아닙니다. 파일을 옮긴 뒤 다시 실행해 주세요 (not a database).")
    return row[0] if row else None


def must_migrate(run: Run) -> bool:
    """Whether the database may be older than this code. On PostgreSQL always: only the server knows its version.

    :raises Stop: the database is of a newer version than this code.
    """
    return run.sqlite is None or is_older(version(run.sqlite), known_versions())


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


def seed_fingerprint(run: Run) -> dict[str, str | int]:
    """What decides whether seeding again could change anything: which database, and what would be loaded."""
    files = sorted(path for path in SEED.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    people = "" if run.env == "production" else "demo"
    inode = run.sqlite.stat().st_ino if run.sqlite else 0
    return {"database": str(run.sqlite), "inode": inode, "people": people, "content": digest(*files)}


def seeded_before(record: Path, wanted: dict[str, str | int]) -> bool:
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
    record = run.var_dir / "seeded.json"
    if run.sqlite and seeded_before(record, seed_fingerprint(run)):
        return
    with step("기초 자료 넣기 (seed)"):
        for people in ([], ["demo"]) if run.env != "production" else ([],):
            run_logged([str(PYTHON), "-m", "seed", *people], "기초 자료 넣기", run.var_dir / "log" / "seed.log")
    if run.sqlite:
        record.write_text(json.dumps(seed_fingerprint(run)), encoding="utf-8")


def prepare(run: Run) -> None:
    """Migrate and seed what needs it."""
    if must_migrate(run):
        (run.var_dir / "seeded.json").unlink(missing_ok=True)
        migrate(run)
    seed(run)
