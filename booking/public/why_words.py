"""An answer to "why not?" as a page says it: sentences with the rule in words, and where the rule was said."""

from dataclasses import dataclass, replace

from ..page_words import said_by
from ..queries.why_slot import PartyAnswer, Reason, Why
from ..rule_words import rule_in_words
from ..rules.policy import Policy
from ..rules.refusals import Code, Refusal
from ..words import sentence

CLOSED = {
    "not_running": "operation",
    "season": "season",
    "nth": "days",
    "weekly": "days",
    "holiday": "holidays",
    "moved": "holidays",
    "no_periods": "timetable",
}
"""The section behind each kind of closed date (:mod:`booking.rules.timetable`)."""


@dataclass(frozen=True)
class Told:
    """A reason on the page. ``rule``: the rule in words; ``said``: the layer and since when (``None``: nobody stated it, or
    it lies in facts); ``source``: who said so."""

    sentence: str
    rule: tuple[str, ...]
    said: str | None
    source: str | None


@dataclass(frozen=True)
class ChildTold:
    """One child: its name or birth year, and what speaks against it alone. ``along``: with the others it may come all the
    same."""

    name: str
    allowed: bool
    along: bool
    reasons: tuple[Told, ...]


@dataclass(frozen=True)
class WhyTold:
    """The first reason, those after it that no child has for itself, what staff will ask at the door, and each child's own.
    ``allowed`` is ``None`` when nobody was named and the slot itself says nothing against."""

    allowed: bool | None
    first: Told | None
    more: tuple[Told, ...]
    door: tuple[Told, ...]
    children: tuple[ChildTold, ...]


def told(why: Why) -> WhyTold:
    """The answer in words."""
    whole = why.together
    said = list(whole.reasons) if whole else [why.of_slot] if why.of_slot else []
    below = [one.refusal for answer in why.each for one in _own(answer)]
    return WhyTold(
        allowed=None if whole is None and not said else not said,
        first=told_reason(said[0], why.policy) if said else None,
        more=tuple(told_reason(one, why.policy) for one in said[1:] if one.refusal not in below),
        door=tuple(told_reason(one, why.policy) for one in whole.door) if whole and not said else (),
        children=tuple(_child(answer, said, why.policy) for answer in why.each),
    )


def told_reason(reason: Reason, policy: Policy) -> Told:
    """One reason in words."""
    # The key that closes a date is nearer than the section behind its kind.
    rule = reason.refusal.facts.get("key") or CLOSED.get(reason.rule or "", reason.rule)
    return Told(
        _sentence(reason.refusal),
        rule_in_words(policy, str(rule) if rule else None),
        said_by(reason.origin),
        reason.origin.source if reason.origin else None,
    )


def _sentence(refusal: Refusal) -> str:
    """The sentence; a date that is closed as a whole has no slot to speak of."""
    if refusal.code == Code.SLOT_CLOSED and "kind" in refusal.facts:
        return f"이날은 쉬어요: {refusal.facts['reason']}"
    return sentence(refusal)


def _own(answer: PartyAnswer) -> list[Reason]:
    """What is said of the child itself."""
    return [one for one in answer.reasons if "child" in one.refusal.facts]


def _child(answer: PartyAnswer, together: list[Reason], policy: Policy) -> ChildTold:
    own = _own(answer)
    along = bool(own) and not any(one.refusal == other.refusal for one in own for other in together)
    unnamed = [replace(one, refusal=_without_name(one)) for one in own]
    name = answer.names[0] or f"{answer.births[0].year}년 {answer.births[0].month}월 {answer.births[0].day}일생"
    return ChildTold(name, answer.allowed, along, tuple(told_reason(one, policy) for one in unnamed))


def _without_name(reason: Reason) -> Refusal:
    about_age = "basis" in reason.refusal.facts
    return replace(reason.refusal, facts={**reason.refusal.facts, "child": ""}) if about_age else reason.refusal
