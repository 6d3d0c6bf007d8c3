"""One text, two shapes: what a kind's template says, as plain text and as simple HTML.

A template's first line is the subject; after a blank line follows the body. ``- label: value`` is a fact,
``▶ words: https://…`` a link; everything else is a paragraph. Nothing is written twice.
"""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app

_LINK = re.compile(r"▶ (?P<words>[^\n]+): (?P<url>https?://\S+)")


@dataclass(frozen=True)
class Block:
    """A piece of the body. ``kind``: ``link`` (words, url), ``facts`` (lines) or ``text`` (lines)."""

    kind: str
    lines: tuple[str, ...]


def subject_and_text(template: str, values: dict[str, Any]) -> tuple[str, str]:
    """The subject and the body of ``notices/<template>.txt``; values have no line breaks (see :mod:`.message`)."""
    subject, _, body = _render(f"{template}.txt", **values).strip().partition("\n\n")
    # Left-out parts of a template leave blank lines behind.
    return subject, re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def html(subject: str, text: str) -> str:
    """The same body as HTML, everything escaped."""
    return _render("mail.html", subject=subject, headline=subject.partition("] ")[2] or subject, blocks=blocks(text))


def blocks(text: str) -> list[Block]:
    """The body in pieces; a blank line always ends one."""
    return [block for part in text.strip().split("\n\n") for block in _pieces(part.split("\n"))]


def _pieces(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    for line in lines:
        link = _LINK.fullmatch(line)
        if link:
            found.append(Block("link", (link["words"], link["url"])))
            continue
        kind = "facts" if line.startswith("- ") else "text"
        said = line.removeprefix("- ")
        if found and found[-1].kind == kind:
            found[-1] = Block(kind, (*found[-1].lines, said))
        else:
            found.append(Block(kind, (said,)))
    return found


def _render(template: str, **values: Any) -> str:
    # Not Flask's render_template: its context processors speak of a request and a signed-in person, and here is neither.
    return current_app.jinja_env.get_template(f"notices/{template}").render(**values)
