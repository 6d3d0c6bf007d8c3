"""The day at a glance: every café's slots with their numbers."""

from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import current_actor
from ..queries.today import day_numbers
from ..rules.times import seoul_date
from . import bp

REACH = timedelta(days=366)
"""How far from today a day may be looked at."""


@bp.get("/")
def show_today() -> ResponseReturnValue:
    now = clock.now()
    today = seoul_date(now)
    day = _day(request.args.get("date"), today)
    return render_template(
        "admin/today.html",
        numbers=day_numbers(current_actor(), day, now),
        day=day,
        today=today,
        now=now,
        previous_url=_url(day - timedelta(days=1), today),
        next_url=_url(day + timedelta(days=1), today),
    )


def _day(asked: str | None, today: date) -> date:
    """The date asked for when it is one within reach, else today."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return today
    return day if abs(day - today) <= REACH else today


def _url(day: date, today: date) -> str | None:
    return url_for(".show_today", date=day.isoformat()) if abs(day - today) <= REACH else None
