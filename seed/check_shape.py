"""Check that a document has the tables and keys it may have, each with the right kind of value."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from .problems import Problem
from .read import Document
from .shapes import Table

Path = tuple[str, ...]


class Checked:
    """What the check of one document found: problems, and the values that are good, by their path."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.good: dict[Path, Any] = {}

    def refuse(self, path: Path, sentence: str) -> None:
        self.problems.append(self.document.problem(path, sentence))

    def table(self, name: str) -> dict[str, Any]:
        """The good values of the table called ``name``."""
        path = _path(name)
        return {key[-1]: value for key, value in self.good.items() if key[:-1] == path}


def check_shape(document: Document, tables: Mapping[str, Table]) -> Checked:
    """Compare a document with the tables that it may have."""
    checked = Checked(document)
    present = _check_tables(checked, tables, (), document.values)
    for name, table in tables.items():
        if table.needed and name not in present:
            checked.refuse(_path(name), "이 표가 없습니다.")
    return checked


def check_keys(checked: Checked, path: Path, table: Table, values: Mapping[str, Any], below: Collection[str] = ()) -> None:
    """Check the values of one table: unknown and missing keys, wrong kinds. ``below`` are names of tables inside it."""
    kinds = table.kinds()
    for key, value in values.items():
        if key not in kinds:
            checked.refuse((*path, key), _unknown(key, [*kinds, *below]))
        elif (sentence := kinds[key].complaint(value)) is not None:
            checked.refuse((*path, key), sentence)
        else:
            checked.good[*path, key] = value
    for key in table.needed_keys():
        if key not in values:
            checked.refuse((*path, key), "이 키가 없습니다.")


def _check_tables(checked: Checked, tables: Mapping[str, Table], path: Path, values: Mapping[str, Any]) -> set[str]:
    """Check ``values`` at ``path`` and below; the names of the tables that are there."""
    here = ".".join(path)
    below = {name for name in tables if name and _path(name)[: len(path)] == path and name != here}
    deeper = {_path(name)[len(path)] for name in below}
    present: set[str] = set()
    own = {key: value for key, value in values.items() if key not in deeper}
    if here in tables:
        present.add(here)
        check_keys(checked, path, tables[here], own, deeper)
    else:
        for key in own:
            checked.refuse((*path, key), _unknown(key, deeper))
    for key in (key for key in values if key in deeper):
        if isinstance(values[key], dict):
            present |= _check_tables(checked, tables, (*path, key), values[key])
        else:
            checked.refuse((*path, key), f"[{'.'.join((*path, key))}] 표여야 합니다.")
    return present


def _path(name: str) -> Path:
    return tuple(name.split(".")) if name else ()


def _unknown(key: str, known: Collection[str]) -> str:
    near = get_close_matches(key, list(known), n=1)
    return f"모르는 이름입니다. 혹시 {near[0]}인가요?" if near else "모르는 이름입니다."
