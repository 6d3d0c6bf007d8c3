"""Check that a document has the tables and keys it may have, each with the right kind of value; collect what it states."""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from booking.rules.kinds import Kind
from booking.rules.sections import NAMED, PERIOD_SECTIONS, SECTIONS, Section

from .facts import Stated
from .locate import place_in_array
from .problems import Problem
from .read import Document
from .shapes import GROUPS, HEADS, MARKS, PLACE, kinds_of, names_in

Path = tuple[str, ...]
_NAME = re.compile(r"[A-Za-z0-9_가-힣-]{1,40}")
_TABLE = "[{}] 표여야 합니다."


class Checked:
    """What the check of one document found: problems and their paths, what is no mistake but to be told, the good values by
    their path, and the good statements."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.refused: list[Path] = []
        self.notes: list[Problem] = []
        self.good: dict[Path, Any] = {}
        self.stated: list[Stated] = []

    def refuse(self, path: Path, sentence: str) -> None:
        self.problems.append(self.document.problem(path, sentence))
        self.refused.append(path)

    def note(self, path: Path, sentence: str) -> None:
        self.notes.append(self.document.problem(path, sentence))

    def table(self, name: str) -> dict[str, Any]:
        """The good values of the table called ``name``."""
        return {key[-1]: value for key, value in self.good.items() if key[:-1] == (name,)}


def check_shape(document: Document, kind: str) -> Checked:
    """Compare a document with what a file of this kind (``cafe``, ``district``, ``city``) may have."""
    checked = Checked(document)
    heads = HEADS[kind]
    tables = {"place": 0} if kind == "cafe" else {}
    known = [*heads, *tables, *GROUPS, *NAMED, *(name for name in SECTIONS if "." not in name)]
    for key, value in document.values.items():
        if key in heads:
            _value(checked, (key,), heads[key], value)
        elif key == "place" and kind == "cafe":
            _place(checked, value)
        elif key in known:
            _sections(checked, key, value)
        else:
            checked.refuse((key,), _unknown(key, known))
    for key in (*heads, *tables):
        if key not in document.values:
            checked.refuse((key,), "이 표가 없습니다." if key in tables else "이 키가 없습니다.")
    return checked


def check_keys(checked: Checked, path: Path, kinds: Mapping[str, Kind], needed: Collection[str], values: Any) -> bool:
    """Check the values of one table: unknown and missing keys, wrong kinds. Whether all of it is good."""
    if not isinstance(values, dict):
        checked.refuse(path, _TABLE.format(".".join(path)))
        return False
    before = len(checked.problems)
    for key, value in values.items():
        if key in kinds:
            _value(checked, (*path, key), kinds[key], value)
        else:
            checked.refuse((*path, key), _unknown(key, kinds))
    for key in needed:
        if key not in values:
            checked.refuse((*path, key), "이 키가 없습니다.")
    return len(checked.problems) == before


def _value(checked: Checked, path: Path, kind: Kind, value: Any) -> None:
    if (sentence := kind.complaint(value)) is not None:
        checked.refuse(path, sentence)
    else:
        checked.good[path] = value


def _place(checked: Checked, values: Any) -> None:
    check_keys(checked, ("place",), {**PLACE, **MARKS}, [*PLACE, *MARKS], values)


def _sections(checked: Checked, first: str, value: Any) -> None:
    """A table of the file: one section, or several below a common first name."""
    if first not in GROUPS and first not in NAMED:
        _dated(checked, first, (first,), value)
        return
    if not isinstance(value, dict):
        checked.refuse((first,), f"[{first}.{'이름' if first in NAMED else names_in(first)[0]}] 표여야 합니다.")
        return
    for name, table in value.items():
        path = (first, name)
        if first in GROUPS and name not in names_in(first):
            checked.refuse(path, _unknown(name, names_in(first)))
        elif not _NAME.fullmatch(name):
            checked.refuse(path, "이름은 한글, 영문자, 숫자, -, _ 로 40자까지 적습니다.")
        else:
            _dated(checked, f"{first}.{name}", path, table)


def _dated(checked: Checked, name: str, path: Path, value: Any) -> None:
    """One statement ``[ages]``, or several ``[[ages]]``, each from a date on."""
    for at, table in _numbered(path, value) if isinstance(value, list) and value else [(path, value)]:
        _statement(checked, name, at, table)


def _numbered(path: Path, tables: list[Any]) -> Iterator[tuple[Path, Any]]:
    return (((*path, place_in_array(number)), table) for number, table in enumerate(tables))


def _statement(checked: Checked, name: str, path: Path, table: Any) -> None:
    first = name.split(".", 1)[0]
    section = NAMED[first] if first in NAMED else SECTIONS[name]
    if not isinstance(table, dict):
        checked.refuse(path, _TABLE.format(name))
        return
    own: dict[str, Any] = dict(table)
    inner: dict[str, Any] = {}
    good = True
    if first == "period":
        own, inner, good = _inner(checked, path, table)
    needed = [*(key for key, one in section.keys.items() if one.needed), *MARKS]
    if not check_keys(checked, path, kinds_of(section, name), needed, own) or not good:
        return
    if not inner and (first == "period" or not own.keys() - {"year", "source", "from", "until"}):
        checked.refuse(path, "규칙이 하나도 없습니다." if first == "period" else "값이 하나도 없습니다.")
        return
    content = {**_kept(section, own), **inner}
    stated = Stated(name, content, own["year"], own["source"].strip(), own.get("from"), own.get("until"), path)
    checked.stated.append(stated)


def _kept(section: Section, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: section.keys[key].kind.kept(value) for key, value in values.items() if key in section.keys}


def _inner(checked: Checked, path: Path, table: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """The sections below ``[period.<name>]``: the table's own keys, the contents of the sections, whether all are good."""
    firsts = {name.split(".", 1)[0] for name in PERIOD_SECTIONS}
    own = {key: value for key, value in table.items() if key not in firsts}
    contents: dict[str, Any] = {}
    good = True
    for first in (key for key in table if key in firsts):
        below = table[first] if first in GROUPS else {"": table[first]}
        if not isinstance(below, dict):
            checked.refuse((*path, first), _TABLE.format(f"period.….{first}"))
            good = False
            continue
        for second, values in below.items():
            name, at = (f"{first}.{second}", (*path, first, second)) if second else (first, (*path, first))
            if name not in PERIOD_SECTIONS:
                checked.refuse(at, _unknown(second, [one.split(".", 1)[1] for one in PERIOD_SECTIONS if "." in one]))
                good = False
                continue
            section = SECTIONS[name]
            kinds = {key: one.kind for key, one in section.keys.items()}
            needed = [key for key, one in section.keys.items() if one.needed]
            if check_keys(checked, at, kinds, needed, values):
                contents[name] = _kept(section, values)
            else:
                good = False
    return own, contents, good


def _unknown(key: str, known: Collection[str]) -> str:
    near = get_close_matches(key, list(known), n=1)
    return f"모르는 이름입니다. 혹시 {near[0]}인가요?" if near else "모르는 이름입니다."
