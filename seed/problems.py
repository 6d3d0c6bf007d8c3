"""What is wrong in a seed file, or to be told of it: where (file, line, key) and a sentence for who wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake. ``key`` is written with its table, such as ``ages.max``; empty when the whole file is meant."""

    file: str
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file} {self.line}행, {key}{self.sentence}"


class SeedError(Exception):
    """Nothing was loaded; every problem that was found is in ``problems``."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Stop(Exception):
    """The command cannot go on; the message is the sentence for the person who typed it."""
