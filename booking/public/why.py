"""왜 안 되나요? What the rules say to a family or to anybody, of a slot or of a date of a café, with every reason."""

from datetime import time
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import actor_or_none
from ..fields import CHOICES_MOST
from ..filters import full_day
from ..queries.cafes import cafe_page
from ..queries.explain import FIRST_DATE, LAST_DATE, NoRulesYet
from ..queries.why_slot import Who, Why, why_day, why_slot
from ..rules.times import seoul_date
from . import bp
from .why_forms import DateForm, WhoForm
from .why_words import told

WHO = ("birth", "adults", "residence", "child")
"""What of an address says who would come."""


@bp.get("/slots/<int:slot_id>/why")
def show_why(slot_id: int) -> ResponseReturnValue:
    form = WhoForm.asked(request.args)
    valid = form.validate()
    now, actor = clock.now(), actor_or_none()
    slot, why = why_slot(slot_id, actor, form.who(_children()) if valid else Who(), now)
    page = render_template("public/why_slot.html", slot=slot, form=form, now=now, **_said(why if valid else None))
    return page if valid else (page, 422)


@bp.get("/cafes/<code>/why")
def show_why_of_day(code: str) -> ResponseReturnValue:
    now, actor = clock.now(), actor_or_none()
    cafe = cafe_page(code, now)
    form = DateForm.asked(request.args, date=seoul_date(now))
    if not request.args.get("date"):
        form.date.process_data(seoul_date(now))
    starts, valid = _starts(), form.validate()
    day = form.date.data or seoul_date(now)
    if not form.date.errors and not FIRST_DATE <= day <= LAST_DATE:
        form.date.errors = ["2015년부터 2100년까지의 날짜를 골라 주세요."]
        valid, day = False, seoul_date(now)
    who = form.who(_children()) if valid else Who()
    try:
        found = why_day(code, day, starts, actor, who, now)
    except NoRulesYet as early:
        form.date.errors = [f"{full_day(early.begins)}부터의 날짜를 골라 주세요." if early.begins else "아직 규칙이 없어요."]
        valid = False
        found = why_day(code, seoul_date(now), starts, actor, Who(), now)
    if valid and found.slot_id is not None and starts is not None:
        # The opened slot knows who is in it already.
        args: dict[str, Any] = {name: said for name, said in request.args.lists() if name in WHO}
        return redirect(url_for(".show_why", slot_id=found.slot_id, **args), 303)
    page = render_template(
        "public/why_day.html",
        cafe=cafe,
        found=found,
        starts=starts,
        form=form,
        now=now,
        **_said(found.why if valid else None),
    )
    return page if valid else (page, 422)


def _said(why: Why | None) -> dict[str, Any]:
    return {"why": why, "told": told(why) if why else None}


def _children() -> list[int]:
    named = request.args.getlist("child")[:CHOICES_MOST]
    return [int(value) for value in named if value.isascii() and value.isdigit() and len(value) < 10]


def _starts() -> time | None:
    """The start that the address names, or ``None``: of no slot, or written wrongly."""
    text = request.args.get("start", "")[:5]
    try:
        return time.fromisoformat(text) if len(text) == 5 else None
    except ValueError:
        return None
