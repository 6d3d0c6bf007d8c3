"""What staff do with a family on the roster: in, out, back again, called. Each form says what it means, so twice is once."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, cast

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock, words
from ..actions.check_in import check_in
from ..actions.check_out import check_out
from ..actions.mark_called import mark_called
from ..actions.prove_concession import prove_concession
from ..actions.undo_check_in import undo_check_in
from ..auth import current_actor
from ..fields import NumberChoices
from ..logs import note_outcome
from ..queries.board import slot_of_reservation
from ..rules.refusals import NotThere, Refused
from ..web import Form
from . import bp
from .boards import show_board
from .said import said, say


class ChildrenForm(Form):
    """Which children of the family an act is about; what is not theirs is not there."""

    visit_ids = NumberChoices("아이")

    def chosen(self) -> list[int]:
        return list(self.visit_ids.data or [])


@bp.post("/reservations/<int:reservation_id>/check-in")
def check_in_children(reservation_id: int) -> ResponseReturnValue:
    form = ChildrenForm()
    return _act(
        reservation_id,
        form.chosen(),
        lambda now: check_in(reservation_id, actor=current_actor(), visit_ids=form.chosen(), now=now),
        "checked_in",
    )


@bp.post("/reservations/<int:reservation_id>/check-out")
def check_out_children(reservation_id: int) -> ResponseReturnValue:
    form = ChildrenForm()
    return _act(
        reservation_id,
        form.chosen(),
        lambda now: check_out(reservation_id, actor=current_actor(), visit_ids=form.chosen(), now=now),
        "checked_out",
    )


@bp.post("/reservations/<int:reservation_id>/undo")
def undo(reservation_id: int) -> ResponseReturnValue:
    form, was = ChildrenForm(), request.form.get("was")
    if was not in ("checked_in", "checked_out"):
        raise NotThere
    state = cast(Literal["checked_in", "checked_out"], was)
    return _act(
        reservation_id,
        form.chosen(),
        lambda now: undo_check_in(reservation_id, actor=current_actor(), visit_ids=form.chosen(), was=state, now=now),
        "undone",
    )


@bp.post("/reservations/<int:reservation_id>/called")
def set_called(reservation_id: int) -> ResponseReturnValue:
    wanted = request.form.get("called")
    if wanted not in ("yes", "no"):
        raise NotThere
    called = wanted == "yes"
    return _act(
        reservation_id,
        [],
        lambda now: mark_called(reservation_id, actor=current_actor(), called=called, now=now),
        "called" if called else "called_undone",
    )


@bp.post("/reservations/<int:reservation_id>/concession")
def prove(reservation_id: int) -> ResponseReturnValue:
    wanted, name = request.form.get("proved"), request.form.get("name", "")[:40]
    if wanted not in ("yes", "no"):
        raise NotThere
    proved = wanted == "yes"
    return _act(
        reservation_id,
        [],
        lambda now: prove_concession(reservation_id, name, actor=current_actor(), proved=proved, now=now),
        "proved" if proved else "unproved",
    )


def _act(reservation_id: int, visit_ids: list[int], act: Callable[[datetime], int], verb: str) -> ResponseReturnValue:
    """Do it, say it, and come back to the board: to the family's slot, or to "today" when that was shown."""
    now = clock.now()
    slot_id = slot_of_reservation(current_actor(), reservation_id)
    back = None if request.form.get("back") == "today" else slot_id
    try:
        changed = act(now)
    except Refused as refused:
        note_outcome(refused.refusal.code)
        sentence = words.sentence(refused.refusal)
        say("refused", now, text=sentence)
        return show_board(back, refused=sentence)
    before = said(now)
    again = before is not None and (before.verb, before.reservation_id) == (verb, reservation_id)
    # A second tap finds it done: what the first one said, and its undo, still stand.
    if changed or not again:
        say(verb if changed else "nothing", now, reservation_id=reservation_id, visit_ids=visit_ids)
    anchor = f"party-{reservation_id}"
    where = url_for(".today", _anchor=anchor) if back is None else url_for(".show_slot", slot_id=back, _anchor=anchor)
    return redirect(where, 303)
