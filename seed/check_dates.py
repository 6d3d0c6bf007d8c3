"""Check that the statements of one file do not speak of the same section on the same dates."""

from collections.abc import Iterator
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
        for first, second in _pairs(ones):
            if (first.valid_until is None) != (second.valid_until is None):
                continue
            if first.valid_until is None:
                if first.valid_from == second.valid_from:
                    checked.refuse(second.path, TWICE.format(first.valid_from or "처음", name))
            elif _overlap(first, second):
                dates = (second.valid_from, second.valid_until, name, first.valid_from, first.valid_until)
                checked.refuse(second.path, OVERLAP.format(*dates))


def _pairs(ones: list[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Each two that may speak of the same date: neither withdraws, and nothing between them withdraws the first before the
    second begins."""
    for (n, first), (m, second) in combinations(enumerate(ones), 2):
        between = [one for one in ones[n:m] if one.content is None and one.valid_until is None]
        withdrawn = any(
            one.valid_from is not None and second.valid_from is not None and one.valid_from <= second.valid_from
            for one in between
        )
        if first.content is not None and second.content is not None and not withdrawn:
            yield first, second


def _overlap(first: Stated, second: Stated) -> bool:
    assert first.valid_until is not None
    assert second.valid_until is not None
    starts_before = second.valid_from is None or second.valid_from <= first.valid_until
    return starts_before and (first.valid_from is None or first.valid_from <= second.valid_until)
