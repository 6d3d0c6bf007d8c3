"""The migrations make exactly what the models say, on both databases."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from booking.db import db
from booking.migrating import MIGRATIONS


def test_migrated_tables_are_the_models_tables(context):
    with db.engine.connect() as connection:
        migrated = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(migrated, db.metadata) == []


def test_every_named_check_of_the_models_stands_in_the_database(context):
    found = inspect(db.engine)
    for table in db.metadata.sorted_tables:
        stated = {str(c.name) for c in table.constraints if c.__visit_name__ == "check_constraint"}

        assert {c["name"] for c in found.get_check_constraints(table.name)} >= stated, table.name


def test_every_foreign_key_to_a_slot_from_its_visitors_waits_for_the_commit(context):
    found = inspect(db.engine)
    for table in ("reservation", "visit", "ledger"):
        (key,) = [k for k in found.get_foreign_keys(table) if k["referred_table"] == "slot"]

        assert key["options"].get("deferrable") is True
        assert key["options"].get("initially") == "DEFERRED"


def test_migrations_are_numbered_in_one_line():
    files = sorted(path.name for path in Path(MIGRATIONS, "versions").glob("*.py"))

    numbers = [int(re.match(r"(\d{4})_", name)[1]) for name in files]

    assert numbers == list(range(1, len(files) + 1))
    for number, name in zip(numbers, files, strict=True):
        text = Path(MIGRATIONS, "versions", name).read_text()
        assert re.search(rf'^revision = "{number:04d}"$', text, re.M), name
        assert ("down_revision = None" in text) == (number == 1), name
