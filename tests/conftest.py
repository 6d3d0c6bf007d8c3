"""What every test stands on: both databases, real ones, migrated once per worker and copied per test."""

import gc
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql

from booking import config, create_app, fresh, passwords
from booking.db import db, transaction
from booking.migrating import attach
from booking.models import Account
from booking.scope import Actor
from booking.sign_ins import add_sign_in
from tests.support.compiled import compile_addresses_once, with_compiled
from tests.support.memory import memory_folder
from tests.support.order import longest_first
from tests.support.postgres import server_url

FRESH_SECONDS = fresh.FRESH_SECONDS
DATABASES = ("sqlite", "postgresql")
# Every test makes an app and throws it away: looking for cycles after every 700 objects takes a tenth of the time.
gc.set_threshold(50_000, 20, 50)
compile_addresses_once()
SERVICE_HASHER = passwords._hasher
# A fifth of what tests cost was hashes, which are slow on purpose; real processes make them as the service does.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
if (folder := memory_folder()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
SEQUENCES = "SELECT format('%I', sequencename) FROM pg_sequences WHERE schemaname = 'public'"
END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def settings_for(url: str, var_dir: Path) -> config.Settings:
    """Settings of a test's app on this database."""
    env = {
        "ENV": "test",
        "SECRET_KEY": "test " * 10,
        "DATABASE_URL": url,
        "VAR_DIR": str(var_dir),
        "BASE_URL": "http://localhost",
    }
    return config.read(env)


def _migrate(url: str, var_dir: Path) -> None:
    app = create_app(settings_for(url, var_dir))
    attach(app)
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> "Templates":
    """Migrated, empty databases of this worker to copy from; the PostgreSQL server starts when first asked for."""
    return Templates(tmp_path_factory)


class Templates:
    """Makes a fresh database per call, from a template that was migrated once."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._sqlite: Path | None = None
        self._admin_url: str | None = None
        self._template: str | None = None
        self._made = 0
        self._clean: list[str] = []
        self._given_back = 0
        self._emptying: sql.Composed | None = None
        self._open: dict[str, psycopg.Connection] = {}

    def fresh(self, engine: str, folder: Path) -> str:
        """The URL of a fresh migrated database of this kind."""
        return self._fresh_sqlite(folder) if engine == "sqlite" else self._fresh_postgresql(folder)

    def _fresh_sqlite(self, folder: Path) -> str:
        if self._sqlite is None:
            self._sqlite = self._factory.mktemp("template") / "template.sqlite3"
            _migrate(f"sqlite:///{self._sqlite}", self._sqlite.parent)
        path = folder / "booking.sqlite3"
        shutil.copyfile(self._sqlite, path)
        return f"sqlite:///{path}"

    def _fresh_postgresql(self, folder: Path) -> str:
        if self._admin_url is None:
            self._admin_url = server_url(self._factory)
            self._template = self._name(0)
            self._create(self._template)
            _migrate(self._url(self._template), folder)
        if self._clean:
            return self._clean.pop()
        self._made += 1
        name = self._name(self._made)
        self._create(name, template=self._template)
        return self._url(name)

    def _name(self, number: int) -> str:
        # Workers share the server, so a name holds this worker's own folder.
        return f"kids_{abs(hash(str(self._factory.getbasetemp()))):x}_{number}"

    def _url(self, name: str) -> str:
        assert self._admin_url is not None
        base, _, query = self._admin_url.partition("?")
        return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def _create(self, name: str, template: str | None = None) -> None:
        made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            made += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._run(made)

    def _run(self, statement: sql.Composed) -> None:
        assert self._admin_url is not None
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(statement)

    def give_back(self, url: str) -> None:
        """Empty a database made here, for the next test: many times as quick as making another.

        Few rows are deleted ten times as quickly as tables are truncated; what deleting leaves behind is truncated now and
        then."""
        if not url.startswith("postgresql"):
            return
        self._given_back += 1
        try:
            self._empty(url)
        except psycopg.OperationalError:
            # A test ended the connections of its database, ours with them.
            self._empty(url)
        self._clean.append(url)

    def _empty(self, url: str) -> None:
        connection = self._open.pop(url, None) or psycopg.connect(url, autocommit=True, prepare_threshold=None)
        connection.execute(END_OTHERS)
        connection.execute(self._truncating(connection) if self._given_back % 40 == 0 else self._deleting(connection))
        # Kept for the next time: a new connection would have the server look up every table anew, six times the work.
        self._open[url] = connection

    def _truncating(self, connection: psycopg.Connection) -> sql.Composed:
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in connection.execute(TABLES).fetchall())
        return sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables)

    def _deleting(self, connection: psycopg.Connection) -> sql.Composed:
        if self._emptying is None:
            tables = [sql.SQL("DELETE FROM {};").format(sql.Identifier(name)) for (name,) in connection.execute(TABLES)]
            numbers = [sql.SQL("setval({}, 1, false)").format(name) for (name,) in connection.execute(SEQUENCES)]
            # Without the triggers of foreign keys: all of it goes.
            self._emptying = (
                sql.SQL("BEGIN; SET LOCAL session_replication_role = replica; ")
                + sql.SQL(" ").join(tables)
                + sql.SQL(" SELECT {}; COMMIT").format(sql.SQL(", ").join(numbers))
            )
        return self._emptying


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh migrated database; the test runs once on each kind."""
    url = templates.fresh(request.param, tmp_path)
    yield url
    templates.give_back(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> config.Settings:
    """Settings of the test's app."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def app(settings: config.Settings) -> Iterator[Flask]:
    """The application on a fresh database. No context is pushed: see ``context``."""
    app = with_compiled(create_app(settings))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def answers_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for a moment for everybody is made for every request, so a test sees what it has just done."""
    monkeypatch.setattr(fresh, "FRESH_SECONDS", -1.0)


@pytest.fixture
def answers_are_kept(answers_are_made_anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the service."""
    monkeypatch.setattr(fresh, "FRESH_SECONDS", FRESH_SECONDS)


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with a context pushed, for tests that call actions and queries themselves."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def shifted(settings: config.Settings):
    """Another app on the same database whose clock is moved by this much."""

    def make(clock_shift):
        return with_compiled(create_app(replace(settings, clock_shift=clock_shift)))

    return make


@pytest.fixture
def sign_in(app: Flask):
    """A test client that is signed in as this actor: a real row in ``sign_in`` and a real cookie."""

    def open_client(actor: Actor) -> FlaskClient:
        with app.app_context():
            with transaction() as session:
                secret, _ = add_sign_in(session, session.get_one(Account, actor.account_id), datetime.now(UTC))
            db.session.remove()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
        return client

    return open_client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    items[:] = longest_first(items)
