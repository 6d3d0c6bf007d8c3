"""Links from mails. Opening one changes nothing (mail programs open links by themselves); its button does."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import DataRequired

from .. import clock
from ..actions.accept_invitation import accept_invitation
from ..actions.confirm_email import confirm_email
from ..actions.reset_password import reset_password
from ..auth import actor_or_none, forget, know_account, origin, remember, safe_path
from ..fields import NameField, NewPassword, PasswordAgain, PhoneField
from ..links import link_id
from ..logs import note_outcome
from ..navigation import fitting_next, home_of
from ..queries.mail_links import LinkPage, link_page
from ..rules import consents
from ..rules.refusals import Refused
from ..web import Form
from ..words import sentence
from . import bp


class ConfirmForm(Form):
    """The password, unless this browser is signed in as the account: it proves that who confirms the address is who chose
    the password."""

    password = PasswordAgain()


class ResetForm(Form):
    """A new password."""

    password = NewPassword("새 비밀번호")


class AcceptWorkForm(Form):
    """An invited member of staff or official."""

    name = NameField("이름", "이름을 적어 주세요.")
    password = NewPassword()


class AcceptFamilyForm(Form):
    """An invited guardian."""

    name = NameField("이름", "이름을 적어 주세요.")
    phone = PhoneField()
    password = NewPassword()
    agree = BooleanField(
        consents.current(consents.CHILD_DATA).label,
        [DataRequired("아이의 정보를 예약에 쓰려면 동의가 필요해요. 내용을 읽고 표시해 주세요.")],
    )


FORMS: dict[str, type[Form]] = {
    "confirm_email": ConfirmForm,
    "reset_password": ResetForm,
    "invite_guardian": AcceptFamilyForm,
    "invite_staff": AcceptWorkForm,
    "invite_admin": AcceptWorkForm,
}


@bp.route("/links/<token>", methods=["GET", "POST"])
def open_link(token: str) -> ResponseReturnValue:
    now = clock.now()
    try:
        page = link_page(link_id(current_app.config["SECRET_KEY"], token), now)
    except Refused as refused:
        note_outcome(refused.refusal.code)
        return render_template("public/link_over.html", page=None, why=sentence(refused.refusal)), 404
    if page.refusal is not None:
        note_outcome(page.refusal.code)
        return render_template("public/link_over.html", page=page, why=sentence(page.refusal)), 410
    actor = actor_or_none()
    if page.email and page.account_id is None and (page.taken_by or actor):
        # An invitation that its reader cannot accept: a form would only fail.
        is_own = actor is not None and actor.account_id == page.taken_by
        status = 422 if request.method == "POST" else 200
        return render_template("public/link_taken.html", page=page, is_own=is_own), status
    form = FORMS[page.kind]()
    if isinstance(form, ConfirmForm) and actor is not None and actor.account_id == page.account_id:
        del form.password
    if not form.is_submitted() and "name" in form:
        form.name.data = page.name
    if form.validate_on_submit():
        try:
            return _do(page, form)
        except Refused as refused:
            form.refuse(refused)
    text = consents.current(consents.CHILD_DATA)
    return render_template(f"public/link_{_template(page)}.html", page=page, form=form, text=text), form.status


def _template(page: LinkPage) -> str:
    return {"confirm_email": "confirm", "reset_password": "reset", "invite_guardian": "family"}.get(page.kind, "work")


def _do(page: LinkPage, form: Form) -> ResponseReturnValue:
    if isinstance(form, ResetForm):
        account_id = reset_password(page.link_id, password=form.password.data or "", now=clock.now())
        forget()
        know_account(account_id)
        flash("새 비밀번호로 바꿨어요. 모든 기기에서 로그아웃되었으니 다시 로그인해 주세요.", "ok")
        return redirect(url_for(".sign_in"), 303)
    if isinstance(form, AcceptFamilyForm | AcceptWorkForm):
        phone = form.phone.digits if isinstance(form, AcceptFamilyForm) else None
        secret, actor = accept_invitation(
            page.link_id,
            name=form.name.data or "",
            phone=phone,
            password=form.password.data or "",
            now=clock.now(),
        )
        remember(secret, actor)
        flash("초대를 받아들였어요. 반가워요!", "ok")
        return redirect(home_of(actor.role), 303)
    return _confirmed(page, form)


def _confirmed(page: LinkPage, form: Form) -> ResponseReturnValue:
    password = form["password"].data if "password" in form else None
    confirmed = confirm_email(page.link_id, actor=actor_or_none(), password=password or "", origin=origin(), now=clock.now())
    if confirmed.secret is not None:
        remember(confirmed.secret, confirmed.actor)
    flash("메일 주소를 확인했어요. 이제 예약할 수 있어요.", "ok")
    return redirect(fitting_next(safe_path(confirmed.next_path), confirmed.actor.role), 303)
