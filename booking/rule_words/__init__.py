"""What a café's rules say, in Korean sentences, section by section: for pages of families and of officials.

A sentence is made from a section's contents in their kept form, as a policy has them (``policy.contents``) or as a form is
about to state them. Only what is stated is said: a section that nobody stated has no words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..rules.policy import Policy
from ..rules.sections import NAMED, SECTIONS, section_of
from ..rules.statements import Origin
from . import days, money, opening, people, visits

Say = Callable[[Mapping[str, Any]], list[str]]

SAYS: dict[str, Say] = {**days.SAYS, **opening.SAYS, **people.SAYS, **visits.SAYS, **money.SAYS}
"""The sentences of each section; those that stand under names of their own by the name of the section (``zone``)."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("누가 이용하나요?", ("ages", "door_ages", "siblings", "zone", "residency", "adults", "multi_child")),
    ("언제 여나요?", ("operation", "days", "holidays", "season", "timetable", "breaks", "extra", "closed", "opening")),
    ("예약은 언제, 얼마나 하나요?", ("openings", "limits", "same_day", "waitlist")),
    ("얼마인가요?", ("fees", "concession", "concessions", "payment")),
    ("들어가고, 취소하고, 못 갈 때는요?", ("minutes", "suspension")),
    ("자리는 몇 개인가요?", ("admission", "capacity", "period")),
    ("놀이돌봄·단체·프로그램", ("care", "group", "programme")),
    ("가서 지킬 것", ("conduct", "notes")),
)
"""Questions in the order in which families ask them, with the sections (by their first word) that answer."""


@dataclass(frozen=True)
class SectionWords:
    """A section in words: its name and title, its sentences, and where it was said (the nearest statement)."""

    name: str
    title: str
    lines: tuple[str, ...]
    origin: Origin | None


def in_words(name: str, content: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentences of one section with these contents; none for contents that leave everything as usual.

    ``content``: everything that holds of the section, all layers merged.
    """
    if name.startswith("period."):
        return tuple(_period(content))
    say = SAYS[name] if name in SAYS else SAYS[name.split(".", 1)[0]]
    return tuple(say({"label": name.split(".", 1)[-1], **content} if name.split(".", 1)[0] in NAMED else content))


def rule_in_words(policy: Policy, rule: str | None) -> tuple[str, ...]:
    """The sentences of the rule behind an answer: a section (``ages``) or one of its keys (``limits.visits_per_day``); none
    when nobody stated it."""
    if rule is None:
        return ()
    if rule in policy.contents:
        return in_words(rule, policy.contents[rule])
    name, _, key = rule.rpartition(".")
    content = policy.contents.get(name, {})
    if key not in content:
        return ()
    keys = section_of(name).keys
    needed = {one: content[one] for one in content if keys[one].needed}
    alone = in_words(name, needed | {key: content[key]})
    return alone or in_words(name, content)


def sections_in_words(policy: Policy) -> tuple[SectionWords, ...]:
    """Everything that holds, in words: each section that somebody stated and that has something to say, in the order of
    :data:`~booking.rules.sections.SECTIONS`, those with names of their own after the others."""
    order = {name: place for place, name in enumerate([*SECTIONS, *NAMED])}
    names = sorted(policy.contents, key=lambda name: (order[_section(name)], name))
    said = (SectionWords(name, title(name), in_words(name, policy.contents[name]), policy.origin(name)) for name in names)
    return tuple(one for one in said if one.lines)


def grouped(policy: Policy, leaving_out: tuple[str, ...] = ()) -> tuple[tuple[str, tuple[SectionWords, ...]], ...]:
    """The same under the questions of :data:`GROUPS`, which families ask; a question without an answer is left out."""
    said = [one for one in sections_in_words(policy) if _first(one.name) not in leaving_out]
    groups = (
        (question, tuple(one for name in names for one in said if _first(one.name) == name)) for question, names in GROUPS
    )
    return tuple((question, sections) for question, sections in groups if sections)


def title(name: str) -> str:
    """What a section is called on a page: ``나이``."""
    return section_of(name).title


def _section(name: str) -> str:
    return name if name in SECTIONS else name.split(".", 1)[0]


def _first(name: str) -> str:
    return name.split(".", 1)[0]


def _period(content: Mapping[str, Any]) -> list[str]:
    which = days.which_periods(content)
    lines = [line for name in content if isinstance(content[name], Mapping) for line in in_words(name, content[name])]
    return [f"{which}: {line}" for line in lines]
