"""Moving a reservation to another slot: choosing one, then confirming."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import Regexp

from .. import clock
from ..actions.move import move
from ..auth import current_actor
from ..queries.moving import new_slot, slots_to_move_to
from ..queries.reservations import reservation_page
from ..rules.refusals import NOT_YOUR_TURN, Code, Refused
from ..web import Form
from . import bp
from .lines import wait_in_line


class MoveForm(Form):
    """Only that it is meant. ``request_id`` is made when the page is: a double tap sends the same one."""

    request_id = HiddenField(
        validators=[Regexp(r"[0-9a-f-]{8,64}\Z", message="화면이 오래되었어요. 내용을 확인하고 다시 눌러 주세요.")]
    )


@bp.get("/reservations/<int:reservation_id>/move")
def choose_slot(reservation_id: int) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = reservation_page(reservation_id, actor, now)
    near = slots_to_move_to(found, actor, now) if found.move_refusal is None else []
    return render_template("guardian/move.html", reservation=found, near=near)


@bp.route("/reservations/<int:reservation_id>/move/<int:slot_id>", methods=["GET", "POST"])
def move_reservation(reservation_id: int, slot_id: int) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = reservation_page(reservation_id, actor, now)
    slot = new_slot(found, slot_id, actor)
    form = MoveForm()
    near = None
    if form.validate_on_submit():
        try:
            move(reservation_id, slot_id, actor=actor, request_id=form.request_id.data, now=now)
        except Refused as refused:
            if refused.refusal.code in NOT_YOUR_TURN:
                return wait_in_line()
            form.refuse(refused)
            if refused.refusal.code == Code.REQUEST_ID_REUSED:
                form.request_id.data = str(uuid4())
            found = reservation_page(reservation_id, actor, now)
            near = slots_to_move_to(found, actor, now) if found.move_refusal is None else None
        else:
            flash("예약을 새 회차로 바꿨어요. 확인 메일을 보내 드려요.", "ok")
            return redirect(url_for(".show_reservation", reservation_id=reservation_id), 303)
    if request.method == "GET" or form.request_id.errors:
        form.request_id.data = str(uuid4())
    page = render_template("guardian/move_confirm.html", reservation=found, slot=slot, form=form, near=near)
    return page, form.status
