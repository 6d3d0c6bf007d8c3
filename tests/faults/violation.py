"""A promise that was broken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """What is wrong, and of whom (as in the journal), to show the lines that led to it."""

    what: str
    who: str | None = None
