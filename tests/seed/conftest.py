"""A copy of the seed's data files that a test may break, a café's file in a few lines, and every row to compare."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from booking.db import Base, db, transaction
from booking.models import Cafe
from seed.check import FOLDER, places
from seed.load import load

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday 09:00 in Seoul
EIGHT = ("JN220501", "JR220801", "DJ221102", "YC221101", "SD221201", "GD230201", "GD230202", "GJ230202")
"""The cafés of spring 2023."""
ODD = ("DB241101", "DM250103", "KC240902", "KC250801", "GN260301", "SM250102")
"""Cafés with tables that the eight do not have."""
A_CAFE = """\
code = "XX990101"

[place]
name = "시험점"
district = "중구"
address = "서울특별시 중구 세종대로 110"
phone = "02-120-0000"
latitude = 37.5663
longitude = 126.9779
year = 2026
source = "시험"

"""
"""A café's file that states nothing; the district has no rules of its own."""
MARKS = '\nyear = 2026\nsource = "시험"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data files, copied: the city, the districts, and the cafés that tests break."""
    copy = tmp_path / "seed"
    others = [file.name for file in (FOLDER / "cafes").glob("*.toml") if file.stem not in (*EIGHT, *ODD)]
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__", *others))
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
def cafe_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a café's file with these tables; ``@`` in them stands for a year and a source."""

    def write(tables: str) -> Path:
        file = tmp_path / "XX990101.toml"
        file.write_text(A_CAFE + tables.replace("@", MARKS), encoding="utf-8")
        return file

    return write


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


_kept: dict[str, list[tuple[Table, list[dict[str, Any]]]]] = {}
"""The rows of the loaded places, of each kind of database."""


@pytest.fixture
def loaded(context: Flask) -> Session:
    """The session of a database with the places: loaded for the first test, and as its rows for all others."""
    kind = db.engine.dialect.name
    if kind in _kept:
        _write(_kept[kind])
        return db.session()
    load(places(), NOW)
    _kept[kind] = [
        (table, [dict(row) for row in db.session.execute(select(table)).mappings()]) for table in Base.metadata.sorted_tables
    ]
    return db.session()


def _write(kept: list[tuple[Table, list[dict[str, Any]]]]) -> None:
    with transaction() as session:
        for table, rows in kept:
            if not rows:
                continue
            session.execute(insert(table), rows)
            if session.get_bind().dialect.name == "postgresql" and table.autoincrement_column is not None:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                session.execute(select(func.setval(sequence, max(row["id"] for row in rows))).where(sequence.is_not(None)))


@pytest.fixture
def ids(loaded: Session) -> dict[str, int]:
    """The loaded cafés' ids by code."""
    return {cafe.code: cafe.id for cafe in loaded.scalars(select(Cafe))}
