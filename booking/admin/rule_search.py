"""Finding a rule among a place's many: by its name, what it may say, what it says, and who said it."""

from collections.abc import Iterable

from ..queries.rules import SectionFacts
from ..rules.sections import section_of
from . import rule_terms


def asked_words(text: str | None) -> list[str]:
    """What was asked for, word by word."""
    return (text or "").casefold().split()


def speaks_of(text: str, asked: Iterable[str]) -> bool:
    """Whether every word that was asked for stands somewhere in the text."""
    within = text.casefold()
    return all(word in within for word in asked)


def rule_text(facts: SectionFacts) -> str:
    """Everything that a section's part of the page says, folded up or not."""
    name = facts.name
    said = rule_terms.flat(name, facts.content)
    labels = [rule_terms.key_label(name, key) for key in section_of(name).keys]
    values = [f"{rule_terms.key_label(of, key)} {rule_terms.value_words(of, key, kept)}" for (of, key), kept in said.items()]
    origins = [f"{rule_terms.LAYERS[one.layer]} {one.year}년 {one.source}" for one in facts.origins.values()]
    coming = [rule_terms.statements_words(one.statements) for one in facts.coming]
    sentences = rule_terms.in_words(name, facts.content) if facts.content else []
    return "\n".join([rule_terms.section_title(name), *sentences, *labels, *values, *origins, *coming])
