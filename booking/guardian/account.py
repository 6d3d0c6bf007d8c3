"""The own account: what is kept, changing it, the confirming mail once more."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from .. import clock
from ..actions.change_password import change_password
from ..actions.change_profile import change_profile
from ..actions.resend_confirmation import resend_confirmation
from ..auth import current_actor, origin, safe_path
from ..fields import NameField, NewPassword, PasswordAgain, PhoneField
from ..filters import phone
from ..logs import note_outcome
from ..queries.account import my_account
from ..queries.concessions import my_concessions
from ..queries.residence import my_residence
from ..queries.suspensions import my_suspensions
from ..residence_field import residence_words
from ..rules import consents
from ..rules.refusals import Refused
from ..web import Form, clean
from ..words import sentence
from . import bp


class ProfileForm(Form):
    """Name and number."""

    name = NameField("이름", "이름을 적어 주세요.")
    phone = PhoneField()


class PasswordForm(Form):
    """The old password and a new one."""

    old = PasswordAgain("지금 비밀번호")
    new = NewPassword("새 비밀번호")


class ResendForm(Form):
    """Where to go on after the mail was sent."""

    next = HiddenField(filters=[clean])


@bp.get("/me")
def show_me() -> ResponseReturnValue:
    texts = {(text.kind, text.version): text for text in consents.TEXTS}
    actor = current_actor()
    return render_template(
        "guardian/me.html",
        me=my_account(actor),
        home=residence_words(my_residence(actor)),
        concessions=my_concessions(actor, clock.now()),
        suspensions=my_suspensions(actor, clock.now()),
        texts=texts,
    )


@bp.route("/me/profile", methods=["GET", "POST"])
def edit_profile() -> ResponseReturnValue:
    me = my_account(current_actor())
    form = ProfileForm(data={"name": me.name, "phone": phone(me.phone)})
    if form.validate_on_submit():
        change_profile(actor=current_actor(), name=form.name.data or "", phone=form.phone.digits, now=clock.now())
        flash("내 정보를 바꿨어요.", "ok")
        return redirect(url_for(".show_me"), 303)
    return render_template("guardian/profile.html", form=form), 422 if form.errors else 200


@bp.route("/me/password", methods=["GET", "POST"])
def edit_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            change_password(
                actor=current_actor(), old=form.old.data or "", new=form.new.data or "", origin=origin(), now=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("비밀번호를 바꿨어요. 다른 기기에서는 로그아웃되었어요.", "ok")
            return redirect(url_for(".show_me"), 303)
    return render_template("guardian/password.html", form=form), form.status


@bp.post("/me/confirmation")
def send_confirmation() -> ResponseReturnValue:
    form = ResendForm()
    path = safe_path(form.next.data) if form.validate_on_submit() else None
    path = path if path and len(path) <= 300 else None
    try:
        resend_confirmation(actor=current_actor(), next_path=path, origin=origin(), now=clock.now())
    except Refused as refused:
        note_outcome(refused.refusal.code)
        flash(sentence(refused.refusal), "info")
    else:
        flash("확인 메일을 다시 보냈어요. 메일의 링크를 열어 주세요.", "ok")
    return redirect(path or url_for(".show_me"), 303)
