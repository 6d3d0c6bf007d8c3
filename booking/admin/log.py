"""The log viewer."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, IntegerField, ValidationError

from ..auth import current_actor
from ..fields import Choice, DayField, offered
from ..queries.districts import cafes_for
from ..queries.log import LogPage, act_lines, log_page
from ..web import LARGEST_ID, Form
from . import bp
from .log_words import DETAILS, VERBS

EARLIEST, LATEST = date(2020, 1, 1), date(2100, 1, 1)


class LogFilter(Form):
    """Which lines are shown. Read from the address; nothing is written, so it carries no token."""

    day = DayField("날짜")
    verb = Choice("한 일", default="")
    cafe = Choice("지점", default="")
    page = IntegerField("쪽")

    def validate_day(self, field: Field) -> None:
        if field.data is not None and not EARLIEST <= field.data < LATEST:
            raise ValidationError("2020년부터 2099년까지의 날짜를 적어 주세요.")


@bp.get("/log")
def show_log() -> ResponseReturnValue:
    actor = current_actor()
    form = LogFilter(request.args)
    cafes = {cafe.code: cafe for cafe in cafes_for(actor)}
    form.verb.choices = offered([("", "모든 일"), *VERBS.items()])
    form.cafe.choices = offered([("", "모든 지점"), *((cafe.code, cafe.name) for cafe in cafes.values())])
    if not form.validate():
        return render_template("admin/log.html", form=form, found=LogPage((), 1, 1), verbs=VERBS, details=DETAILS), 422
    found = log_page(
        actor,
        day=form.day.data,
        verb=form.verb.data or None,
        cafe_id=cafes[form.cafe.data].cafe_id if form.cafe.data else None,
        page=min(form.page.data or 1, LARGEST_ID),
    )
    return render_template(
        "admin/log.html",
        form=form,
        found=found,
        verbs=VERBS,
        details=DETAILS,
        previous_url=_turned(found.page - 1, found.pages),
        next_url=_turned(found.page + 1, found.pages),
    )


@bp.get("/log/<int:log_id>")
def show_act(log_id: int) -> ResponseReturnValue:
    act, lines = act_lines(current_actor(), log_id)
    return render_template("admin/act.html", act=act, lines=lines, verbs=VERBS, details=DETAILS)


def _turned(page: int, pages: int) -> str | None:
    if not 1 <= page <= pages:
        return None
    kept = {key: request.args.get(key) or None for key in ("day", "verb", "cafe")}
    return url_for(".show_log", page=page, day=kept["day"], verb=kept["verb"], cafe=kept["cafe"])
