"""What in one policy contradicts itself. Files are checked with it before they are loaded, forms before they are saved."""

from collections.abc import Iterator, Mapping
from datetime import time
from itertools import combinations

from .kinds import WEEKDAYS, Span
from .policy import Band, PeriodRule, Policy
from .sections import DAY_KEYS, names_of_list

Found = tuple[str, tuple[str, ...], str]
"""A section, the key in it (or none), and the sentence."""

_MONTHS_A_YEAR = 12


def contradictions(policy: Policy) -> Iterator[Found]:
    """Every contradiction in what holds on one date, as (section, key, sentence)."""
    yield from _days(policy)
    yield from _breaks(policy)
    yield from _bands(policy)
    yield from _capacity(policy)
    yield from _openings(policy)
    yield from _people(policy)
    yield from _concessions(policy)
    yield from _dates(policy)
    yield from _periods(policy)


def list_for(weekday: int, lists: Mapping[str, tuple[Span, ...]]) -> tuple[Span, ...] | None:
    """The list of a timetable that an ordinary date on this weekday follows, or ``None`` when none is stated."""
    name = DAY_KEYS[weekday + 1]
    if name in lists:
        return lists[name]
    return lists.get("weekday") if weekday < 5 else None


def _days(policy: Policy) -> Iterator[Found]:
    for weekday in sorted(policy.days.open | {weekday for _, weekday in policy.days.open_nth}):
        if not list_for(weekday, policy.timetable):
            sentence = f"{WEEKDAYS[weekday]}요일에 연다고 적었지만(days.open) 그날의 회차가 없습니다."
            yield "timetable", (DAY_KEYS[weekday + 1],), sentence
            yield "days", ("open",), sentence
    for nth, weekday in sorted(policy.days.open_nth & policy.days.closed_nth):
        yield (
            "days",
            ("closed_nth",),
            f"{WEEKDAYS[weekday]}요일의 같은 주({nth})에 열고(open_nth) 닫는다고(closed_nth) 적었습니다.",
        )


def _breaks(policy: Policy) -> Iterator[Found]:
    for key, closed in policy.breaks.items():
        own = policy.timetable.get(key) or (policy.timetable.get("weekday") if key in DAY_KEYS[1:6] else None) or ()
        for starts, ends in own:
            for shut, opens in closed:
                if starts < opens and shut < ends:
                    yield (
                        "breaks",
                        (key,),
                        f"{shut:%H:%M}~{opens:%H:%M}에 문을 닫지만 {starts:%H:%M}~{ends:%H:%M} 회차가 있습니다.",
                    )


def months_span(band: Band) -> tuple[int, int | None]:
    """The youngest and the oldest age in months that a band can admit, seen widely: whatever the day of birth."""
    low_basis, high_basis = band.min_basis or band.basis, band.max_basis or band.basis
    lowest = {"months": band.min, "full_age": band.min * 12, "year_age": (band.min - 1) * 12}[low_basis]
    if high_basis == "preschool" or band.max is None:
        return max(lowest, 0), 7 * _MONTHS_A_YEAR + 2
    highest = {"months": band.max, "full_age": band.max * 12 + 11, "year_age": band.max * 12 + 11}[high_basis]
    return max(lowest, 0), highest


def _bands(policy: Policy) -> Iterator[Found]:
    named = [("ages", policy.ages), ("door_ages", policy.door_ages), ("siblings", policy.siblings)]
    named += [(f"zone.{zone.name}", zone) for zone in policy.zones]
    lowest, highest = months_span(policy.ages)
    for section, band in named:
        if band is None:
            continue
        if (band.max is None) != ((band.max_basis or band.basis) == "preschool"):
            yield (
                section,
                ("max",),
                'max를 적거나, max_basis를 "preschool"(미취학)로 적습니다. 둘 다 또는 둘 다 아닌 것은 안 됩니다.',
            )
            return
        if "preschool" in (band.basis, band.min_basis):
            yield section, ("basis",), "preschool(미취학)은 max_basis에만 쓸 수 있습니다."
            return
        low, high = months_span(band)
        if (high is not None and low > high) or (band.max is not None and _same_basis(band) and band.min > band.max):
            yield section, ("max",), f"최소({band.min})가 최대({band.max})보다 큽니다."
        elif section not in ("ages", "siblings") and (_below(high, lowest) or _below(highest, low)):
            yield section, ("min",), "지점의 나이([ages])와 겹치지 않아 아무도 올 수 없습니다."


def _below(high: int | None, low: int) -> bool:
    return high is not None and high < low


def _same_basis(band: Band) -> bool:
    return (band.min_basis or band.basis) == (band.max_basis or band.basis)


def _capacity(policy: Policy) -> Iterator[Found]:
    share = policy.walk_in
    if share.percent and share.children:
        yield "capacity.walk_in", ("children",), "percent와 children 가운데 하나만 적습니다."
    if share.children > policy.capacity:
        yield "capacity.walk_in", ("children",), f"현장 몫({share.children})이 개인 정원({policy.capacity})보다 큽니다."
    held = policy.house_reserve
    if held is not None and held.children > policy.capacity:
        yield (
            "capacity.reserve",
            ("children",),
            f"남겨 두는 자리({held.children})가 개인 정원({policy.capacity})보다 큽니다.",
        )
    if policy.care.children > policy.capacity:
        yield "care", ("children",), f"돌봄 자리({policy.care.children})가 개인 정원({policy.capacity})보다 큽니다."
    if policy.care.months_max is not None and policy.care.months_min > policy.care.months_max:
        yield "care", ("months_max",), f"최소({policy.care.months_min}개월)가 최대({policy.care.months_max}개월)보다 큽니다."
    if policy.group.max is not None and policy.group.min > policy.group.max:
        yield "group", ("max",), f"최소({policy.group.min}명)가 최대({policy.group.max}명)보다 큽니다."
    if policy.admits != "individual" and policy.group_capacity is None:
        yield "admission", ("admits",), "단체를 받는 회차인데 단체 정원([capacity.group])이 없습니다."


def _openings(policy: Policy) -> Iterator[Found]:
    openings = policy.openings
    if openings.residents_first != "nobody" and openings.others_after_minutes == 0:
        yield (
            "openings",
            ("others_after_minutes",),
            "먼저 예약하는 사람(residents_first)을 적었으면 나머지가 몇 분 뒤인지 적습니다.",
        )
    if openings.residents_first == "nobody" and openings.others_after_minutes:
        yield (
            "openings",
            ("residents_first",),
            "나머지가 몇 분 뒤인지(others_after_minutes) 적었지만 먼저 예약하는 사람이 없습니다.",
        )


def _people(policy: Policy) -> Iterator[Found]:
    if policy.adults.min > max(policy.adults.per_child_max, policy.adults.baby_per_child_max or 0):
        yield (
            "adults",
            ("min",),
            f"최소({policy.adults.min}명)가 아이 한 명에 올 수 있는 보호자({policy.adults.per_child_max}명)보다 많습니다.",
        )


def _concessions(policy: Policy) -> Iterator[Found]:
    for one in policy.concessions:
        if one.percent and one.won:
            yield f"concession.{one.name}", ("won",), "percent와 won 가운데 하나만 적습니다."


def _dates(policy: Policy) -> Iterator[Found]:
    for section, stretches in (("closed", policy.closed), ("extra", policy.extra)):
        names = sorted(name for name in policy.contents if name.startswith(f"{section}."))
        for name, stretch in zip(names, stretches, strict=True):
            if stretch.last < stretch.first:
                yield name, ("last",), f"끝({stretch.last})이 시작({stretch.first})보다 빠릅니다."
            elif section == "extra" and any(
                one.first <= stretch.last and stretch.first <= one.last for one in policy.closed
            ):
                yield name, ("first",), "같은 날에 쉰다고([closed.…]) 적었습니다."


def _periods(policy: Policy) -> Iterator[Found]:
    """Two rules that say the same thing of the same period; and what the rules for some periods make contradictory."""
    for first, second in combinations(policy.period_rules, 2):
        shared = first.contents.keys() & second.contents.keys()
        if shared and (both := _both(policy, first, second)) is not None:
            key, number, starts = both
            sentence = (
                f"[period.{first.name}]과 함께 {number}회차({starts:%H:%M}, {key})의 {sorted(shared)[0]}을(를) 정합니다."
            )
            yield f"period.{second.name}", (), sentence
    for rule in policy.period_rules:
        for key, number, starts in _covered(policy, rule):
            under = policy.for_period(names_of_list(key), number, starts)
            for check in (_bands, _capacity, _openings, _people):
                for section, path, sentence in check(under):
                    if section in rule.contents:
                        yield f"period.{rule.name}", (*section.split("."), *path), sentence


def _covered(policy: Policy, rule: PeriodRule) -> Iterator[tuple[str, int, time]]:
    for key, spans in policy.timetable.items():
        for number, (starts, _) in enumerate(spans, start=1):
            names = DAY_KEYS[:6] if key == "weekday" else names_of_list(key)
            if rule.covers(names, number, starts):
                yield key, number, starts


def _both(policy: Policy, first: PeriodRule, second: PeriodRule) -> tuple[str, int, time] | None:
    covered = set(_covered(policy, first)) & set(_covered(policy, second))
    if first.days and second.days and not _meet(first.days, second.days):
        return None
    return min(covered, default=None)


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether some date is called by a name of both."""
    weekdays = frozenset(DAY_KEYS[1:6])
    return bool(one & other or ("weekday" in one and other & weekdays) or ("weekday" in other and one & weekdays))
