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
TOO_EARLY = (
    "끝({})이 시의 규칙이 시작하는 날({}, 시 파일의 valid_from)보다 앞서 하루도 맞지 않습니다. 그날부터의 값만 적습니다."
)


def check_dates(checked: Checked, statements: Sequence[Statement], since: date) -> None:
    """Two tables of a section do not clash, and none ends before it begins, or before the city's first date (``since``).

    ``statements``: those of the file, in its order (:func:`seed.statements.statements_of`).
    """
    by_section: dict[str, list[tuple[tuple[str, ...], Statement]]] = {}
    for stated, statement in zip(checked.stated, statements, strict=True):
        begins, ends = statement.valid_from, statement.valid_until
        if ends is not None and ends < begins:
            checked.refuse((*stated.path, "until"), ENDED.format(ends, begins))
        elif ends is not None and ends < since:
            checked.refuse((*stated.path, "until"), TOO_EARLY.format(ends, since))
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
