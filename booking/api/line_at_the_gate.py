"""The line at the gate, by what this process knows: who waits hears the place at once, and who has a turn goes first.

Families in line ask for their place all the time, and those whose turn has come reserve while everybody else still comes;
neither may depend on a queue that others have filled.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from werkzeug.http import parse_cookie

from .. import metrics
from ..gate import Answer
from ..line_tickets import COOKIE, Shown, read
from ..line_watch import LineWatch, place_of
from ..rules.line import Ticket
from ..rules.refusals import Refused
from .lines import LinePlace

PATH = "/api/v1/line"


class LineAtTheGate:
    """``now``: the service's clock; ``headers``: what every answer has."""

    def __init__(self, watch: LineWatch, secret_key: str, now: Callable[[], datetime], headers: Mapping[str, str]) -> None:
        self._watch = watch
        self._now = now
        self._secret_key = secret_key
        self._headers = [("Content-Type", "application/json"), *headers.items()]

    def place_told(self, environ: Mapping[str, Any]) -> Answer | None:
        """Where a ticket stands whose number is known and whose turn has not come. Once a second somebody is let in instead,
        to look how far the line is; anything else than waiting is the application's to say."""
        ticket = _asked(environ)
        shown = self._read(ticket) if ticket else None
        line = self._watch.known() if shown is not None else None
        if shown is None or line is None or line.line_id != shown.line_id:
            return None
        now = self._now()
        if now >= line.opens_at and (shown.number is None or shown.number <= line.admitted):
            return None
        metrics.count_place_told()
        place = place_of(line, Ticket(shown.ticket_id, shown.line_id, shown.number, None), now)
        return 200, self._headers, LinePlace.of(place, ticket).model_dump_json().encode()

    def goes_first(self, environ: Mapping[str, Any]) -> int | None:
        """The ticket by whose number the turn has come, of the browser or of whoever asks for its place, while its line
        stands. To go first is all that it is good for here."""
        ticket = _asked(environ) or _kept(environ)
        shown = self._read(ticket) if ticket else None
        return shown.ticket_id if shown is not None and self._watch.has_come(shown.line_id, shown.number) else None

    def _read(self, ticket: str) -> Shown | None:
        try:
            return read(self._secret_key, ticket)
        except Refused:
            return None


def _asked(environ: Mapping[str, Any]) -> str | None:
    """The ticket whose place is asked for, if nothing else is."""
    if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET":
        return None
    name, _, ticket = environ["QUERY_STRING"].partition("=")
    return unquote(ticket) if name == "ticket" and "&" not in ticket else None


def _kept(environ: Mapping[str, Any]) -> str | None:
    cookies = environ.get("HTTP_COOKIE", "")
    return parse_cookie(cookies).get(COOKIE) if COOKIE in cookies else None
