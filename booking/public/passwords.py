"""Asking for a link that sets a new password."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions import ask_reset as asking
from ..fields import EmailField
from ..web import Form
from . import bp


class AskResetForm(Form):
    """The address of the account."""

    email = EmailField()


@bp.route("/password", methods=["GET", "POST"])
def ask_reset() -> ResponseReturnValue:
    form = AskResetForm()
    if form.validate_on_submit():
        asking.ask_reset(form.email.address, now=clock.now())
        return redirect(url_for(".reset_asked"), 303)
    return render_template("public/ask_reset.html", form=form), 422 if form.errors else 200


@bp.get("/password/sent")
def reset_asked() -> ResponseReturnValue:
    return render_template("public/reset_sent.html")
