"""What in one policy contradicts itself. Files are checked with it before they are loaded, forms before they are saved.

A contradiction is what nobody can have meant: two values that cannot both hold, or one that can never matter. What is only
unusual is none: where each of two limits may be met first, both may stand.
"""

from collections.abc import Iterator

from .day_contradictions import day_contradictions
from .found import Found
from .idle_keys import idle_keys
from .opening_contradictions import opening_contradictions
from .party_contradictions import late_no_show, party_contradictions
from .period_contradictions import Period, all_periods, double_rules, dull_rules, rules_of
from .place_contradictions import bands_apart, place_contradictions, too_large_groups, too_little_together
from .policy import PeriodRule, Policy

__all__ = ["DULL", "Found", "contradictions", "dull_rules"]

DULL = "이 규칙에 맞는 회차가 운영표에 하루도 없습니다. days, numbers, starts를 살펴봐 주세요."
"""What is said of a rule for some periods only that covers none on any date."""


def contradictions(policy: Policy) -> Iterator[Found]:
    """Every contradiction in what holds on one date, once each."""
    said: set[str] = set()
    for found in (*day_contradictions(policy), *double_rules(policy), *_in_periods(policy), *_of_groups(policy)):
        if found.sentence not in said:
            said.add(found.sentence)
            yield found


def _in_periods(policy: Policy) -> Iterator[Found]:
    """What contradicts itself in some period, under the rules that are for it only; where there is no period, in none."""
    checked: dict[tuple[str, ...], Policy] = {}
    periods: dict[Period, Policy] = {}
    with_rules = [(one, rules_of(policy, one)) for one in all_periods(policy)]
    for one, rules in sorted(with_rules, key=lambda pair: len(pair[1])):
        under = policy.for_period(one.names, one.number, one.starts)
        periods[one] = under
        names = tuple(rule.name for rule in rules)
        found = list(late_no_show(under, one))
        if names not in checked:
            checked[names] = under
            found += [*place_contradictions(under), *party_contradictions(under), *idle_keys(under)]
        yield from (_said_by(rules, each) for each in found)
    if not with_rules:
        yield from (*place_contradictions(policy), *party_contradictions(policy), *idle_keys(policy))
    yield from opening_contradictions(policy, periods)
    yield from bands_apart([*checked.values()] or [policy])


def _of_groups(policy: Policy) -> Iterator[Found]:
    """What is stated of groups although no period is theirs yet; where some periods state it anew, only those are asked."""
    stated = {name for rule in policy.period_rules for name in rule.contents}
    if stated.isdisjoint({"group", "capacity.group"}):
        yield from too_large_groups(policy)
    if stated.isdisjoint({"group", "capacity.together"}):
        yield from too_little_together(policy)


def _said_by(rules: tuple[PeriodRule, ...], found: Found) -> Found:
    """The contradiction, with the places where these rules state what it is about before all others."""
    own = [
        (f"period.{rule.name}", (*section.split("."), *path))
        for section, path in found.places
        for rule in rules
        if section in rule.contents
    ]
    return Found(found.sentence, (*own, *found.places))
