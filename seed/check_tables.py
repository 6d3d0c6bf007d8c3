"""Check the two files that are one table each: the districts' codes and the temporary holidays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from . import facts
from .check_shape import Checked, check_keys
from .read import Document
from .shapes import DISTRICT_CODE, TEMPORARY_HOLIDAY


def check_districts(document: Document) -> Checked:
    """Every district has a code of its own; good are ``("districts", name)``."""
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


def check_holidays(document: Document) -> Checked:
    """Every temporary holiday is called by its date."""
    checked = Checked(document)
    for day, values in _rows_of(checked, "holidays").items():
        path = ("holidays", day)
        if not _is_date(day):
            checked.refuse(path, "[holidays.2025-01-27]처럼 날짜로 이름을 지어야 합니다.")
            continue
        check_keys(checked, path, TEMPORARY_HOLIDAY, list(TEMPORARY_HOLIDAY), values)
    return checked


def holiday_facts(checked: Checked) -> tuple[facts.Holiday, ...]:
    """The temporary holidays of a file without problems."""
    return tuple(
        facts.Holiday(date.fromisoformat(day), values["name"], values["source"])
        for day, values in checked.document.values["holidays"].items()
    )


def _rows_of(checked: Checked, table: str) -> Mapping[str, Any]:
    """The content of a file that has one table only."""
    for key in checked.document.values.keys() - {table}:
        checked.refuse((key,), f"모르는 이름입니다. 이 파일에는 [{table}] 표만 있습니다.")
    rows = checked.document.values.get(table)
    if isinstance(rows, dict):
        return rows
    checked.refuse((table,), f"[{table}] 표가 없습니다.")
    return {}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
