"""Asking for a link that sets a new password."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions import ask_reset as asking
from ..auth import origin
from ..fields import EmailField
from ..rules.refusals import Refused
from ..web import Form
from . import bp


class AskResetForm(Form):
    """The address of the account."""

    email = EmailField()


@bp.route("/password", methods=["GET", "POST"])
def ask_reset() -> ResponseReturnValue:
    form = AskResetForm()
    if form.validate_on_submit():
        try:
            asking.ask_reset(form.email.address, origin=origin(), now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for(".reset_asked"), 303)
    return render_template("public/ask_reset.html", form=form), form.status


@bp.get("/password/sent")
def reset_asked() -> ResponseReturnValue:
    return render_template("public/reset_sent.html")
