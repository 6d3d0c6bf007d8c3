"""What takes long to say and is always the same, said once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")


class Kept:
    """Answers by what they say; when there are ``most`` of them, all are made anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer to ``key``: what ``make`` made of it once, and nobody's to change."""
        try:
            return cast(Answer, self._answers[key])
        except KeyError:
            pass
        answer = make()
        if len(self._answers) >= self._most:
            self._answers.clear()
        self._answers[key] = answer
        return answer
