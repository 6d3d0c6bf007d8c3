"""A copy of the seed's data files that a test may break, and every row of the database to compare."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.db import Base, db
from booking.models import Cafe
from seed.check import FOLDER, places
from seed.load import load

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday 09:00 in Seoul


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data files, copied."""
    copy = tmp_path / "seed"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Replace the first place of a text in one of the copied files: ``change("cafes/JN220501.toml", old, new)``."""

    def change_file(name: str, old: str, new: str) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change_file


@pytest.fixture
def rows(context: Flask) -> Callable[[], dict[str, list[tuple[Any, ...]]]]:
    """Every row of every table, as committed."""

    def dump() -> dict[str, list[tuple[Any, ...]]]:
        db.session.rollback()
        return {
            table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }

    return dump


@pytest.fixture
def loaded(context: Flask) -> Session:
    """The session of a database with the places."""
    load(places(), NOW)
    return db.session()


@pytest.fixture
def ids(loaded: Session) -> dict[str, int]:
    """The loaded cafés' ids by code."""
    return {cafe.code: cafe.id for cafe in loaded.scalars(select(Cafe))}
