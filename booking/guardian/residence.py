"""Where the family lives."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from .. import clock
from ..actions.change_residence import change_residence
from ..auth import current_actor, safe_path
from ..queries.residence import my_residence
from ..residence_field import ResidenceField, value_of
from ..rules.refusals import Refused
from ..web import Form, clean
from . import bp


class ResidenceForm(Form):
    """Where, and the page to go on with."""

    residence = ResidenceField()
    next = HiddenField(filters=[clean])


@bp.route("/me/residence", methods=["GET", "POST"])
def edit_residence() -> ResponseReturnValue:
    actor = current_actor()
    known = my_residence(actor).residence
    form = ResidenceForm(data={"residence": value_of(known), "next": request.args.get("next")})
    form.residence.offer()
    path = safe_path(form.next.data)
    if form.validate_on_submit():
        try:
            change_residence(form.residence.residence, actor=actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("사는 곳을 저장했어요.", "ok")
            return redirect(path or url_for(".show_me"), 303)
    form.next.data = path or ""
    return render_template("guardian/residence.html", form=form, back=path or url_for(".show_me")), form.status
