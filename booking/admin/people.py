"""People who work with the service: the list, blocking and unblocking."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.block_account import block_account
from ..actions.unblock_account import unblock_account
from ..auth import current_actor
from ..queries.people import invitations, people, person
from ..rules.refusals import Refused
from . import bp
from .people_forms import BlockForm, InviteOfficialForm, InviteStaffForm


@bp.get("/people")
def show_people() -> ResponseReturnValue:
    return people_page()


def people_page(failed: InviteStaffForm | InviteOfficialForm | None = None) -> ResponseReturnValue:
    """The list with both invitation forms; ``failed`` is the one that was sent and refused."""
    actor = current_actor()
    staff_form = failed if isinstance(failed, InviteStaffForm) else InviteStaffForm(formdata=None, prefix="staff-")
    admin_form = failed if isinstance(failed, InviteOfficialForm) else InviteOfficialForm(formdata=None, prefix="admin-")
    staff_form.offer(actor)
    admin_form.offer(actor)
    page = render_template(
        "admin/people.html",
        people=people(actor),
        invitations=invitations(actor, clock.now()),
        staff_form=staff_form,
        admin_form=admin_form,
        form=failed,
    )
    return page, 422 if failed is not None else 200


@bp.route("/people/<int:account_id>/block", methods=["GET", "POST"])
def block(account_id: int) -> ResponseReturnValue:
    who = person(current_actor(), account_id)
    form = BlockForm()
    if form.validate_on_submit():
        try:
            block_account(account_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{who.name} 님의 계정을 막았어요. 로그인해 있던 기기에서도 바로 나가요.", "ok")
            return redirect(url_for(".show_people"), 303)
    return render_template("admin/block.html", form=form, who=who, blocking=True), 422 if form.errors else 200


@bp.route("/people/<int:account_id>/unblock", methods=["GET", "POST"])
def unblock(account_id: int) -> ResponseReturnValue:
    who = person(current_actor(), account_id)
    form = BlockForm()
    if form.validate_on_submit():
        try:
            unblock_account(account_id, reason=form.reason.data or "", actor=current_actor(), now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{who.name} 님이 다시 로그인할 수 있어요.", "ok")
            return redirect(url_for(".show_people"), 303)
    return render_template("admin/block.html", form=form, who=who, blocking=False), 422 if form.errors else 200
