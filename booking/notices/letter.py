"""What stands between a notice and a mail: which template, for whom, with what."""

import re
from dataclasses import dataclass
from typing import Any

from .message import one_line


@dataclass(frozen=True)
class Site:
    """The service as mails name it: where its pages are, its host, and the secret that signs links."""

    base_url: str
    host: str
    secret_key: str

    def page(self, path: str) -> str:
        """The address of a page."""
        return f"{self.base_url}{path}"


@dataclass(frozen=True)
class Skip:
    """Nothing is sent; ``reason`` is kept with the notice."""

    reason: str


@dataclass(frozen=True)
class Letter:
    """A template's name, its values, whom it goes to, and a calendar file where it helps."""

    template: str
    to_name: str
    to_email: str
    values: dict[str, Any]
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"


def person(name: str | None) -> str:
    """A name for a mail: one line, and nothing that a mail program would turn into a link. People choose their names, and
    an invitation carries one to a stranger."""
    plain = re.sub(r"[<>@/\\:]", " ", one_line(name or ""))
    return one_line(re.sub(r"\.(?=\S)", "․", plain))
