"""Check that the statements of one file do not speak of the same section on the same dates."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from booking.rules.statements import Statement
from booking.rules.timeline import clash

from .check_shape import Checked

TWICE = "{}부터인 [{}] 표가 두 번 있습니다. 하나로 합치거나 from을 다르게 적어 주세요."
OVERLAP = "기간({}~{})이 앞에 적은 [{}] 표의 기간({}~{})과 겹칩니다."
ENDED = "끝({})이 시작({})보다 빠릅니다."


def check_dates(checked: Checked, statements: Sequence[Statement], since: date) -> None:
    """Two tables of a section do not clash, and none ends before it begins, or before the city's first date (``since``).

    ``statements``: those of the file, in its order (:func:`seed.statements.statements_of`).
    """
    by_section: dict[str, list[tuple[tuple[str, ...], Statement]]] = {}
    for stated, statement in zip(checked.stated, statements, strict=True):
        begins = max(statement.valid_from, since)
        if statement.valid_until is not None and statement.valid_until < begins:
            checked.refuse((*stated.path, "until"), ENDED.format(statement.valid_until, begins))
        else:
            by_section.setdefault(statement.section, []).append((stated.path, statement))
    for name, ones in by_section.items():
        for (_, first), (path, second) in combinations(ones, 2):
            if clash(first, second):
                checked.refuse(path, _sentence(name, first, second))


def _sentence(name: str, first: Statement, second: Statement) -> str:
    if second.valid_until is None:
        return TWICE.format(second.valid_from, name)
    dates = (second.valid_from, second.valid_until, name, first.valid_from, first.valid_until)
    return OVERLAP.format(*dates)
