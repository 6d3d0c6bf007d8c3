"""Who is in the family: inviting another guardian."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions import invite_guardian as inviting
from ..auth import current_actor
from ..fields import EmailField
from ..queries.family import guardians_of
from ..rules.families import GUARDIANS_MOST
from ..rules.refusals import Refused
from ..web import Form
from . import bp


class InvitationForm(Form):
    """The address of who is invited."""

    email = EmailField("초대할 사람의 메일 주소")


@bp.route("/me/guardians", methods=["GET", "POST"])
def show_guardians() -> ResponseReturnValue:
    form = InvitationForm()
    actor, now = current_actor(), clock.now()
    if form.validate_on_submit():
        try:
            inviting.invite_guardian(actor=actor, email=form.email.address, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("초대 메일을 보냈어요. 7일 안에 링크를 열면 우리 가족이 돼요.", "ok")
            return redirect(url_for(".show_guardians"), 303)
    family = guardians_of(actor, now)
    return render_template("guardian/guardians.html", form=form, family=family, most=GUARDIANS_MOST), (
        422 if form.errors else 200
    )


@bp.post("/me/guardians/<int:link_id>/withdraw")
def withdraw_invitation(link_id: int) -> ResponseReturnValue:
    inviting.withdraw_invitation(link_id, actor=current_actor(), now=clock.now())
    flash("초대를 거두었어요.", "ok")
    return redirect(url_for(".show_guardians"), 303)
