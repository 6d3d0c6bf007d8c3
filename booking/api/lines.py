"""The line before reserving: joining it, and asking for the place of a ticket."""

from typing import Annotated

from flask import request
from pydantic import Field

from .. import clock
from ..actions.join_line import join_line
from ..line_tickets import TICKET_MOST
from ..line_watch import look, place_of, place_of_family, place_of_signed, sign
from ..rules.line import Place, State
from .edges import guardian, public
from .routes import Asked, reads, writes
from .values import Given, Instant, Shown


class TicketShown(Given):
    """The ticket as it was answered last."""

    ticket: Annotated[str, Field(min_length=1, max_length=TICKET_MOST)]


class LinePlace(Shown):
    """Where a family stands. ``state``: ``no_line`` (reserve at once), ``before_opening``, ``in_line``, ``your_turn``
    (reserve until ``until``) or ``turn_over`` (join again). ``ticket``: what to ask with next time, in ``again_seconds``;
    it opens nothing by itself, the account's own turn does."""

    state: State
    ticket: str | None
    ahead: int | None
    wait_seconds: int | None
    again_seconds: int
    opens_at: Instant | None
    until: Instant | None

    @classmethod
    def of(cls, place: Place, ticket: str | None) -> "LinePlace":
        own = {name: getattr(place, name) for name in cls.model_fields if name != "ticket"}
        return cls(**own, ticket=ticket)


TAKES_PLACES = {"api_guardian.create_reservation", "api_guardian.move_reservation"}


@guardian.before_request
def _see_the_line() -> None:
    """A rush of programs, which open no page, brings the line and moves it up as well. Before the request's transaction: a
    refusal takes nothing of it back."""
    if request.endpoint in TAKES_PLACES:
        look(clock.now())


@writes(guardian, "POST", "/line", summary="줄 서기", shown=LinePlace, again="anew")
def join(asked: Asked[None]) -> LinePlace:
    line = look(asked.now)
    if line is not None and line.is_calm:
        # Nobody needs a turn; who has one keeps it, for when people are turned away again.
        place, ticket = place_of_family(asked.actor, asked.now)
        return LinePlace.of(place, ticket) if place.state == "your_turn" else LinePlace.of(Place("no_line"), None)
    joined = join_line(actor=asked.actor, now=asked.now)
    if joined is None:
        return LinePlace.of(Place("no_line"), None)
    return LinePlace.of(place_of(joined.line, joined.ticket, asked.now), sign(joined.ticket))


@reads(public, "/line", summary="번호표의 차례", shown=LinePlace, query=TicketShown)
def show_place(asked: Asked[TicketShown]) -> LinePlace:
    return LinePlace.of(*place_of_signed(asked.given.ticket, asked.now))
