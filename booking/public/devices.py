"""What a person is signed in with: browsers and API tokens. Ending one, and making a token, for people of every role."""

from uuid import uuid4

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import Regexp

from .. import clock
from ..actions.end_sign_in import end_sign_in
from ..actions.name_token import name_token
from ..auth import actor_or_none, forget
from ..fields import Choice, NameField, offered
from ..navigation import home_of
from ..queries.sign_ins import sign_ins_of
from ..rules.refusals import Code, NotThere, Refused
from ..scope import Actor
from ..tokens import DAYS_USUAL, Token
from ..web import Form
from . import bp

DAYS = ((7, "7일"), (DAYS_USUAL, "30일"), (90, "90일"))


class TokenForm(Form):
    """A name for the program that gets the token. ``request_id`` is made with the page: a double tap makes one token."""

    name = NameField("앱 이름", "어디에 쓸 토큰인지 이름을 적어 주세요.")
    days = Choice("유효 기간", choices=offered((str(days), label) for days, label in DAYS), default=str(DAYS_USUAL))
    request_id = HiddenField(
        validators=[Regexp(r"[0-9a-f-]{8,64}\Z", message="화면이 오래되었어요. 다시 한 번 눌러 주세요.")]
    )

    def renew(self) -> None:
        """A new ``request_id``: there is none, or the old one made another token."""
        self.request_id.data = str(uuid4())

    def refuse(self, refused: Refused) -> None:
        """The sentence for a used ``request_id`` speaks of reservations elsewhere."""
        if refused.refusal.code == Code.REQUEST_ID_REUSED:
            self.form_errors.append("이 화면으로 이미 토큰을 만들었어요. 한 번 더 누르면 하나 더 만들어요.")
            return
        super().refuse(refused)


@bp.get("/sign-ins")
def show_sign_ins() -> ResponseReturnValue:
    actor = actor_or_none()
    if actor is None:
        return _sign_in_first()
    form = TokenForm()
    form.renew()
    return _page(actor, form)


@bp.post("/sign-ins")
def make_token() -> ResponseReturnValue:
    actor = actor_or_none()
    if actor is None:
        return _sign_in_first()
    form = TokenForm()
    if form.validate_on_submit():
        try:
            made = name_token(
                actor=actor,
                name=form.name.data or "",
                days=int(form.days.data),
                key=f"page|{form.request_id.data}",
                secret_key=current_app.config["SECRET_KEY"],
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
            form.renew()
        else:
            fresh = TokenForm(formdata=None)
            fresh.renew()
            # No redirect: the token is on this answer and nowhere else. A reload sends the form again and shows the same.
            return _page(actor, fresh, made), 201
    if form.request_id.errors:
        form.renew()
    return _page(actor, form), 422


@bp.post("/sign-ins/<int:sign_in_id>/end")
def end_one(sign_in_id: int) -> ResponseReturnValue:
    actor = actor_or_none()
    if actor is None:
        return _sign_in_first()
    try:
        end_sign_in(sign_in_id, actor=actor, now=clock.now())
    except NotThere:
        # A second tap, or one that ended by itself meanwhile. Another person's looks the same.
        flash("이미 끝났어요.", "info")
        return redirect(url_for(".show_sign_ins"), 303)
    if sign_in_id == actor.sign_in_id:
        forget()
        flash("이 기기에서 로그아웃했어요.", "ok")
        return redirect(url_for(".home"), 303)
    flash("끝냈어요. 그 기기나 앱은 더 들어올 수 없어요.", "ok")
    return redirect(url_for(".show_sign_ins"), 303)


def _sign_in_first() -> ResponseReturnValue:
    return redirect(url_for(".sign_in", next=url_for(".show_sign_ins")), 303)


def _page(actor: Actor, form: TokenForm, made: Token | None = None) -> str:
    found = sign_ins_of(actor, clock.now())
    return render_template(
        "public/sign_ins.html",
        form=form,
        made=made,
        browsers=[row for row in found if row.name is None],
        tokens=[row for row in found if row.name is not None],
        back=url_for("guardian.show_me") if actor.role == "guardian" else home_of(actor.role),
        back_label="내 정보" if actor.role == "guardian" else "업무 화면",
    )
