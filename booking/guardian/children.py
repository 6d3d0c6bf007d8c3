"""The family's children: add, change, remove."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.add_child import add_child
from ..actions.change_child import change_child
from ..actions.remove_child import remove_child
from ..auth import current_actor, safe_path
from ..fields import BirthDateField, NameField
from ..queries.family import child_of, children_of
from ..rules.families import CHILDREN_MOST
from ..rules.refusals import Refused
from ..web import Form
from . import bp


class ChildForm(Form):
    """A child's name and birth date."""

    name = NameField("아이 이름", "아이 이름을 적어 주세요.")
    birth_date = BirthDateField()


class RemoveChildForm(Form):
    """Nothing but the button."""


@bp.get("/children")
def show_children() -> ResponseReturnValue:
    children = children_of(current_actor(), clock.now())
    return render_template("guardian/children.html", children=children, most=CHILDREN_MOST)


@bp.route("/children/new", methods=["GET", "POST"])
def new_child() -> ResponseReturnValue:
    form = ChildForm()
    back = safe_path(request.args.get("next")) or url_for(".show_children")
    if form.validate_on_submit() and form.birth_date.born_on is not None:
        try:
            add_child(actor=current_actor(), name=form.name.data or "", birth_date=form.birth_date.born_on, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{form.name.data} 어린이를 등록했어요.", "ok")
            return redirect(back, 303)
    return render_template("guardian/child.html", form=form, child=None, back=back), 422 if form.errors else 200


@bp.route("/children/<int:child_id>", methods=["GET", "POST"])
def edit_child(child_id: int) -> ResponseReturnValue:
    child = child_of(child_id, current_actor(), clock.now())
    form = ChildForm(data={"name": child.name, "birth_date": f"{child.birth_date:%Y%m%d}"})
    if form.validate_on_submit() and form.birth_date.born_on is not None:
        try:
            change_child(
                child_id,
                actor=current_actor(),
                name=form.name.data or "",
                birth_date=form.birth_date.born_on,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("아이 정보를 바꿨어요.", "ok")
            return redirect(url_for(".show_children"), 303)
    back = url_for(".show_children")
    return render_template("guardian/child.html", form=form, child=child, back=back), 422 if form.errors else 200


@bp.route("/children/<int:child_id>/remove", methods=["GET", "POST"])
def take_child_out(child_id: int) -> ResponseReturnValue:
    child = child_of(child_id, current_actor(), clock.now())
    form = RemoveChildForm()
    if form.validate_on_submit():
        try:
            remove_child(child_id, actor=current_actor(), now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"{child.name} 어린이의 정보를 지웠어요.", "ok")
            return redirect(url_for(".show_children"), 303)
    return render_template("guardian/child_remove.html", form=form, child=child), 422 if form.errors else 200
