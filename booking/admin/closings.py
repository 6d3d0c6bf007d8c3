"""Closings: the calendar, a new closing with its preview, and opening a day again."""

import calendar
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from .. import clock
from ..actions.close_days import DaysClosed, close_days
from ..actions.reopen_day import reopen_day
from ..auth import current_actor
from ..fields import Choice, offered
from ..queries.closing_preview import closing_preview
from ..queries.closings import closings_between, holiday_names, own_closing
from ..queries.districts import cafes_for, districts_for
from ..rules.date_ranges import FARTHEST_YEARS
from ..rules.places import CITY, Place
from ..rules.refusals import Refused
from ..rules.times import seoul_date
from ..scope import Actor
from ..web import Form
from . import bp
from .closing_calendar import month_of, months_around, weeks
from .fields import NeededDay, ReasonField


class ClosingForm(Form):
    """Which place is closed from when to when, and why."""

    place = Choice("닫을 곳", validators=[InputRequired("닫을 곳을 골라 주세요.")])
    from_date = NeededDay("시작 날짜")
    to_date = NeededDay("끝 날짜")
    reason = ReasonField()

    def offer(self, actor: Actor) -> dict[str, Place]:
        """Let the official's places be chosen; the places by their form value."""
        places: dict[str, tuple[str, Place]] = {}
        for cafe in cafes_for(actor):
            label = f"{cafe.name} ({cafe.district_name})"
            places[f"cafe-{cafe.code}"] = (label, Place(cafe_id=cafe.cafe_id))
        for district in districts_for(actor):
            places[f"district-{district.district_id}"] = (f"{district.name} 전체", Place(district_id=district.district_id))
        if actor.is_city:
            places["city"] = ("서울시 전체", CITY)
        self.place.choices = offered([("", "골라 주세요"), *((value, label) for value, (label, _) in places.items())])
        return {value: place for value, (_, place) in places.items()}

    def kept(self) -> list[tuple[str, str]]:
        """What was entered, for the preview's hidden fields."""
        return [(name, str(self[name].data)) for name in ("place", "from_date", "to_date", "reason")]


class ReopenForm(Form):
    """Why the day is opened again."""

    reason = ReasonField("다시 여는 사유")


@bp.get("/closings")
def show_closings() -> ResponseReturnValue:
    today = seoul_date(clock.now())
    wanted = _start(request.args.get("date"), today)
    form = ClosingForm(formdata=None, data={"from_date": wanted, "to_date": wanted})
    form.offer(current_actor())
    return _page(form, today)


@bp.post("/closings")
def close() -> ResponseReturnValue:
    now, actor = clock.now(), current_actor()
    form = ClosingForm()
    places = form.offer(actor)
    step = request.form.get("step")
    if step == "edit" or not form.validate():
        return _page(form, seoul_date(now))
    first, last, reason = form.from_date.data, form.to_date.data, form.reason.data or ""
    assert first is not None
    assert last is not None
    place = places[form.place.data]
    try:
        if step == "confirm":
            done = close_days(place, first, last, reason, actor=actor, now=now)
            flash(_said(done), "ok")
            return redirect(url_for(".show_closings", month=f"{first:%Y-%m}"), 303)
        preview = closing_preview(place, first, last, reason, actor=actor, now=now)
    except Refused as refused:
        form.refuse(refused)
        return _page(form, seoul_date(now))
    where = next(choice.label for choice in form.place.choices if choice.value == form.place.data)
    return render_template("admin/closing_preview.html", form=form, preview=preview, where=where)


@bp.route("/closings/<int:closed_day_id>/reopen", methods=["GET", "POST"])
def reopen(closed_day_id: int) -> ResponseReturnValue:
    now, actor = clock.now(), current_actor()
    closing = own_closing(actor, closed_day_id)
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            opened = reopen_day(closed_day_id, reason=form.reason.data or "", actor=actor, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"다시 열었어요. 회차 {opened}개를 예약할 수 있어요." if opened else "휴관을 풀었어요.", "ok")
            return redirect(url_for(".show_closings", month=f"{closing.date:%Y-%m}"), 303)
    return render_template("admin/reopen.html", form=form, closing=closing), 422 if form.errors else 200


def _page(form: ClosingForm, today: date) -> ResponseReturnValue:
    """The calendar of a month, its closings in force, and the form."""
    first = month_of(request.args.get("month"), today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found = closings_between(current_actor(), first, last)
    previous, following = months_around(first, today)
    return render_template(
        "admin/closings.html",
        form=form,
        closings=found,
        weeks=weeks(first, last, today, found, holiday_names(first, last)),
        month_value=f"{first:%Y-%m}",
        first_label=f"{first.year}년 {first.month}월",
        today=today,
        previous_url=previous and url_for(".show_closings", month=previous),
        next_url=following and url_for(".show_closings", month=following),
    ), 422 if form.errors else 200


def _start(asked: str | None, today: date) -> date:
    """The day of the calendar that was chosen for a new closing, else today."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return today
    return day if today <= day <= today + timedelta(days=365 * FARTHEST_YEARS) else today


def _said(done: DaysClosed) -> str:
    said = f"{done.days}일을 휴관일로 정했어요."
    if done.reservations_cancelled:
        said += f" 예약 {done.reservations_cancelled}건을 취소하고 메일로 알려요."
    return said
