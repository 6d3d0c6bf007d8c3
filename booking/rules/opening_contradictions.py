"""Contradictions between when places are opened and what they are opened for: slots, families, places held back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time

from .day_contradictions import OPEN_SWITCHES
from .found import Found, found
from .kinds import WEEKDAYS
from .openings import NOBODY_FIRST, booking_closes_minutes, opening_minutes
from .period_contradictions import Period
from .policy import Policy
from .room import walk_in_share
from .sections import DAY_KEYS

Periods = Mapping[Period, Policy]
"""Every period of a timetable with what holds for it."""


def opening_contradictions(policy: Policy, periods: Periods) -> Iterator[Found]:
    """What opens too late to matter, for all slots of some weekday or for everybody who may come."""
    yield from _never_opens(policy, periods)
    yield from _nobody_else(policy)
    yield from _others_too_late(policy, periods)
    yield from _all_for_walk_ins(policy, periods)
    yield from _released_before(policy, periods)


def _never_opens(policy: Policy, periods: Periods) -> Iterator[Found]:
    """Weekdays, and holidays with a list of their own, on which reserving is over, in each of their slots, before it begins.
    Where the calendar cuts the openings (``monthly``), or an instant puts them off (``not_before``), no day of the week is
    always too late: these are not judged."""
    if policy.operation.booking != "online":
        return
    never: dict[int, str] = {}
    for weekday in sorted(policy.days.open | {weekday for _, weekday in policy.days.open_nth}):
        name = DAY_KEYS[weekday + 1]
        of_day = {one: under for one, under in periods.items() if one.names[0] == name}
        if of_day and all(_is_over(one, under, weekday) for one, under in of_day.items()):
            never[weekday] = next(iter(of_day)).key
    if never:
        days = "·".join(WEEKDAYS[weekday] for weekday in never)
        sentence = f"{days}요일의 모든 회차는 예약이 열리기 전에 끝나(예약 마감) 아무도 온라인으로 예약하지 못합니다."
        lists = dict.fromkeys(f"timetable:{key}" for key in never.values())
        yield found(sentence, "openings:at", "openings:days", *lists, "openings")
    # A holiday may be any weekday.
    on_holidays = [(one, under) for one, under in periods.items() if one.names == ("holiday",)]
    over = all(_is_over(one, under, weekday) for one, under in on_holidays for weekday in range(7))
    if on_holidays and over and any(getattr(policy.holidays, key) for key in OPEN_SWITCHES):
        sentence = "여는 공휴일의 모든 회차는 예약이 열리기 전에 끝나(예약 마감) 아무도 온라인으로 예약하지 못합니다."
        yield found(sentence, "openings:at", "openings:days", "timetable:holiday", "openings")


def _is_over(period: Period, policy: Policy, weekday: int, after: int = 0) -> bool:
    """Whether reserving is over before it begins, for those who come ``after`` so many minutes."""
    opens = opening_minutes(weekday, policy)
    return opens is not None and opens + after >= booking_closes_minutes(period.ends, policy)


def _nobody_else(policy: Policy) -> Iterator[Found]:
    """Seoul before the others where only the district may come. The district first is none: a café may let only its own in
    while it is a pilot, and first afterwards."""
    own, other = policy.origin("openings.residents_first"), policy.origin("residency.who")
    first, who = policy.openings.residents_first, policy.residency.who
    if who == "district" and first == "seoul" and own is not None and other is not None and own.layer == other.layer:
        sentence = (
            "자치구민만 예약하므로(who) 서울 시민이 먼저(residents_first)라는 말은 뜻이 없습니다. 둘 가운데 하나를 고칩니다."
        )
        yield found(sentence, "openings:residents_first", "residency:who")


def _others_too_late(policy: Policy, periods: Periods) -> Iterator[Found]:
    """Others than those who go first, for whom reserving is over in every slot before it begins; where only the district may
    come, there are none."""
    waiting = [
        (one, under, under.openings.others_after_minutes)
        for one, under in periods.items()
        if under.openings.residents_first != NOBODY_FIRST and under.residency.who != "district"
    ]
    if policy.operation.booking != "online" or not waiting or len(waiting) < len(periods):
        return
    if all(_is_over(one, under, weekday, after) for one, under, after in waiting for weekday in _weekdays(one)):
        sentence = (
            "나머지 사람에게는 모든 회차가 예약 마감 뒤에 열려(others_after_minutes) 먼저 예약하는 사람만 예약합니다. "
            "그런 지점이면 누가 예약하는지를 [residency]에 적습니다."
        )
        yield found(sentence, "openings:others_after_minutes", "openings")


def _weekdays(period: Period) -> Iterable[int]:
    """On which weekdays it may be: a holiday may be any."""
    return range(7) if period.names == ("holiday",) else (DAY_KEYS.index(period.names[0]) - 1,)


def _all_for_walk_ins(policy: Policy, periods: Periods) -> Iterator[Found]:
    """Places that are all for walk-ins, in every period for families. In some periods only they may be."""
    if policy.operation.booking != "online" or not policy.operation.runs:
        return
    families = [under for under in periods.values() if under.admits != "group"]
    if families and all(0 < under.capacity == walk_in_share(under, under.capacity) for under in families):
        sentence = (
            "현장 접수 몫이 개인 정원 전부여서 아무도 온라인으로 예약하지 못합니다. "
            "예약 없이 현장에서만 받는 지점이면 [operation]에 그렇게 적습니다."
        )
        yield found(sentence, "capacity.walk_in:percent", "capacity.walk_in:children", "capacity.individual:children")


def _released_before(policy: Policy, periods: Periods) -> Iterator[Found]:
    """Places that are held back until an instant at which no slot is open yet."""
    held = [(one, under) for one, under in periods.items() if under.house_reserve is not None]
    if held and all(_is_released(one, under) for one, under in held):
        sentence = "남겨 두는 자리가 예약이 열리기 전에 풀려(released_minutes_before) 아무 자리도 남겨 두지 않습니다."
        yield found(sentence, "capacity.reserve:released_minutes_before", "openings:days")


def _is_released(period: Period, policy: Policy) -> bool:
    if policy.house_reserve is None:
        return False
    opens = [opening_minutes(weekday, policy) for weekday in range(7)]
    released = _minutes(period.starts) - policy.house_reserve.released_minutes_before
    return all(one is not None and released <= one for one in opens)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
