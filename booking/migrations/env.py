"""Alembic's entry: runs migrations on the app's engine.

SQLite changes a table by making it anew, so foreign keys are off around it and are checked after; on PostgreSQL a waiting
lock gives up early instead of stopping the whole service.
"""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import text

import booking.models  # noqa: F401  (every table is known by importing it)
from booking.db import UtcDateTime, db

LOCK_TIMEOUT = "5s"


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column type as the plain one it stands for."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Bring the database to the newest version."""
    with current_app.app_context(), db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            # The engine reads without transactions; a migration is one.
            connection.execution_options(isolation_level="READ COMMITTED")
        if sqlite:
            connection.connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
        )
        with context.begin_transaction():
            if not sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
            context.run_migrations()
        if sqlite:
            broken = connection.connection.execute("PRAGMA foreign_key_check").fetchall()
            connection.connection.execute("PRAGMA foreign_keys = ON")
            if broken:
                raise RuntimeError(f"the migration left rows that refer to nothing: {broken[:3]}")


run()
