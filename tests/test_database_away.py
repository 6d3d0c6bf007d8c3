"""The database goes away and comes back: 503 with the form kept, then as before without anybody's help."""

import importlib
import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from booking.db import db
from tests.conftest import END_OTHERS
from tests.support.morning import morning_settings, without_csrf
from tests.world import a_slot, a_world


@contextmanager
def away(url):
    """Nobody can use the database: PostgreSQL lets nobody in, or a stranger holds SQLite's file."""
    if url.startswith("sqlite"):
        holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            holder.close()
        return
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(psycopg.conninfo.make_conninfo(url, dbname="postgres"), autocommit=True) as admin:
        say = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        with psycopg.connect(url, autocommit=True) as inside:
            admin.execute(say.format(sql.Identifier(name), sql.SQL("false")))
            inside.execute(END_OTHERS)
        try:
            yield
        finally:
            admin.execute(say.format(sql.Identifier(name), sql.SQL("true")))


@pytest.fixture
def settings(database_url, tmp_path):
    return morning_settings(database_url, tmp_path)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    # The package's name ``db`` is the extension, so the module is asked for by its path.
    monkeypatch.setattr(importlib.import_module("booking.db"), "BUSY_TIMEOUT_MS", 50)


def test_away_is_503_with_the_form_kept_and_back_is_back(app, sign_in, database_url):
    without_csrf(app)
    with app.app_context():
        world = a_world()
        slot_id = a_slot(world.hyehwa)
        db.session.remove()
    client = sign_in(world.mom)
    sent = {"child_ids": [str(world.jia)], "adults": "1", "request_id": "0f-12345678"}
    assert client.get("/reservations").status_code == 200

    with away(database_url):
        first = client.post(f"/slots/{slot_id}/reservations", data=sent)
        again = client.get(f"/slots/{slot_id}")

        for answer in (first, again):
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
        assert 'name="request_id" value="0f-12345678"' in first.get_data(as_text=True)
        assert f'action="/slots/{slot_id}/reservations"' in first.get_data(as_text=True)
        assert client.get("/healthz").status_code == 200

    assert client.post(f"/slots/{slot_id}/reservations", data=sent).status_code == 303
