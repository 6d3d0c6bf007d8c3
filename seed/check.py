"""Read and check seed files: everything that can be loaded, or every problem at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from booking.rules.kinds import first_day

from . import facts
from .check_dates import check_dates
from .check_meaning import check_codes, check_meaning, check_place
from .check_shape import Checked, check_keys, check_shape
from .problems import Problem, SeedError
from .read import Document, read
from .shapes import DISTRICT_CODE, NEEDED_IN_CITY, TEMPORARY_HOLIDAY

FOLDER = Path(__file__).parent


def places(folder: Path = FOLDER) -> facts.Places:
    """What the files of ``folder`` say.

    :raises SeedError: with every problem of every file.
    """
    return _places(folder, sorted((folder / "districts").glob("*.toml")) + sorted((folder / "cafes").glob("*.toml")), True)


def some_places(files: Sequence[Path], folder: Path = FOLDER) -> facts.Places:
    """What these files of cafés and districts say; the city, the districts' codes and holidays are those of ``folder``.

    :raises SeedError: with every problem of every file.
    """
    return _places(folder, files, False)


def _places(folder: Path, files: Iterable[Path], named_by_code: bool) -> facts.Places:
    problems: list[Problem] = []
    districts = _one(folder / "districts.toml", folder, _districts, problems)
    holidays = _one(folder / "holidays.toml", folder, _holidays, problems)
    city = _one(folder / "city.toml", folder, _city, problems)
    # With unreadable districts every café would be blamed for a district that is right.
    names = None if districts is None else {path[-1] for path in districts.good}
    others = [_other(document, names, city, named_by_code) for document in _documents(files, folder, problems)]
    check_codes(others)
    for checked in (districts, holidays, city, *others):
        problems += checked.problems if checked is not None else []
    if problems or districts is None or holidays is None or city is None:
        raise SeedError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return facts.Places(
        districts={path[-1]: code for path, code in districts.good.items()},
        holidays=_holiday_facts(holidays),
        city=facts.City(city.good["valid_from",], tuple(city.stated)),
        district_rules=tuple(
            facts.DistrictRules(one.good["district",], tuple(one.stated)) for one in others if ("district",) in one.good
        ),
        cafes=tuple(_cafe_facts(one) for one in others if ("code",) in one.good),
    )


def _one(file: Path, folder: Path, check: Callable[[Document], Checked], problems: list[Problem]) -> Checked | None:
    found = read(file, folder)
    if isinstance(found, Problem):
        problems.append(found)
        return None
    return check(found)


def _documents(files: Iterable[Path], folder: Path, problems: list[Problem]) -> list[Document]:
    documents = []
    for file in files:
        found = read(file, folder)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            documents.append(found)
    return documents


def _other(document: Document, districts: set[str] | None, city: Checked | None, named_by_code: bool) -> Checked:
    """A café's file, or a district's."""
    kind = "district" if "district" in document.values and "code" not in document.values else "cafe"
    checked = check_shape(document, kind)
    check_dates(checked)
    if city is not None and not city.problems and not checked.problems:
        check_meaning(checked, city)
    if districts is not None:
        check_place(checked, Path(document.name).stem if named_by_code and kind == "cafe" else None, districts)
    return checked


def _city(document: Document) -> Checked:
    checked = check_shape(document, "city")
    for name in NEEDED_IN_CITY:
        if not any(one.section == name for one in checked.stated) and not checked.problems:
            checked.refuse(tuple(name.split(".")), "이 표가 없습니다. 시 기본값에는 꼭 있어야 합니다.")
    check_dates(checked)
    if not checked.problems:
        check_meaning(checked, checked)
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
        check_keys(checked, path, TEMPORARY_HOLIDAY, list(TEMPORARY_HOLIDAY), values)
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


def _cafe_facts(checked: Checked) -> facts.Cafe:
    """A café's file, which has no problems."""
    place = checked.table("place")
    when = next((one.content["when"] for one in checked.stated if one.section == "opening" and one.content), None)
    since = first_day(when) if when else None
    return facts.Cafe(
        code=checked.good["code",],
        name=place["name"],
        district=place["district"],
        address=place["address"],
        phone=place["phone"],
        latitude=float(place["latitude"]),
        longitude=float(place["longitude"]),
        year=place["year"],
        source=place["source"].strip(),
        opened_on=since if when and len(when) == len("2022-05-31") else None,
        open_since=since,
        stated=tuple(checked.stated),
    )
