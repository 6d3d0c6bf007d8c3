"""Forms that wait for their turn in the line: address and fields, in the browser's own signed cookie."""

import json
from collections.abc import Iterable, MutableMapping
from typing import Any

KEPT = "in_line"
KEPT_FORMS = 3
KEPT_CHARACTERS = 700
Session = MutableMapping[str, Any]


def kept_forms(session: Session) -> dict[str, list[list[str]]]:
    """The fields that wait, by the address that they are for."""
    return dict(session.get(KEPT, ()))


def keep_form(session: Session, path: str, sent: Iterable[tuple[str, str]]) -> None:
    """Let this form wait as well, unless it is too long for a cookie; the oldest gives way."""
    fields = [[name, value] for name, value in sent if name != "csrf_token"]
    if len(json.dumps(fields, ensure_ascii=True)) <= KEPT_CHARACTERS:
        others = [(url, kept) for url, kept in kept_forms(session).items() if url != path]
        session[KEPT] = [*others, (path, fields)][-KEPT_FORMS:]


def drop_form(session: Session, path: str) -> None:
    """It waits no more."""
    session[KEPT] = [(url, fields) for url, fields in kept_forms(session).items() if url != path]
