"""Write a café back as a file: all that was ever stated of it, with dates, years and sources. Loading it again changes
nothing, and loading it elsewhere makes a café that answers the same on every date.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cafe
from booking.rules.sections import PERIOD_SECTIONS, SECTIONS, section_of
from booking.rules.statements import Statement
from booking.rules.timeline import restated

from .shapes import PLACE, UNDATED
from .write_statements import Scope, rows_of


def cafe_file(session: Session, code: str, today: date) -> str | None:
    """The file of the café with this code, or ``None``."""
    cafe = session.scalars(select(Cafe).where(Cafe.code == code)).one_or_none()
    if cafe is None:
        return None
    scope = Scope(cafe.name, "cafe", since=today, today=today, is_new=False, cafe_id=cafe.id)
    return "\n".join([*_head(cafe), *tables(rows_of(session, scope), today)]) + "\n"


def tables(rows: Iterable[Statement], today: date) -> Iterator[str]:
    """The lines of the tables that say what these statements of one layer say: on every date, or ``today`` where the section
    is a date itself."""
    by_section: dict[str, list[Statement]] = {}
    for one in rows:
        by_section.setdefault(one.section, []).append(one)
    order = [*SECTIONS, *sorted(by_section.keys() - SECTIONS.keys())]
    for section in (name for name in order if name in by_section):
        ones = by_section[section]
        undated = _is_undated(section)
        again = restated(ones, today)[-1:] if undated else restated(ones, min(one.valid_from for one in ones))
        for one in again:
            yield ""
            yield from _table(one, several=len(again) > 1)


def _head(cafe: Cafe) -> Iterator[str]:
    yield f"# 서울형 키즈카페 {cafe.district.name} {cafe.name}"
    yield "# 쓰는 법: docs/cafe-file.md"
    yield ""
    yield f"code = {_text(cafe.code)}"
    yield ""
    yield "[place]"
    values = {key: cafe.district.name if key == "district" else getattr(cafe, key) for key in PLACE}
    for key, value in values.items():
        yield f"{key} = {_text(value) if isinstance(value, str) else value}"
    yield f"year = {cafe.year}"
    yield f"source = {_text(cafe.source or '')}"


def _table(one: Statement, *, several: bool) -> Iterator[str]:
    name = _name(one.section)
    yield f"[[{name}]]" if several else f"[{name}]"
    content = dict(one.content or {})
    inner = {section: content.pop(section) for section in PERIOD_SECTIONS if section in content}
    yield from _values(one.section, content)
    if not _is_undated(one.section):
        yield f"from = {one.valid_from.isoformat()}"
        if one.valid_until is not None:
            yield f"until = {one.valid_until.isoformat()}"
    yield f"year = {one.year}"
    yield f"source = {_text(one.source)}"
    for section, values in inner.items():
        yield ""
        yield f"[{name}.{section}]"
        yield from _values(section, values)


def _is_undated(section: str) -> bool:
    return section.split(".", 1)[0] in UNDATED


def _name(section: str) -> str:
    first, _, second = section.partition(".")
    return section if section in SECTIONS or not second else f"{first}.{_text(second)}"


def _values(section: str, content: Mapping[str, Any]) -> Iterator[str]:
    keys = section_of(section).keys
    for key in keys:
        if key in content:
            yield f"{key} = {keys[key].kind.toml(content[key])}"


def _text(value: str) -> str:
    # TOML's basic strings know JSON's escapes; a slash is not escaped by either.
    return json.dumps(value, ensure_ascii=False)
