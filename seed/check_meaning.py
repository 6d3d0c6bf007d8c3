"""Check what the values of a file mean together: the policy that they make on every date on which it changes."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from booking.rules.contradictions import DULL, Found, contradictions, dull_rules
from booking.rules.outer_ages import outer_bounds
from booking.rules.policy import PolicyIncomplete, merged
from booking.rules.statements import Layer, Statement, holding
from booking.rules.timeline import ONE_DAY, changes

from .broken import Broken, can_be_judged, is_broken
from .check_shape import Checked, Path

MISSING = "{}에 맞는 값이 없습니다: {}"
TOO_OLD = "0~9세를 벗어난 나이는 시나 자치구가 아니라, 그렇게 밝힌 지점의 파일에 그 출처와 함께 적습니다."
OUTER_WORD = "시의 0~9세를 벗어난 나이입니다. 지점이 스스로 밝힌 값일 때만 적습니다. 적은 출처: {}"


def check_meaning(
    checked: Checked, own: Sequence[Statement], others: Sequence[Statement], first: date, broken: Broken
) -> None:
    """Refuse what contradicts itself on any date from ``first`` on.

    ``own``: the statements of this file, in its order; ``others``: those of the farther layers (the city's, the district's).
    ``broken``: the sections in which something is wrong already; what they take part in is not judged.
    """
    paths = {id(statement): stated.path for stated, statement in zip(checked.stated, own, strict=True)}
    said: dict[tuple[Path, str], list[date]] = {}
    covering: set[str] = set()
    days = changes([*others, *own], first)
    for day in days:
        holds = holding([*others, *own], day)
        try:
            policy = merged(holds)
        except PolicyIncomplete as missing:
            if not broken:
                checked.refuse((), MISSING.format(day, ", ".join(re.findall(r"'(\w+)'", str(missing))) or missing))
            break
        covering |= {rule.name for rule in policy.period_rules} - dull_rules(policy)
        for found in (one for one in contradictions(policy) if can_be_judged(one, broken)):
            path = _path(found, holds, paths)
            if path is not None:
                said.setdefault((path, found.sentence), []).append(day)
    else:
        if not is_broken("timetable", broken):
            _check_periods(checked, covering)
    for (path, sentence), on in said.items():
        checked.refuse(path, sentence + _only_on(on, days))


def _only_on(on: Sequence[date], days: Sequence[date]) -> str:
    """The dates of what is so ``on`` some of the ``days`` of change, where it ends."""
    following = days.index(on[-1]) + 1
    if following == len(days):
        return ""
    return f" {on[0]}부터 {days[following] - ONE_DAY}까지 그렇습니다."


def _path(found: Found, holds: Iterable[Statement], paths: dict[int, Path]) -> Path | None:
    """Where the file states what contradicts itself, or ``None`` when only other files do. A place whose key stands in the
    file comes before one that is only missing there."""
    own = [one for one in holds if id(one) in paths]
    candidates = [
        (not _states(one, key), number, -nearness, (*paths[id(one)], *key))
        for number, (section, key) in enumerate(found.places)
        for nearness, one in enumerate(own)
        if one.section == section
    ]
    return min(candidates)[-1] if candidates else None


def _states(statement: Statement, key: Path) -> bool:
    content = statement.content or {}
    # A rule for some periods holds its sections by their dotted names.
    inner = content.get(".".join(key[:-1])) if len(key) > 1 else content
    return not key or (isinstance(inner, dict) and key[-1] in inner)


def _check_periods(checked: Checked, covering: set[str]) -> None:
    for one in checked.stated:
        if one.section.startswith("period.") and one.section.split(".", 1)[1] not in covering:
            checked.refuse(one.path, DULL)


def check_outer_ages(checked: Checked, layer: Layer) -> None:
    """The city's and a district's bands stay within 0 to 9; a wider one is the published word of a single café, and whoever
    checks its file is told of it with the source that the file names."""
    for one in checked.stated:
        for bound in outer_bounds(one.section, one.content):
            path = (*one.path, *bound)
            if layer == "cafe":
                checked.note(path, OUTER_WORD.format(one.source))
            else:
                checked.refuse(path, TOO_OLD)
