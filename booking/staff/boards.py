"""The board: today's slots, and the roster of the one shown. It refreshes itself, and by that is heard as open."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.hear_board import hear_board
from ..auth import current_actor
from ..queries.board import Board, board
from . import bp
from .said import Said, said


@bp.get("/")
def today() -> ResponseReturnValue:
    """The slot that is on, now or next; it moves on by itself."""
    return show_board(None)


@bp.get("/slots/<int:slot_id>")
def show_slot(slot_id: int) -> ResponseReturnValue:
    """One slot of today. A tablet left on yesterday's slot overnight comes back to today."""
    return show_board(slot_id)


def show_board(slot_id: int | None, *, refused: str | None = None) -> ResponseReturnValue:
    """The board as a page, or for htmx as its fragment; with 422 and the sentence when an act was ``refused``."""
    actor, now = current_actor(), clock.now()
    hear_board(actor=actor, now=now)
    shown = board(actor, slot_id, now)
    if shown is None and refused is None:
        return redirect(url_for(".today"), 303)
    if shown is None:
        shown, slot_id = board(actor, None, now), None
    assert shown is not None
    message = said(now)
    template = "staff/_board.html" if "HX-Request" in request.headers else "staff/board.html"
    page = render_template(
        template,
        board=shown,
        board_name=shown.cafe_name,
        now=now,
        said=message,
        said_names=_names(shown, message),
        said_fee=_fee(shown, message),
        pinned=slot_id is not None,
    )
    return (page, 422) if refused else page


def _names(shown: Board, message: Said | None) -> str:
    if message is None:
        return ""
    wanted = set(message.visit_ids)
    visits = [visit for party in (*shown.parties, *shown.cancelled) for visit in party.visits]
    return ", ".join(visit.name for visit in visits if visit.visit_id in wanted)


def _fee(shown: Board, message: Said | None) -> int:
    """What to take from the family that just came in, in won."""
    if message is None or message.verb not in ("checked_in", "walked_in"):
        return 0
    return sum(party.fee_came_won for party in shown.parties if party.reservation_id == message.reservation_id)
