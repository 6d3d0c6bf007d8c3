"""Whether the database answers and has the tables this code was written for."""

import sqlite3
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
PATIENCE_SECONDS = 1.5
"""So long an answer may take; a server that hangs accepts connections and says nothing."""
CONNECT_SECONDS = 2
VERSION = text("SELECT version_num FROM alembic_version")

NotReady = Literal["database_away", "migration_missing", "migration_newer"]


@lru_cache(maxsize=1)
def known_versions() -> tuple[str, ...]:
    """The migrations this code knows, the newest first: the numbers that their files begin with."""
    return tuple(sorted((path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")), reverse=True))


class Readiness:
    """Asks over a connection of its own, so a full pool does not look like a database that is away, and in a thread of its
    own, so a database that hangs does not hold the answer. However many ask, one question is on its way."""

    def __init__(self, database_url: str) -> None:
        self._engine = _engine(database_url)
        self._lock = threading.Lock()
        self._asked: Future[NotReady | None] | None = None

    def why_not(self) -> NotReady | None:
        """Why no request can be served now, or ``None``. Answers within :data:`PATIENCE_SECONDS`."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                threading.Thread(target=self._ask, args=[self._asked], name="readiness", daemon=True).start()
            asked = self._asked
        try:
            return asked.result(PATIENCE_SECONDS)
        except NoAnswer:
            return "database_away"

    def _ask(self, answer: "Future[NotReady | None]") -> None:
        try:
            answer.set_result(self._look())
        except BaseException as error:
            answer.set_exception(error)

    def _look(self) -> NotReady | None:
        try:
            with self._engine.connect() as connection:
                return _stands_at(connection.scalar(VERSION))
        except ProgrammingError:
            return "migration_missing"
        except OperationalError as error:
            return "migration_missing" if "no such table" in str(error.orig) else "database_away"
        except SQLAlchemyError:
            return "database_away"


@lru_cache(maxsize=4)
def readiness(database_url: str) -> Readiness:
    """The one that asks this database."""
    return Readiness(database_url)


def _stands_at(version: str | None) -> NotReady | None:
    known = known_versions()
    if version == known[0]:
        return None
    return "migration_missing" if version is None or version in known else "migration_newer"


def _engine(database_url: str) -> Engine:
    if not database_url.startswith("sqlite"):
        wait = {"connect_timeout": CONNECT_SECONDS}
        return create_engine(database_url, poolclass=NullPool, connect_args=wait, hide_parameters=True)
    file = database_url.removeprefix("sqlite:///")

    def connect() -> Any:
        # Never make the file: a database that is missing is away, not empty.
        return sqlite3.connect(f"file:{quote(file)}?mode=rw", uri=True, timeout=PATIENCE_SECONDS)

    return create_engine("sqlite://", poolclass=NullPool, creator=connect)
