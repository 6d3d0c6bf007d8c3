"""Databases that may be killed: a PostgreSQL of our own for each worker of the test run, started when first asked for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from .databases import Postgres, Sqlite, a_database


@pytest.fixture(scope="session")
def databases() -> Iterator[Callable[[str], Postgres | Sqlite]]:
    """The databases of an engine, by its name."""
    with ExitStack() as open_ones:
        made: dict[str, Postgres | Sqlite] = {}

        def get(engine: str) -> Postgres | Sqlite:
            if engine not in made:
                made[engine] = open_ones.enter_context(a_database(engine))
            return made[engine]

        yield get
