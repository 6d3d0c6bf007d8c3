"""Reserving a slot."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock, metrics
from ..actions.reserve import reserve
from ..auth import current_actor
from ..full_slots import full_slots
from ..line_watch import look_if_needed
from ..rules.refusals import NOT_YOUR_TURN, Code, Refusal, Refused
from ..slot_screen import ReservationForm, screen
from . import bp
from .lines import wait_in_line


@bp.route("/slots/<int:slot_id>/reservations", methods=["GET", "POST"])
def create_reservation(slot_id: int) -> ResponseReturnValue:
    if request.method == "GET":
        # Where a reload after a lost sign-in ends: back to the slot.
        return redirect(url_for("public.show_slot", slot_id=slot_id), 303)
    form = ReservationForm()
    actor, now = current_actor(), clock.now()
    look_if_needed(now)
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            reservation_id = reserve(
                slot_id,
                actor=actor,
                child_ids=form.child_ids.data or [],
                adults=form.adults.data or 0,
                request_id=form.request_id.data or "",
                companion=form.companion.given,
                now=now,
            )
        except Refused as refused:
            refusal = refused.refusal
            metrics.count_reservation(refusal.code)
            if refusal.code in NOT_YOUR_TURN:
                return wait_in_line()
            form.refuse(refused)
            if refusal.code == Code.SLOT_FULL and not refusal.facts["places_left"]:
                full_slots().note(slot_id)
        else:
            metrics.count_reservation(metrics.RESERVED)
            # Said by the address, not by the cookie: in the rush of an opening no cookie is signed anew for it.
            return redirect(url_for(".show_reservation", reservation_id=reservation_id, new=1), 303)
    if form.request_id.errors or (refusal is not None and refusal.code == Code.REQUEST_ID_REUSED):
        form.renew()
    return render_template("public/slot.html", **screen(slot_id, actor, now, form, refusal)), 422
