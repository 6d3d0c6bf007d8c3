"""The line as this process saw it last, at most about a second ago. Who looks keeps it moving: one request a second
brings it along, all others get what is known, so asking for a place costs no statement and no line costs one a second.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from . import clock
from .actions.advance_line import advance_line
from .actions.bring_line import bring_line
from .line_tickets import COOKIE, COOKIE_SECONDS, read, read_if_ours, signed
from .load import LOAD, Load
from .queries.line import line_now, my_ticket, ticket_of
from .rules.line import TICK, TURN, Place, Standing, Ticket, place, too_many
from .rules.refusals import Code, Refused, no
from .scope import Actor

Answer = TypeVar("Answer", bound=Response)
FRESH_SECONDS = 1.0
PROCESSES = 2
"""Of a service: each counts its own, and a pace that is too fast is found out sooner than one that is too slow."""


class LineWatch:
    """Keeps the last look of one process."""

    def __init__(self, load: Load, clock: Callable[[], float] = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._looking = Lock()
        self._looked_at: float | None = None
        self._line: Standing | None = None
        self._sent_at = float("-inf")
        self._moves: deque[Standing] = deque(maxlen=TURN // TICK)

    def known(self) -> Standing | None:
        """What is known, without looking; ``None`` where nothing is, and about once a second for whoever is to look."""
        now = self._clock()
        if self._looked_at is None:
            return None
        if now - max(self._looked_at, self._sent_at) >= FRESH_SECONDS:
            self._sent_at = now
            return None
        return self._line

    @property
    def is_known(self) -> bool:
        """Whether there was a line at the last look."""
        return self._line is not None

    def stands(self, line_id: int) -> bool:
        """Whether this is the line that is known."""
        return self._line is not None and self._line.line_id == line_id

    def stands_for_all(self, now: datetime) -> bool:
        """Whether, by the last look, a line stands before which nobody reserves out of turn."""
        line = self._line
        return line is not None and line.may_be_joined(now) and line.opens_at <= now and not line.is_calm

    def has_come(self, line_id: int, number: int | None) -> bool:
        """Whether the turn of this number has come in the line that is known; a turn that is over has come as well."""
        line = self._line
        return line is not None and line.line_id == line_id and number is not None and number <= line.admitted

    def let_in_after(self, line_id: int, number: int) -> datetime | None:
        """Since when at the earliest the turn of this number has come, by what was seen here of the line; ``None``: it has
        not, or longer ago than that."""
        if not self.has_come(line_id, number):
            return None
        before = (one.ticked_at for one in reversed(list(self._moves)) if one.line_id == line_id and one.admitted < number)
        return next(before, None)

    def look(self, now: datetime) -> Standing | None:
        """The line that is open, or ``None``."""
        known_for = None if self._looked_at is None else self._clock() - self._looked_at
        if known_for is not None and known_for < FRESH_SECONDS:
            return self._line
        # The very first waits for whoever looks already: there is nothing yet that could be said meanwhile.
        if not self._looking.acquire(blocking=known_for is None):
            return self._line
        try:
            self._line = self._next(now)
            if self._line is not None:
                self._moves.append(self._line)
            self._looked_at = self._clock()
            return self._line
        finally:
            self._looking.release()

    def forget(self) -> None:
        """Look anew next time: something was just changed here."""
        self._looked_at = None

    def _next(self, now: datetime) -> Standing | None:
        found = line_now()
        answered, turned_away = self._load.take()
        if found is None or not found.may_be_joined(now):
            return self._brought(now) or found
        if not too_many(turned_away, answered):
            turned_away = 0
        if not self.stands_for_all(now):
            # They came without a turn: they tell nothing of how many are answered per turn.
            answered = 0
        if now - found.ticked_at < TICK and not (answered or turned_away):
            return found
        return advance_line(answered, turned_away, now=now)

    def _brought(self, now: datetime) -> Standing | None:
        if not self._load.is_pressed():
            return None
        return bring_line(now=now, answered_per_second=PROCESSES * self._load.answered_per_second())


def watch() -> LineWatch:
    """The running app's."""
    found: LineWatch = current_app.extensions["line"]
    return found


def look(now: datetime) -> Standing | None:
    """The line that families may join now, or ``None``."""
    line = watch().look(now)
    return line if line is not None and line.may_be_joined(now) else None


def place_before(actor: Actor | None, now: datetime) -> Place | None:
    """Where whoever looks at a slot stands before reserving: ``no_line`` is who may join the line that opens at
    ``opens_at``; ``None``: nobody needs a turn now. By the browser's ticket, and one statement for whose turn has come."""
    line = look(now)
    if line is None or line.is_calm:
        return None
    may_join = Place("no_line", opens_at=line.opens_at)
    shown = read_if_ours(_key(), request.cookies.get(COOKIE)) if actor is not None else None
    if actor is None or shown is None or shown.line_id != line.line_id:
        return may_join
    if shown.number is None or shown.number > line.admitted:
        return place_of(line, Ticket(shown.ticket_id, line.line_id, shown.number, None), now)
    ticket = my_ticket(line, actor)
    place = place_of(line, ticket, now)
    return may_join if place.state in ("no_line", "turn_over") else place


def look_if_needed(now: datetime) -> None:
    """Let a rush of forms alone bring a line, and move it up; while none is known and nobody is turned away it costs
    nothing."""
    if LOAD.is_pressed() or watch().is_known:
        look(now)


def place_of(line: Standing, ticket: Ticket | None, now: datetime) -> Place:
    """Where this ticket stands, to be asked for again at a moment of its own."""
    return place(line, ticket, now, draw=random.random())  # noqa: S311 (when to ask again, no secret)  # nosec B311


def place_of_family(actor: Actor, now: datetime) -> tuple[Place, str | None]:
    """Where the family stands, and its signed ticket; ``no_line`` where no line stands, or it is not in it."""
    line = look(now)
    ticket = my_ticket(line, actor) if line is not None else None
    if line is None or ticket is None:
        return Place("no_line"), None
    return place_of(line, ticket, now), sign(ticket)


def place_of_signed(text: str, now: datetime) -> tuple[Place, str]:
    """Where a signed ticket stands, and the ticket to ask with next time. No statement while it waits with its number.

    :raises Refused: ``LINE_TICKET_WRONG``: not signed by us, or its family is gone.
    """
    shown = read(_key(), text)
    line = look(now)
    if line is None:
        return Place("no_line"), text
    if line.line_id != shown.line_id:
        # Of a line that is over, while another stands: that one is to be joined.
        return Place("turn_over"), text
    known = shown.number is not None and shown.number > line.admitted
    if known or now < line.opens_at:
        return place_of(line, Ticket(shown.ticket_id, shown.line_id, shown.number, None), now), text
    ticket = ticket_of(shown.ticket_id)
    if ticket is None:
        raise Refused(no(Code.LINE_TICKET_WRONG, "ticket"))
    return place_of(line, ticket, now), sign(ticket)


def sign(ticket: Ticket) -> str:
    """The ticket for its holder."""
    return signed(_key(), ticket)


def with_ticket(response: Answer, ticket: str) -> Answer:
    """The answer, and the ticket where the gate sees it with every request. Scripts may read it: it is no secret that opens
    anything, and they put each newer one there."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, ticket, max_age=COOKIE_SECONDS, secure=secure, samesite="Lax")
    return response


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


def init_app(app: Flask) -> None:
    """Attach to the app; templates get ``place_before(actor)``."""
    LOAD.begin()
    app.extensions["line"] = LineWatch(LOAD)
    app.jinja_env.globals["place_before"] = lambda actor: place_before(actor, clock.now())
