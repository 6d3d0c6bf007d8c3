"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from .. import clock
from ..actions import sign_in as signing_in
from ..actions import sign_out as signing_out
from ..auth import actor_or_none, forget, origin, remember, safe_path
from ..fields import EMAIL_MOST, PasswordAgain
from ..line_tickets import COOKIE
from ..navigation import fitting_next
from ..rules.refusals import Refused
from ..web import Form, clean
from . import bp


class SignInForm(Form):
    """An address and a password; ``next`` is where the person was going."""

    email = StringField(
        "메일 주소",
        [DataRequired("메일 주소를 적어 주세요."), Length(max=EMAIL_MOST, message="메일 주소가 너무 길어요.")],
        filters=[clean],
    )
    password = PasswordAgain()
    next = HiddenField(filters=[clean])


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    actor = actor_or_none()
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next")
    path = safe_path(form.next.data)
    if actor is not None and request.method == "GET":
        return redirect(fitting_next(path, actor.role), 303)
    if form.validate_on_submit():
        try:
            secret, actor = signing_in.sign_in(
                form.email.data or "", form.password.data or "", origin=origin(), now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            remember(secret, actor)
            return redirect(fitting_next(path, actor.role), 303)
    form.next.data = path or ""
    return render_template("public/sign_in.html", form=form, next_path=path), form.status


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    actor = actor_or_none()
    if actor is not None:
        signing_out.sign_out(actor=actor, now=clock.now())
    forget()
    flash("로그아웃했어요.", "ok")
    answer = redirect(url_for(".home"), 303)
    # Whoever uses this device next does not stand where this family does.
    answer.delete_cookie(COOKIE)
    return answer
