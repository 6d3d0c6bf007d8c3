"""줄: as it stands, having families stand in it, wanting none, ending it. The city's officials only."""

from datetime import datetime, time
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TimeField, ValidationError

from .. import clock
from ..actions.order_line import end_line, start_line, want_no_line
from ..auth import current_actor
from ..fields import DayField
from ..line_watch import watch
from ..queries.line import LinePage, line_page
from ..rules.refusals import Refused
from ..rules.times import instant, seoul
from ..web import Form
from . import bp
from .fields import OneOf, ReasonField

NOW, OPENING, NONE = "now", "opening", "none"
ORDERS = [
    (OPENING, "여는 때에 맞춰 줄을 세워요 (30분 전부터 설 수 있어요)"),
    (NOW, "지금 바로 줄을 세워요"),
    (NONE, "사람이 몰려도 줄을 세우지 않아요"),
]
MISSING = "여는 날짜와 시각을 적어 주세요. 예: 09:00"


class LineForm(Form):
    """What is wanted; for an opening when that is, and why."""

    order = OneOf("어떻게 할까요?", "셋 가운데 하나를 골라 주세요.", ORDERS)
    date = DayField("여는 날짜")
    time = TimeField("여는 시각")
    reason = ReasonField()

    def validate_time(self, field: TimeField) -> None:
        # WTForms' own sentence for what is no time is another one.
        field.errors = []
        if self.order.data == OPENING and self.opens_at is None and not self.date.errors:
            raise ValidationError(MISSING)

    @property
    def opens_at(self) -> datetime | None:
        at: time | None = self.time.data
        return instant(self.date.data, at) if self.order.data == OPENING and self.date.data and at else None


class EndForm(Form):
    """Why it is ended."""

    reason = ReasonField()


@bp.get("/line")
def show_line() -> ResponseReturnValue:
    found = line_page(current_actor(), clock.now())
    return _page(found, _line_form(found))


@bp.post("/line")
def order_line() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = line_page(actor, now)
    form = LineForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        try:
            if form.order.data == NONE:
                want_no_line(reason, actor=actor, now=now)
            else:
                start_line(form.opens_at, reason, actor=actor, now=now)
        except Refused as refused:
            form.refuse(refused)
            found = line_page(actor, now)
        else:
            watch().forget()
            flash("줄을 세우지 않아요." if form.order.data == NONE else "줄을 세웠어요.", "ok")
            return redirect(url_for(".show_line"), 303)
    return _page(found, form)


@bp.post("/line/<int:line_id>/end")
def end(line_id: int) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = line_page(actor, now)
    form = _end_form(line_id)
    if form.validate_on_submit():
        try:
            end_line(line_id, form.reason.data or "", actor=actor, now=now)
        except Refused as refused:
            form.refuse(refused)
            found = line_page(actor, now)
        else:
            watch().forget()
            flash("끝냈어요. 이제부터는 사람이 몰릴 때만 저절로 줄이 생겨요.", "ok")
            return redirect(url_for(".show_line"), 303)
    return _page(found, _line_form(found), {line_id: form})


def _end_form(line_id: int, **more: Any) -> EndForm:
    """Its fields are named after the line, because one that stands and one that is planned can be on the same page."""
    return EndForm(prefix=f"line-{line_id}-", **more)


def _line_form(found: LinePage) -> LineForm:
    opens_at = seoul(found.next_opening) if found.next_opening else None
    usual = {"date": opens_at.date(), "time": opens_at.time()} if opens_at else {}
    return LineForm(formdata=None, data=usual | {"order": OPENING})


def _page(found: LinePage, form: LineForm, sent: dict[int, EndForm] | None = None) -> ResponseReturnValue:
    sent = sent or {}
    ends = {line.line_id: _end_form(line.line_id, formdata=None) for line in (found.now, found.planned) if line} | sent
    page = render_template("admin/line.html", found=found, form=form, ends=ends, now=clock.now())
    return page, 422 if form.errors or any(one.errors for one in sent.values()) else 200
