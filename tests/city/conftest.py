"""A small city, built once on each database: everybody here only looks at it, or takes back what was done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from booking import config, create_app
from booking.db import db
from seed.check import whole_city
from seed.facts import Places
from seed.load import load
from seed.whole_city.build import build
from seed.whole_city.wanted import Wanted
from tests.conftest import DATABASES, settings_for

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)  # Saturday noon in Seoul
SMALL = Wanted(families=400, visits=20_000, days=80)
RESTS_ON_TABLES = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2",
    "postgresql": """
        SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
        UNION ALL SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
        ORDER BY 1, 2, 3
    """,
}


def at_noon(settings: config.Settings) -> config.Settings:
    """These settings with a clock that says about :data:`NOW`."""
    return replace(settings, clock_shift=NOW - datetime.now(UTC))


WHOLE = whole_city()
FEW = replace(WHOLE, cafes=WHOLE.cafes[:6])


def built(wanted: Wanted, places: Places = FEW) -> str:
    """A city of these places, built in the database of the pushed context."""
    return build(wanted, places, lambda places: load(places, NOW))


def what_rests_on_tables() -> list[tuple]:
    """Every key, check and index, in the database's own words."""
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(RESTS_ON_TABLES[db.engine.dialect.name]))]


@dataclass(frozen=True)
class City:
    """The built city's application, what the build said, and what rested on the tables before it."""

    app: Flask
    said: str
    before: list[tuple]


@pytest.fixture(scope="session", params=DATABASES)
def built_city(request, templates, tmp_path_factory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("city")
    url = templates.fresh(request.param, folder)
    app = create_app(at_noon(settings_for(url, folder)))
    with app.app_context():
        before = what_rests_on_tables()
        said = built(SMALL, WHOLE)
    yield City(app, said, before)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    templates.give_back(url)


@pytest.fixture
def city(built_city: City) -> Iterator[City]:
    """The city with its context pushed."""
    with built_city.app.app_context():
        yield built_city
        db.session.remove()
