"""An app whose clock stands at ``tests.world.NOW``, and what tests over HTTP say often."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from booking import config
from booking.db import Base, db, transaction
from booking.links import token
from booking.models import MailLink
from tests.conftest import settings_for
from tests.world import NOW


def morning_settings(database_url: str, folder: Path, **later: float) -> config.Settings:
    """Settings of an app that thinks it is Monday 09:00 in Seoul, or ``minutes=…`` later."""
    shift = NOW + timedelta(**later) - datetime.now(UTC)
    return replace(settings_for(database_url, folder), clock_shift=shift)


def without_csrf(app: Flask) -> Flask:
    """CSRF has its own tests; forms here are posted without having been opened."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


class Statements:
    """Counts the SQL statements of one request, transaction control left out."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.seen: list[str] = []

    def __enter__(self) -> "Statements":
        with self._app.app_context():
            self._engine = db.engine
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, connection, cursor, statement, parameters, context, many) -> None:
        if not statement.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            self.seen.append(statement)


def all_rows(app: Flask) -> dict[str, int]:
    """How many rows each table has: nothing written means nothing different."""
    with app.app_context():
        with transaction() as session:
            found = {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0
                for table in Base.metadata.sorted_tables
            }
        db.session.remove()
    return found


def newest_link(app: Flask) -> str:
    """The path of the link that was mailed last."""
    with app.app_context():
        with transaction() as session:
            link_id = session.scalar(select(func.max(MailLink.id)))
        db.session.remove()
    assert link_id is not None
    return f"/links/{token(app.config['SECRET_KEY'], link_id)}"


def text_of(answer) -> str:
    """The page as text."""
    return answer.get_data(as_text=True)


def without_token(text: str) -> str:
    """The page without its CSRF token, which is another one in every session."""
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", text)


def post_form(client: FlaskClient, path: str, **fields):
    """Post a form; a list is a field with several values."""
    return client.post(path, data=fields)
