"""Keys that change nothing beside another one: who writes them means something that is not going to happen.

Only what a café says in one breath with the key that makes it idle (in the same statement), or nearer than that, is a
mistake. The city and the districts may say what is to hold for those who want it.
"""

from collections.abc import Iterator

from .found import Found, found
from .policy import Policy
from .statements import Origin

_NEARNESS = {"city": 0, "district": 1, "cafe": 2, "period": 3}
_KINDS = {
    "day": "weekly",
    "first_day": "weekly",
    "days_of_month": "monthly",
    "covers": "monthly",
    "days": "rolling",
}
"""The kind of opening that each key of ``[openings]`` is for."""


def idle_keys(policy: Policy) -> Iterator[Found]:
    """Every key of this policy that changes nothing beside what it stands with."""
    for section, key, decider, sentence in _idle(policy):
        own, other = policy.origins.get(f"{section}.{key}"), policy.origins.get(f"{section}.{decider}")
        if own is not None and _is_mistake(own, other):
            yield found(sentence, f"{section}:{key}", f"{section}:{decider}")
    yield from _never_moves(policy)


def _idle(policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """Section, key, the key that makes it idle, and the sentence."""
    kind = policy.openings.kind
    for key, needed in _KINDS.items():
        if kind != needed:
            sentence = f'{key}은(는) kind가 "{needed}"일 때만 쓰입니다(지금 "{kind}"). 그 줄을 지우거나 kind를 고칩니다.'
            yield "openings", key, "kind", sentence
    if policy.residency.who == "anyone":
        sentence = '누구나(who = "anyone") 오면 사는 곳을 보지 않아 evidence는 쓰이지 않습니다. 둘 가운데 하나만 적습니다.'
        yield "residency", "evidence", "who", sentence
    if policy.operation.booking != "elsewhere":
        yield "operation", "site", "booking", 'site는 booking이 "elsewhere"일 때만 쓰입니다.'
    if not policy.contents["timetable"].get("derived"):
        yield "timetable", "derivation", "derived", "derivation은 derived = true일 때만 쓰입니다."
    if policy.fees.round_to_won == 1:
        yield (
            "fees",
            "round",
            "round_to_won",
            '맞추는 단위가 1원이면 round는 쓰이지 않습니다. round_to_won을 "10"이나 "100"으로 적습니다.',
        )
    if policy.adults.baby_per_child_max is None:
        sentence = "baby_months_below는 어린 아기의 보호자 수(baby_per_child_max)를 함께 적을 때만 쓰입니다."
        yield "adults", "baby_months_below", "baby_per_child_max", sentence
    if not policy.care.offered and policy.care.children:
        yield (
            "care",
            "children",
            "offered",
            "돌봄 자리를 적었지만 놀이돌봄이 없습니다. offered = true를 적거나 그 줄을 지웁니다.",
        )
    for one in policy.concessions:
        if one.evidence is None:
            sentence = "valid_days는 현장에서 보여 줄 것(evidence)을 함께 적을 때만 쓰입니다."
            yield f"concession.{one.name}", "valid_days", "evidence", sentence


def _is_mistake(own: Origin, other: Origin | None) -> bool:
    nearer = other is None or own == other or _NEARNESS[own.layer] > _NEARNESS[other.layer]
    return nearer and own.layer in ("cafe", "period")


def _never_moves(policy: Policy) -> Iterator[Found]:
    """A weekly closing day that moves where there is none."""
    own, other = policy.origin("holidays.weekly_day_on_holiday"), policy.origin("days.open")
    moves = policy.holidays.weekly_day_on_holiday != "stays"
    if moves and len(policy.days.open) == 7 and own is not None and other is not None and own.layer == other.layer == "cafe":
        sentence = "쉬는 요일이 없어(open) weekly_day_on_holiday는 쓰이지 않습니다."
        yield found(sentence, "holidays:weekly_day_on_holiday", "days:open")
