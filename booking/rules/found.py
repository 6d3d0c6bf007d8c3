"""A contradiction: a sentence, and the places that contradict each other."""

from dataclasses import dataclass

from .korean import settled

Place = tuple[str, tuple[str, ...]]
"""A section and the key in it; without a key: the section as a whole."""


@dataclass(frozen=True)
class Found:
    """One contradiction. ``places``: what takes part in it, the likeliest mistake first. A file or a form points at the
    first of them that it states itself.
    """

    sentence: str
    places: tuple[Place, ...]


def found(sentence: str, *places: str) -> Found:
    """A contradiction between places written as ``"ages:max"``, or ``"ages"`` for a section as a whole."""
    return Found(settled(sentence), tuple(_place(one) for one in places))


def _place(written: str) -> Place:
    section, _, key = written.partition(":")
    return section, (key,) if key else ()
