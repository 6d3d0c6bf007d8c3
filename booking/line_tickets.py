"""번호표 as its holder has it: signed, so that a place can be asked for without a session and without a statement.

It opens nothing: whoever reserves is asked for by who is signed in, so a ticket that was sold shows its buyer a place, and
lets his requests wait among those whose turn has come (:mod:`booking.gate`), but no more.
"""

from dataclasses import dataclass
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from .rules.line import Ticket
from .rules.refusals import Code, Refused, no

COOKIE = "kidscafe_line"
"""Where the browser has its ticket; the page that asks for the place (``line.js``) puts each newer one there."""
COOKIE_SECONDS = 6 * 3600
TICKET_MOST = 120
"""Characters of a signed ticket."""


@dataclass(frozen=True)
class Shown:
    """What a signed ticket says: which line and ticket, and its number, if that was known."""

    line_id: int
    ticket_id: int
    number: int | None


def signed(secret_key: str, ticket: Ticket) -> str:
    """The ticket for its holder."""
    return str(_signer(secret_key).dumps([ticket.line_id, ticket.ticket_id, ticket.number]))


def read(secret_key: str, text: str) -> Shown:
    """What this ticket says.

    :raises Refused: ``LINE_TICKET_WRONG``: we did not sign it.
    """
    try:
        if len(text) > TICKET_MOST:
            raise BadSignature("too long")
        line_id, ticket_id, number = _signer(secret_key).loads(text)
    except (BadSignature, ValueError, TypeError) as error:
        raise Refused(no(Code.LINE_TICKET_WRONG, "ticket")) from error
    return Shown(line_id, ticket_id, number)


def read_if_ours(secret_key: str, text: str | None) -> Shown | None:
    """What this ticket says; ``None``: there is none, or we did not sign it."""
    try:
        return read(secret_key, text) if text else None
    except Refused:
        return None


@lru_cache(maxsize=4)
def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="line-ticket")
