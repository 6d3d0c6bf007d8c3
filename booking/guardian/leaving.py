"""Deleting the own account."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions import delete_account as deleting
from ..auth import current_actor, forget, origin
from ..fields import PasswordAgain
from ..queries.account import leaving
from ..rules.refusals import Refused
from ..web import Form
from . import bp


class DeleteForm(Form):
    """The password, so that nobody else's hand does it."""

    password = PasswordAgain("비밀번호 확인")


@bp.route("/me/delete", methods=["GET", "POST"])
def delete_account() -> ResponseReturnValue:
    form = DeleteForm()
    actor, now = current_actor(), clock.now()
    if form.validate_on_submit():
        try:
            deleting.delete_account(actor=actor, password=form.password.data or "", origin=origin(), now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            forget()
            flash("탈퇴했어요. 개인정보를 모두 지웠어요. 그동안 이용해 주셔서 고마워요.", "ok")
            return redirect(url_for("public.home"), 303)
    return render_template("guardian/delete.html", form=form, what=leaving(actor, now)), form.status
