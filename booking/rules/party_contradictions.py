"""Contradictions between what is asked of families and what they pay: openings, limits, adults, minutes, no-shows, fees."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import time

from .found import Found, found
from .period_contradictions import Period
from .policy import Limits, Policy


def party_contradictions(policy: Policy) -> Iterator[Found]:
    """What two rules ask of a family at once, and what no rule can mean."""
    yield from _elsewhere(policy)
    yield from _openings(policy)
    yield from _limits(policy)
    yield from _adults(policy)
    yield from _suspension(policy)
    yield from _concessions(policy)
    yield from _beside(policy)


def _elsewhere(policy: Policy) -> Iterator[Found]:
    if policy.operation.booking == "elsewhere" and policy.operation.site is None:
        sentence = "다른 누리집에서 예약한다고 적었으면(booking) 그 주소(site)를 적습니다."
        yield found(sentence, "operation:site", "operation:booking")


def _openings(policy: Policy) -> Iterator[Found]:
    openings = policy.openings
    if openings.residents_first != "nobody" and openings.others_after_minutes == 0:
        sentence = "먼저 예약하는 사람(residents_first)을 적었으면 나머지가 몇 분 뒤인지(others_after_minutes) 적습니다."
        yield found(sentence, "openings:others_after_minutes", "openings:residents_first")
    if openings.residents_first == "nobody" and openings.others_after_minutes:
        sentence = "나머지가 몇 분 뒤인지(others_after_minutes) 적었지만 먼저 예약하는 사람(residents_first)이 없습니다."
        yield found(sentence, "openings:residents_first", "openings:others_after_minutes")


def _limits(policy: Policy) -> Iterator[Found]:
    for name in (field.name for field in fields(Limits) if field.name.endswith("_here")):
        everywhere = name.removesuffix("_here")
        here, total = getattr(policy.limits, name), getattr(policy.limits, everywhere)
        if here is not None and total is not None and here > total:
            sentence = f"이 지점에서 {here}번까지라고 적었지만({name}) 모든 지점을 합해 {total}번까지입니다({everywhere})."
            yield found(sentence, f"limits:{name}", f"limits:{everywhere}")


def _adults(policy: Policy) -> Iterator[Found]:
    adults, children = policy.adults, policy.limits.children_per_reservation
    most = max(adults.per_child_max, adults.baby_per_child_max or 0) * children
    # A café may ask for two adults with one child each: then two children come, or nobody does.
    if adults.min > most:
        sentence = f"최소({adults.min}명)가 한 예약의 아이({children}명)와 함께 올 수 있는 보호자({most}명)보다 많습니다."
        yield found(sentence, "adults:min", "adults:per_child_max", "limits:children_per_reservation")


def late_no_show(policy: Policy, period: Period) -> Iterator[Found]:
    """A no-show that would be marked only after the period. ``policy``: that of the period."""
    grace, length = policy.minutes.no_show_grace_minutes, _minutes(period.ends) - _minutes(period.starts)
    if grace > length:
        sentence = f"노쇼가 되는 때(시작 {grace}분 뒤)에는 {length}분짜리 회차가 끝나 아무도 노쇼가 되지 않습니다."
        yield found(sentence, "minutes:no_show_grace_minutes", f"timetable:{period.key}")


def _suspension(policy: Policy) -> Iterator[Found]:
    if policy.suspension is None:
        return
    counts = Counter((step.count, step.window_days) for step in policy.suspension.steps)
    for (count, window), times in counts.items():
        if times > 1:
            yield found(f"{window}일 안에 {count}번인 계단이 두 번 있습니다.", "suspension:steps")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _concessions(policy: Policy) -> Iterator[Found]:
    for one in policy.concessions:
        section = f"concession.{one.name}"
        said = policy.contents.get(section, {})
        if one.percent and one.won:
            yield found("percent와 won 가운데 하나만 적습니다.", f"{section}:won", f"{section}:percent")
        # Nothing off is a way to say that what the city gives is not given here; to say nothing is a slip.
        elif "percent" not in said and "won" not in said:
            yield found("얼마를 깎는지(percent 또는 won) 적습니다.", f"{section}:percent")


def _beside(policy: Policy) -> Iterator[Found]:
    """What stands beside the slots: the waitlist and programmes."""
    waitlist = policy.waitlist
    if waitlist.kind == "none" and waitlist.children:
        sentence = f"대기 {waitlist.children}명을 적었지만 대기를 받지 않습니다(kind)."
        yield found(sentence, "waitlist:kind", "waitlist:children")
    if waitlist.kind == "online" and not waitlist.children:
        yield found("온라인 대기를 받는다고 적었지만 대기 인원(children)이 없습니다.", "waitlist:children", "waitlist:kind")
    for one in policy.programmes:
        if not one.days and not one.dates:
            yield found("하는 요일(days)이나 날짜(dates)를 적습니다.", f"programme.{one.name}:days")
