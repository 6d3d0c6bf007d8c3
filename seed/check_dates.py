"""Check that the statements of one file do not speak of the same section on the same dates."""

from itertools import combinations

from .check_shape import Checked
from .facts import Stated

TWICE = "같은 날({})부터인 [{}] 표가 두 번 있습니다. 하나로 합치거나 from을 다르게 적어 주세요."
OVERLAP = "기간({}~{})이 앞에 적은 [{}] 표의 기간({}~{})과 겹칩니다."


def check_dates(checked: Checked) -> None:
    """Two statements of a section begin on different dates; two with an end do not overlap."""
    by_section: dict[str, list[Stated]] = {}
    for one in checked.stated:
        by_section.setdefault(one.section, []).append(one)
    for name, ones in by_section.items():
        for first, second in combinations(ones, 2):
            if (first.valid_until is None) != (second.valid_until is None):
                continue
            if first.valid_until is None:
                if first.valid_from == second.valid_from:
                    checked.refuse(second.path, TWICE.format(first.valid_from or "처음", name))
            elif _overlap(first, second):
                dates = (second.valid_from, second.valid_until, name, first.valid_from, first.valid_until)
                checked.refuse(second.path, OVERLAP.format(*dates))


def _overlap(first: Stated, second: Stated) -> bool:
    assert first.valid_until is not None
    assert second.valid_until is not None
    starts_before = second.valid_from is None or second.valid_from <= first.valid_until
    return starts_before and (first.valid_from is None or first.valid_from <= second.valid_until)
