"""The line at the gate, by what this process knows: who waits hears the place at once, and who has a turn goes first.

Families in line ask for their place all the time, and those whose turn has come reserve while everybody else still comes;
neither may depend on a queue that others have filled.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import unquote

from flask import Flask, render_template
from markupsafe import Markup

from . import clock, metrics
from .api.lines import LinePlace
from .filters import ahead_words, wait_words
from .gate import Answer
from .headers import headers_for
from .line_tickets import COOKIE, Shown, read_if_ours
from .line_watch import LineWatch, place_of
from .rules.line import TURN_MINUTES, Place, Standing, Ticket, turn_until

PLACE, PAGE = "/api/v1/line", "/line"
_OWN = {name: f"<!--own-{name}-->" for name in ("ticket", "again", "ahead", "wait", "url")}
"""Where the page, which is rendered once, has what is one's own."""
_IN_COOKIES = re.compile(rf'(?:^|;) *{COOKIE}="?([^;"]*)')
"""By itself: of the other cookies one may be of letters that nobody can read."""


class LineAtTheGate:
    """Of an app and its watch."""

    def __init__(self, app: Flask, watch: LineWatch) -> None:
        settings = app.config["SETTINGS"]
        self._app = app
        self._watch = watch
        self._secret_key = settings.secret_key
        self._shift = settings.clock_shift
        self._headers = list(headers_for(over_tls=settings.secure_cookies).items())
        self._page: str | None = None

    def place_told(self, environ: Mapping[str, Any], *, others_wait: bool) -> Answer | None:
        """Where a ticket stands, as far as it is known; as a page only whose turn has not come, while others wait. Once a
        second somebody is let in instead, to look how far the line is; anything else is the application's to say."""
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET" or not (path == PLACE or (path == PAGE and others_wait)):
            return None
        ticket = _ticket(environ)
        shown = read_if_ours(self._secret_key, ticket)
        line = self._watch.known() if shown is not None else None
        if ticket is None or shown is None or line is None or line.line_id != shown.line_id:
            return None
        now = clock.shifted(self._shift)
        let_in_at = self._let_in_at(shown, path, now)
        if now >= line.opens_at and let_in_at is None and not _waits(shown, line, path):
            return None
        place = place_of(line, Ticket(shown.ticket_id, shown.line_id, shown.number, let_in_at), now)
        if path == PLACE:
            return self._answer("application/json", LinePlace.of(place, ticket).model_dump_json())
        return (
            self._answer("text/html; charset=utf-8", self._page_of(place, ticket, environ)) if now >= line.opens_at else None
        )

    def _let_in_at(self, shown: Shown, path: str, now: datetime) -> datetime | None:
        """Since when whoever asks for the place has a turn that is still good, if this process saw it come: a second early
        rather than late, so that no more time is promised than there is."""
        if path != PLACE or shown.number is None:
            return None
        since = self._watch.let_in_after(shown.line_id, shown.number)
        return since if since is not None and now < turn_until(since) else None

    def goes_first(self, environ: Mapping[str, Any]) -> int | None:
        """The ticket by whose number the turn has come, or which asks for its number, while its line stands. To go first is
        all that it is good for here."""
        shown = read_if_ours(self._secret_key, _ticket(environ))
        if shown is None:
            return None
        asks = shown.number is None and environ["PATH_INFO"] in (PLACE, PAGE) and self._watch.stands(shown.line_id)
        return shown.ticket_id if asks or self._watch.has_come(shown.line_id, shown.number) else None

    def _answer(self, mimetype: str, body: str) -> Answer:
        metrics.count_place_told()
        return 200, [("Content-Type", mimetype), *self._headers], body.encode()

    def _page_of(self, place: Place, ticket: str, environ: Mapping[str, Any]) -> str:
        if self._page is None:
            marks = {name: Markup(mark) for name, mark in _OWN.items()}  # noqa: S704 (our own constants)  # nosec B704
            with self._app.test_request_context("/", base_url=self._app.config["SETTINGS"].base_url):
                self._page = render_template(
                    "guardian/line_at_the_gate.html", **marks, kept=False, turn_minutes=TURN_MINUTES
                )
        query = environ["QUERY_STRING"]
        own = {
            "ticket": ticket,
            "again": str(place.again_seconds),
            "ahead": ahead_words(place.ahead),
            "wait": wait_words(place),
            "url": f"{PAGE}?{query}" if query else PAGE,
        }
        page = self._page
        for name, text in own.items():
            page = page.replace(_OWN[name], escape(text))
        return page


def _waits(shown: Shown, line: Standing, path: str) -> bool:
    """Whether the number's turn has not come; a page may be shown to who has none yet, the next question brings it."""
    return shown.number > line.admitted if shown.number is not None else path == PAGE


def _ticket(environ: Mapping[str, Any]) -> str | None:
    """The ticket whose place is asked for, if nothing else is; of all other requests the browser's."""
    if environ["PATH_INFO"] == PLACE and environ["REQUEST_METHOD"] == "GET":
        name, _, ticket = environ["QUERY_STRING"].partition("=")
        return unquote(ticket) if name == "ticket" and "&" not in ticket else None
    found = _IN_COOKIES.search(environ.get("HTTP_COOKIE", ""))
    return found[1] if found else None
