"""Check what the values of a file mean together: the policy that they make on every date on which it changes."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path

from booking.rules.contradictions import contradictions
from booking.rules.kinds import first_day
from booking.rules.policy import PolicyIncomplete, merged
from booking.rules.statements import Layer, Statement, holding

from .check_shape import Checked
from .facts import Stated

EVER = date(2000, 1, 1)


def check_meaning(checked: Checked, city: Checked) -> None:
    """Refuse what contradicts itself on any date, given what the city states where this file is silent."""
    since: date = city.good["valid_from",]
    own: Layer = "city" if checked is city else "district" if ("district",) in checked.good else "cafe"
    statements = statements_of(city.stated, "city", since)
    if own != "city":
        statements += statements_of(checked.stated, own, _since(checked) or since)
    paths = {id(one.content): one.path for one in checked.stated if one.content is not None}
    said: set[tuple[tuple[str, ...], str]] = set()
    for day in (day for day in _changes(statements) if day >= since):
        holds = holding(statements, day)
        try:
            found = contradictions(merged(holds))
        except PolicyIncomplete as missing:
            checked.refuse((), f"{day}에 값이 모자랍니다: {missing}")
            return
        for section, key, sentence in found:
            path = _path(holds, section, paths)
            if path is not None and (path, sentence) not in said:
                said.add((path, sentence))
                checked.refuse((*path, *key), sentence)


def statements_of(stated: Iterable[Stated], layer: Layer, since: date) -> list[Statement]:
    """The tables of a file as rules see them; those without a date hold from ``since``."""
    return [
        Statement(number, layer, one.section, one.content, _first(one, since), one.valid_until, one.year, one.source)
        for number, one in enumerate(stated)
    ]


def _first(one: Stated, since: date) -> date:
    # That a café opens on a day is true before that day, too.
    return EVER if one.section == "opening" else one.valid_from or since


def _since(checked: Checked) -> date | None:
    when = next((one.content["when"] for one in checked.stated if one.section == "opening" and one.content), None)
    return first_day(when) if when else None


def _changes(statements: list[Statement]) -> list[date]:
    starts = {one.valid_from for one in statements}
    return sorted(starts | {one.valid_until + timedelta(days=1) for one in statements if one.valid_until is not None})


def _path(holds: Iterable[Statement], section: str, paths: dict[int, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Where the file states the section (its nearest statement), or ``None`` when another file does."""
    own = [paths[id(one.content)] for one in holds if one.section == section and id(one.content) in paths]
    return own[-1] if own else None


def check_place(checked: Checked, file_stem: str | None, districts: Collection[str]) -> None:
    """A café's code is its file's name, and the district is one of Seoul's."""
    code = checked.good.get(("code",))
    if code is not None and file_stem is not None and code != file_stem:
        checked.refuse(("code",), f"파일 이름({file_stem}.toml)과 지점 코드({code})가 다릅니다.")
    for path in (("place", "district"), ("district",)):
        district = checked.good.get(path)
        if district is not None and district not in districts:
            checked.refuse(path, f'"{district}"은(는) seed/districts.toml에 없는 자치구입니다.')


def check_codes(files: Iterable[Checked]) -> None:
    """No two files state the same code or district; the one that is not called so is refused."""
    first: dict[str, str] = {}
    for one in sorted(files, key=lambda one: Path(one.document.name).stem != one.good.get(("code",))):
        path = ("code",) if ("code",) in one.good else ("district",)
        what = one.good.get(path)
        if what in first:
            one.refuse(path, f"{what}은(는) {first[what]}에도 있습니다.")
        elif what is not None:
            first[what] = one.document.name
