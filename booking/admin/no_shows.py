"""No-shows of the last weeks, and letting one count for nothing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.waive_no_show import waive_no_show
from ..auth import current_actor
from ..queries.suspensions import no_show_of, no_shows_of_cafes
from ..rules.refusals import Refused
from ..web import Form
from . import bp
from .fields import ReasonField


class WaiveForm(Form):
    """Why it does not count."""

    reason = ReasonField("면제 사유")


@bp.get("/no-shows")
def show_no_shows() -> ResponseReturnValue:
    return render_template("admin/no_shows.html", absences=no_shows_of_cafes(current_actor(), clock.now()))


@bp.route("/no-shows/<int:reservation_id>/waive", methods=["GET", "POST"])
def waive(reservation_id: int) -> ResponseReturnValue:
    actor = current_actor()
    absence = no_show_of(actor, reservation_id)
    form = WaiveForm()
    if form.validate_on_submit():
        try:
            waive_no_show(reservation_id, reason=form.reason.data or "", actor=actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("노쇼를 면제했어요. 이 기록은 예약 제한에 세지 않아요.", "ok")
            return redirect(url_for(".show_no_shows"), 303)
    return render_template("admin/waive.html", form=form, absence=absence), form.status
