"""Contradictions between dates, weekdays and timetables."""

from collections.abc import Iterator, Mapping, Set
from datetime import date, timedelta

from .found import Found, found
from .kinds import NTHS, WEEKDAYS, Span
from .policy import Policy, Season, Stretch
from .sections import DAY_KEYS

OPEN_SWITCHES = (
    "open_on_holidays",
    "open_on_childrens_day",
    "open_on_labour_day",
    "open_on_new_year",
    "open_on_seollal_chuseok",
    "open_on_substitute",
    "open_on_election",
    "open_on_temporary",
)
Lists = Mapping[str, tuple[Span, ...]]


def day_contradictions(policy: Policy) -> Iterator[Found]:
    """Days without periods, periods within breaks, stretches of dates that are upside down or lead nowhere."""
    yield from _weekdays(policy)
    yield from _holidays(policy)
    yield from _breaks(policy)
    yield from _season(policy)
    yield from _stretches(policy)
    said = policy.contents["timetable"]
    if said.get("derived") and "derivation" not in said:
        yield found("계산한 운영표(derived = true)이면 무엇에서 계산했는지 적습니다.", "timetable:derivation")


def key_of(weekday: int, lists: Lists) -> str | None:
    """Which of these lists an ordinary date on the weekday (0 = Monday) follows; ``None``: none of them."""
    names = (DAY_KEYS[weekday + 1], *(("weekday",) if weekday < 5 else ()))
    return next((name for name in names if name in lists), None)


def list_of(weekday: int, lists: Lists) -> tuple[Span, ...]:
    """The list that an ordinary date on the weekday follows; empty where there is none."""
    key = key_of(weekday, lists)
    return lists[key] if key else ()


def _weekdays(policy: Policy) -> Iterator[Found]:
    days = policy.days
    for weekday in sorted(days.open | {weekday for _, weekday in days.open_nth}):
        if not list_of(weekday, policy.timetable):
            key = "open" if weekday in days.open else "open_nth"
            sentence = f"{WEEKDAYS[weekday]}요일에 연다고 적었지만([days] {key}) 그날의 회차가 없습니다([timetable])."
            yield found(sentence, f"timetable:{DAY_KEYS[weekday + 1]}", f"days:{key}")
    yield from _nths(policy)
    for nth, weekday in sorted(days.open_nth & days.closed_nth):
        name = f"{NTHS[nth if nth < 0 else nth - 1]} {WEEKDAYS[weekday]}"
        yield found(f'"{name}"에 연다고도(open_nth) 쉰다고도(closed_nth) 적었습니다.', "days:closed_nth", "days:open_nth")


def _nths(policy: Policy) -> Iterator[Found]:
    """The n-th weekdays that change nothing, or all of a weekday's dates."""
    days = policy.days
    for weekday, name in enumerate(WEEKDAYS):
        opened = {nth for nth, day in days.open_nth if day == weekday}
        closed = {nth for nth, day in days.closed_nth if day == weekday}
        if weekday in days.open:
            if opened - closed:
                yield found(f"{name}요일은 여는 요일(open)이므로 open_nth에 적지 않습니다.", "days:open_nth", "days:open")
            if _is_every(closed):
                sentence = f"{name}요일을 모두 쉰다고(closed_nth) 적었습니다. 여는 요일(open)에서 뺍니다."
                yield found(sentence, "days:closed_nth", "days:open")
            continue
        if _is_every(opened):
            sentence = f"{name}요일을 모두 연다고(open_nth) 적었습니다. 여는 요일(open)에 적습니다."
            yield found(sentence, "days:open_nth", "days:open")
        # On a holiday the weekly day may open or move, and the n-th one stays closed.
        if closed and policy.holidays.weekly_day_on_holiday == "stays" and not _may_coincide(opened, closed):
            sentence = f"{name}요일은 여는 요일(open)이 아니므로 closed_nth에 적지 않습니다."
            yield found(sentence, "days:closed_nth", "days:open", "holidays:weekly_day_on_holiday")


def _is_every(nths: Set[int]) -> bool:
    """Whether these are all the dates of a weekday in every month: a fifth one is always the last."""
    return nths >= {1, 2, 3, 4} and not nths.isdisjoint({5, -1})


def _may_coincide(some: Set[int], others: Set[int]) -> bool:
    """Whether one date may be both: the last one is the fourth or the fifth."""
    either = {(one, other) for one in some for other in others}
    return any(one == other or sorted((one, other)) in ([-1, 4], [-1, 5]) for one, other in either)


def _holidays(policy: Policy) -> Iterator[Found]:
    if policy.timetable.get("holiday") != ():
        return
    for key in OPEN_SWITCHES:
        if getattr(policy.holidays, key):
            sentence = f"공휴일에 연다고 적었지만([holidays] {key}) 공휴일의 회차가 없습니다(holiday = [])."
            yield found(sentence, "timetable:holiday", f"holidays:{key}")


def _breaks(policy: Policy) -> Iterator[Found]:
    pairs = {(key_of(day, policy.timetable), key_of(day, policy.breaks)) for day in range(7)}
    pairs.add(("holiday" if "holiday" in policy.timetable else None, "holiday" if "holiday" in policy.breaks else None))
    for of_periods, of_breaks in sorted((a, b) for a, b in pairs if a is not None and b is not None):
        for starts, ends in policy.timetable[of_periods]:
            for shut, opens in policy.breaks[of_breaks]:
                if starts < opens and shut < ends:
                    sentence = f"{shut:%H:%M}~{opens:%H:%M}에 문을 닫지만 {starts:%H:%M}~{ends:%H:%M} 회차가 있습니다."
                    yield found(sentence, f"breaks:{of_breaks}", f"timetable:{of_periods}")


def _season(policy: Policy) -> Iterator[Found]:
    season = policy.season or Season()
    for day in season.dates:
        if not _has_periods(day, policy):
            sentence = f"{day}에 연다고 적었지만 {_weekday(day)}의 회차가 없습니다([timetable])."
            yield found(sentence, "season:dates", "timetable")
    for first, last in season.spans:
        if not any(_opens(day, policy) for day in _first_month(first, last)):
            yield found(f"{first}~{last}에는 여는 요일([days])이 하루도 없습니다.", "season:spans", "days:open")
    # A closed day within a season is none: it may rain. A season without any other day never was one.
    if season.spans and not season.dates:
        shut = [next((one for one in policy.closed if _holds(one, first, last)), None) for first, last in season.spans]
        if None not in shut:
            sentence = "운영 기간([season])의 모든 날이 쉬는 날이어서 하루도 열지 않습니다."
            yield found(sentence, "season:spans", *(f"closed.{one.name}:first" for one in shut if one is not None))


def _holds(stretch: Stretch, first: date, last: date) -> bool:
    return stretch.first <= first and last <= stretch.last


def _stretches(policy: Policy) -> Iterator[Found]:
    for section, stretches in (("closed", policy.closed), ("extra", policy.extra)):
        for one in stretches:
            if one.last < one.first:
                yield found(f"끝({one.last})이 시작({one.first})보다 빠릅니다.", f"{section}.{one.name}:last")
    for one in policy.extra:
        if one.first <= one.last:
            yield from _extra(one, policy)


def _extra(extra: Stretch, policy: Policy) -> Iterator[Found]:
    for closed in policy.closed:
        if closed.first <= extra.last and extra.first <= closed.last:
            sentence = f"{max(extra.first, closed.first)}에 연다고도([extra.{extra.name}]) 쉰다고도 적었습니다."
            yield found(sentence, f"extra.{extra.name}:first", f"closed.{closed.name}:first")
    days = [extra.first + timedelta(days=n) for n in range(min(7, (extra.last - extra.first).days + 1))]
    if not any(_has_periods(day, policy) for day in days):
        sentence = f"{extra.first}에 연다고 적었지만 {_weekday(extra.first)}의 회차가 없습니다([timetable])."
        yield found(sentence, f"extra.{extra.name}:first", "timetable")


def _has_periods(day: date, policy: Policy) -> bool:
    # The list for holidays may be the one that holds.
    return bool(list_of(day.weekday(), policy.timetable) or policy.timetable.get("holiday"))


def _opens(day: date, policy: Policy) -> bool:
    return day.weekday() in {*policy.days.open, *(weekday for _, weekday in policy.days.open_nth)}


def _first_month(first: date, last: date) -> list[date]:
    """The dates of a stretch, no more than a month of them: by then every weekday has come."""
    return [first + timedelta(days=n) for n in range(min(31, (last - first).days + 1))]


def _weekday(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}요일"
