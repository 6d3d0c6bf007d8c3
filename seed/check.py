"""Read and check all seed files of a folder: everything that can be loaded, or every problem at once."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from . import facts
from .check_meaning import check_codes, check_place, check_rules
from .check_shape import Checked, check_keys, check_shape
from .problems import Problem, SeedError
from .read import Document, read
from .shapes import CAFE, CITY, DISTRICT_CODE, TEMPORARY_HOLIDAY

FOLDER = Path(__file__).parent


def places(folder: Path = FOLDER) -> facts.Places:
    """What the files of ``folder`` say.

    :raises SeedError: with every problem of every file.
    """
    problems: list[Problem] = []
    districts = _one(folder, "districts.toml", _districts, problems)
    holidays = _one(folder, "holidays.toml", _holidays, problems)
    city = _one(folder, "city.toml", _city, problems)
    # With unreadable districts every café would be blamed for a district that is right.
    names = None if districts is None else {path[-1] for path in districts.good}
    cafes = [_cafe(document, names) for document in _cafe_documents(folder, problems)]
    check_codes(cafes)
    for checked in (districts, holidays, city, *cafes):
        problems += checked.problems if checked is not None else []
    if problems or districts is None or holidays is None or city is None:
        raise SeedError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return facts.Places(
        districts={path[-1]: code for path, code in districts.good.items()},
        holidays=_holiday_facts(holidays),
        city=facts.city(city),
        cafes=tuple(facts.cafe(checked) for checked in cafes),
    )


def _one(folder: Path, name: str, check: Any, problems: list[Problem]) -> Checked | None:
    found = read(folder / name, folder)
    if isinstance(found, Problem):
        problems.append(found)
        return None
    checked: Checked = check(found)
    return checked


def _cafe_documents(folder: Path, problems: list[Problem]) -> list[Document]:
    documents = []
    for file in sorted((folder / "cafes").glob("*.toml")):
        found = read(file, folder)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            documents.append(found)
    return documents


def _cafe(document: Document, districts: set[str] | None) -> Checked:
    checked = check_shape(document, CAFE)
    check_rules(checked)
    if districts is not None:
        check_place(checked, Path(document.name).stem, districts)
    return checked


def _city(document: Document) -> Checked:
    checked = check_shape(document, CITY)
    check_rules(checked)
    return checked


def _rows_of(checked: Checked, table: str) -> Mapping[str, Any]:
    """The content of a file that has one table only."""
    for key in checked.document.values.keys() - {table}:
        checked.refuse((key,), f"모르는 이름입니다. 이 파일에는 [{table}] 표만 있습니다.")
    rows = checked.document.values.get(table)
    if isinstance(rows, dict):
        return rows
    checked.refuse((table,), f"[{table}] 표가 없습니다.")
    return {}


def _districts(document: Document) -> Checked:
    checked = Checked(document)
    codes: dict[int, str] = {}
    for name, code in _rows_of(checked, "districts").items():
        if (sentence := DISTRICT_CODE.complaint(code)) is not None:
            checked.refuse(("districts", name), sentence)
        elif code in codes:
            checked.refuse(("districts", name), f"{code}은(는) {codes[code]}의 코드입니다.")
        else:
            codes[code] = name
            checked.good["districts", name] = code
    return checked


def _holidays(document: Document) -> Checked:
    checked = Checked(document)
    for day, values in _rows_of(checked, "holidays").items():
        path = ("holidays", day)
        if not _is_date(day):
            checked.refuse(path, "[holidays.2025-01-27]처럼 날짜로 이름을 지어야 합니다.")
            continue
        if isinstance(values, dict):
            check_keys(checked, path, TEMPORARY_HOLIDAY, values)
        else:
            checked.refuse(path, f"[holidays.{day}] 표여야 합니다.")
    return checked


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _holiday_facts(checked: Checked) -> tuple[facts.Holiday, ...]:
    return tuple(
        facts.Holiday(date.fromisoformat(day), values["name"], values["source"])
        for day, values in checked.document.values["holidays"].items()
    )
