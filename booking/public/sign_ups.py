"""Signing up as a guardian."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from .. import clock
from ..actions import sign_up as signing_up
from ..auth import actor_or_none, origin, safe_path
from ..fields import EmailField, NameField, NewPassword, PhoneField
from ..navigation import fitting_next
from ..residence_field import ResidenceField
from ..rules import consents
from ..rules.refusals import Refused
from ..web import Form, clean
from . import bp

NEXT_MOST = 300


class SignUpForm(Form):
    """Who the guardian is, and the consent for the children's data."""

    name = NameField("이름", "이름을 적어 주세요.")
    phone = PhoneField()
    email = EmailField()
    password = NewPassword()
    residence = ResidenceField()
    agree = BooleanField(
        consents.current(consents.CHILD_DATA).label,
        [DataRequired("아이의 정보를 예약에 쓰려면 동의가 필요해요. 내용을 읽고 표시해 주세요.")],
    )
    next = HiddenField(filters=[clean])


@bp.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> ResponseReturnValue:
    form = SignUpForm()
    form.residence.offer()
    if request.method == "GET":
        form.next.data = request.args.get("next")
    path = safe_path(form.next.data)
    path = path if path and len(path) <= NEXT_MOST else None
    actor = actor_or_none()
    if actor is not None:
        return redirect(fitting_next(path, actor.role), 303)
    if form.validate_on_submit():
        try:
            signing_up.sign_up(
                name=form.name.data or "",
                phone=form.phone.digits,
                email=form.email.address,
                password=form.password.data or "",
                next_path=path,
                residence=form.residence.residence,
                origin=origin(),
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            # Only for the next page to say where the mail went: whoever typed the address knows it.
            session["signed_up"] = form.email.address
            return redirect(url_for(".signed_up", next=path), 303)
    form.next.data = path or ""
    text = consents.current(consents.CHILD_DATA)
    return render_template("public/sign_up.html", form=form, next_path=path, text=text), form.status


@bp.get("/sign-up/sent")
def signed_up() -> ResponseReturnValue:
    path = safe_path(request.args.get("next"))
    return render_template("public/sign_up_sent.html", email=session.get("signed_up"), next_path=path)
