"""Inviting staff and officials by mail; sending an invitation again, taking it back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.cancel_invitation import cancel_invitation
from ..actions.invite_official import invite_official
from ..actions.invite_staff import invite_staff
from ..actions.resend_invitation import resend_invitation
from ..auth import current_actor
from ..rules.refusals import Refused
from . import bp
from .people import people_page
from .people_forms import InviteOfficialForm, InviteStaffForm


@bp.get("/people/staff")
@bp.get("/people/officials")
def show_forms() -> ResponseReturnValue:
    # Where a refused form stands in the address line: opened again, it is the list with both forms.
    return redirect(url_for(".show_people"), 303)


@bp.post("/people/staff")
def invite_to_cafe() -> ResponseReturnValue:
    actor = current_actor()
    form = InviteStaffForm(prefix="staff-")
    form.offer(actor)
    if not form.validate():
        return people_page(form)
    try:
        cafe_id = form.cafes[form.cafe.data]
        invite_staff(cafe_id, email=form.email.address, name=form.name.data or "", actor=actor, now=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return people_page(form)
    return _sent(form.email.address)


@bp.post("/people/officials")
def invite_to_office() -> ResponseReturnValue:
    actor = current_actor()
    form = InviteOfficialForm(prefix="admin-")
    form.offer(actor)
    if not form.validate():
        return people_page(form)
    try:
        address, name = form.email.address, form.name.data or ""
        invite_official(form.district_id(), email=address, name=name, actor=actor, now=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return people_page(form)
    return _sent(form.email.address)


@bp.post("/invitations/<int:link_id>/resend")
def resend(link_id: int) -> ResponseReturnValue:
    resend_invitation(link_id, actor=current_actor(), now=clock.now())
    flash("초대 메일을 다시 보내요. 오늘부터 7일 동안 수락할 수 있어요.", "ok")
    return redirect(url_for(".show_people"), 303)


@bp.post("/invitations/<int:link_id>/cancel")
def cancel(link_id: int) -> ResponseReturnValue:
    cancel_invitation(link_id, actor=current_actor(), now=clock.now())
    flash("초대를 취소했어요. 메일의 링크는 더 쓸 수 없어요.", "ok")
    return redirect(url_for(".show_people"), 303)


def _sent(address: str) -> ResponseReturnValue:
    flash(f"{address} 주소로 초대 메일을 보내요. 7일 안에 수락할 수 있어요.", "ok")
    return redirect(url_for(".show_people"), 303)
