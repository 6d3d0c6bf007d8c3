"""One slot, for everybody; a signed-in guardian sees the form that reserves it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import actor_or_none
from ..fields import CHOICES_MOST
from ..full_slots import full_slots
from ..slot_screen import screen
from . import bp
from .visitors import same_for_visitors


@bp.get("/slots/<int:slot_id>")
@same_for_visitors
def show_slot(slot_id: int) -> ResponseReturnValue:
    named = request.args.getlist("child")[:CHOICES_MOST]
    wanted = [int(value) for value in named if value.isascii() and value.isdigit() and len(value) < 10]
    shown = screen(slot_id, actor_or_none(), clock.now(), wanted=wanted)
    if shown["slot"].full:
        full_slots().note(slot_id)
    return render_template("public/slot.html", **shown)
