"""The cafés of the portal's list (``cafes_2026.csv``) as the documents that files of their own would be.

The list knows of each café what the portal shows of all: place, weekdays, closing days, ages, capacities, play-care. What it
does not say stays unsaid, so the district's or the city's value holds, the timetable first of all. A café with a file in
``cafes/`` is not taken from here: the file knows more.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .locate import shown
from .problems import Problem
from .read import Document
from .table_words import closed_holidays, open_weekdays, season

TABLE = "cafes_2026.csv"
YEAR = 2026
SOURCE = "우리동네키움포털 2026-06-15 기준 (https://github.com/Jaybleee/seoulkidscafe/blob/main/data/kids_cafes.json)"
MARKS = {"year": YEAR, "source": SOURCE}
Row = Mapping[str, str]


@dataclass(frozen=True)
class TableRow(Document):
    """One line of the list, read as a document. A problem with it stands in that ``line``."""

    line: int = 0

    def problem(self, path: tuple[str, ...], sentence: str) -> Problem:
        return Problem(self.name, self.line, shown(path), f"{self.values['code']}: {sentence}")


def cafes_of_table(folder: Path, besides: Collection[str]) -> Iterator[TableRow]:
    """The list's cafés, but for the codes ``besides``, which have files."""
    file = folder / TABLE
    lines = file.read_text(encoding="utf-8").splitlines()
    # The first line says where the list is from.
    reader = csv.DictReader(lines[1:], strict=True)
    for row in reader:
        if row["facility_id"] not in besides:
            yield TableRow(f"{folder.name}/{TABLE}", "", document_of(row), reader.line_num + 1)


def document_of(row: Row) -> dict[str, Any]:
    """What a file would say of the café in this row."""
    tables = {
        "place": _place(row),
        # Listed before it opens: nobody would be let in.
        "operation": {"state": "preparing"} if row["capacity_individual"] == "0" else {},
        "days": _days(row),
        "season": season(row["season"]),
        "holidays": closed_holidays(row["closed_days"]),
        "ages": {"basis": "year_age", "min": int(row["min_age"]), "max": int(row["max_age"])},
        "care": {"offered": True} if row["care"] == "Y" else {},
        "conduct": {"socks": True} if row["socks"] == "Y" else {},
        "same_day": {"how": ["portal", "walk_in"]} if row["walk_in"] == "Y" else {},
        "payment": {"methods": ["bank_transfer"]} if row["bank_transfer"] == "Y" else {},
    }
    capacity = {kind: {"children": places, **MARKS} for kind, places in _capacities(row)}
    said = {name: {**values, **MARKS} for name, values in tables.items() if values}
    return {"code": row["facility_id"], **said, "capacity": capacity}


def _place(row: Row) -> dict[str, Any]:
    return {
        "name": name_of(row),
        "district": row["district"],
        "address": row["address"],
        "phone": row["phone"],
        "latitude": float(row["lat"]),
        "longitude": float(row["lng"]),
    }


def name_of(row: Row) -> str:
    """The café's name as its own files have it: without the programme and the district in front; who travels is marked."""
    name = re.sub(r"^(서울형키즈카페\s*)?([가-힣]{1,3}?구\s*)?", "", row["name"])
    if row["kind"] == "seasonal":
        return f"{name}점 (여기저기)"
    return re.sub(r"(?<=\S)\(", " (", name)


def _days(row: Row) -> dict[str, Any]:
    days = open_weekdays(row["operating_days"])
    return {"open": days} if days else {}


def _capacities(row: Row) -> Iterator[tuple[str, int]]:
    for kind in ("individual", "group"):
        if row[f"capacity_{kind}"]:
            yield kind, int(row[f"capacity_{kind}"])
