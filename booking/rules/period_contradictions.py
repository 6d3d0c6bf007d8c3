"""Rules for some periods only: which periods they cover, and where two of them say different things of the same one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import combinations

from .day_contradictions import list_of
from .found import Found, found
from .policy import PeriodRule, Policy
from .sections import DAY_KEYS, section_of


@dataclass(frozen=True)
class Period:
    """One period of a timetable: what its dates are called, its number and hours, and the timetable's list it stands in."""

    names: tuple[str, ...]
    number: int
    starts: time
    ends: time
    key: str


def all_periods(policy: Policy) -> list[Period]:
    """Every period of the timetable, on an ordinary date of each weekday and on a holiday."""
    lists = [(_names(weekday), list_of(weekday, policy.timetable)) for weekday in range(7)]
    lists.append((("holiday",), policy.timetable.get("holiday", ())))
    return [
        Period(names, number, starts, ends, next(name for name in names if name in policy.timetable))
        for names, spans in lists
        for number, (starts, ends) in enumerate(spans, start=1)
    ]


def dull_rules(policy: Policy) -> frozenset[str]:
    """The rules for some periods only that cover no period of this policy."""
    periods = all_periods(policy)
    return frozenset(rule.name for rule in policy.period_rules if not any(_covers(rule, one) for one in periods))


def rules_of(policy: Policy, period: Period) -> tuple[PeriodRule, ...]:
    """The rules that cover the period."""
    return tuple(rule for rule in policy.period_rules if _covers(rule, period))


def double_rules(policy: Policy) -> Iterator[Found]:
    """Two rules that say different things of the same period."""
    periods = all_periods(policy)
    for first, second in combinations(policy.period_rules, 2):
        both = next((one for one in periods if _covers(first, one) and _covers(second, one)), None)
        if both is None:
            continue
        for section, keys in _differences(first, second):
            what = f"[{section}] {', '.join(keys)}".rstrip()
            rules = f"[period.{first.name}]와(과) [period.{second.name}]"
            sentence = f"{rules}이(가) 같은 회차({both.names[0]} {both.number}회차)의 {what}을(를) 다르게 정합니다."
            yield found(sentence, f"period.{second.name}", f"period.{first.name}", "timetable")


def _covers(rule: PeriodRule, period: Period) -> bool:
    return rule.covers(period.names, period.number, period.starts)


def _differences(first: PeriodRule, second: PeriodRule) -> Iterator[tuple[str, list[str]]]:
    for section in sorted(first.contents.keys() & second.contents.keys()):
        one, other = first.contents[section], second.contents[section]
        if section_of(section).merge == "whole":
            if dict(one) != dict(other):
                yield section, []
        elif keys := sorted(key for key in one.keys() & other.keys() if one[key] != other[key]):
            yield section, keys


def _names(weekday: int) -> tuple[str, ...]:
    return (DAY_KEYS[weekday + 1], "weekday") if weekday < 5 else (DAY_KEYS[weekday + 1],)
