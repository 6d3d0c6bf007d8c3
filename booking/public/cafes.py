"""Cafés: the list, one café with its calendar, one day of it."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import actor_or_none
from ..filters import WEEKDAYS, kst
from ..filters import day as spoken_day
from ..queries.cafes import CafePage, cafe_page, cafe_rows
from ..queries.calendar import Day, cafe_days, four_weeks
from ..queries.explain import PlannedSlot, planned_days
from ..queries.residence import residence_of
from ..rules.parties import Party
from ..rules.refusals import NotThere
from ..rules.reserving import never_opens, opening_of
from ..rules.sections import section_of
from ..rules.times import seoul, seoul_date
from . import bp
from .visitors import same_for_visitors


@bp.get("/cafes")
@same_for_visitors
def show_cafes() -> ResponseReturnValue:
    rows = cafe_rows(clock.now())
    districts = list(dict.fromkeys((row.district_id, row.district) for row in rows))
    chosen = request.args.get("district", "")
    shown = [row for row in rows if str(row.district_id) == chosen] if chosen else rows
    page = render_template("public/cafes.html", cafes=shown, districts=districts, chosen=chosen)
    return (page, 422) if chosen and not shown else page


@bp.get("/cafes/<code>")
@same_for_visitors
def show_cafe(code: str) -> ResponseReturnValue:
    now = clock.now()
    cafe = cafe_page(code, now)
    first, last = four_weeks(now)
    found = cafe_days(cafe.cafe_id, first, last, now, residence_of(actor_or_none()))
    return render_template(
        "public/cafe.html",
        cafe=cafe,
        weeks=_weeks(cafe, found, now, None),
        closings=_closings(cafe, found),
        first=first,
        last=last,
        fact_name=_fact_name,
    )


def _fact_name(key: str) -> str:
    return "이름·주소·전화" if key == "place" else section_of(key).title


@bp.get("/cafes/<code>/<day>")
@same_for_visitors
def show_day(code: str, day: str) -> ResponseReturnValue:
    now = clock.now()
    first, last = four_weeks(now)
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise NotThere from error
    if not first <= chosen <= last:
        raise NotThere
    cafe, residence = cafe_page(code, now), residence_of(actor_or_none())
    found = cafe_days(cafe.cafe_id, first, last, now, residence)
    index = (chosen - first).days
    start = max(0, min(index - 3, len(found) - 7))
    strip = [_day(cafe, one, now, chosen) for one in found[start : start + 7]]
    planned = () if found[index].slots or found[index].closed else planned_days(code, chosen, chosen, now)[0].slots
    return render_template(
        "public/day.html",
        cafe=cafe,
        day=found[index],
        days=strip,
        planned=planned,
        opening=lambda row: _opening_words(row, Party(residence=residence)),
    )


def _opening_words(slot: PlannedSlot, party: Party) -> str:
    """From when who lives there may reserve a slot that is only planned."""
    if never_opens(slot.facts, party, slot.policy):
        return "온라인으로 예약받지 않음"
    opens_at = opening_of(slot.facts, party, slot.policy)
    return f"예약 여는 때: {kst(opens_at)}" if opens_at else ""


def _closings(cafe: CafePage, found: list[Day]) -> list[tuple[str, str]]:
    """When the café is closed and why, in words: the weekly days as one line, every other closed day as its own."""
    weekly = [WEEKDAYS[day] for day in (6, *range(6)) if day not in cafe.policy.days.open]
    lines = [(f"매주 {'·'.join(weekly)}요일", "정기휴관일")] if weekly else []
    lines += [
        (spoken_day(one.date), one.closed) for one in found if one.closed and one.date.weekday() in cafe.policy.days.open
    ]
    return lines


def _weeks(cafe: CafePage, found: list[Day], now: datetime, chosen: date | None) -> list[list[dict[str, Any] | None]]:
    """The days in weeks that begin on Sunday."""
    before = (found[0].date.weekday() + 1) % 7
    cells: list[dict[str, Any] | None] = [None] * before
    cells += [_day(cafe, day, now, chosen) for day in found]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _day(cafe: CafePage, day: Day, now: datetime, chosen: date | None) -> dict[str, Any]:
    today = seoul_date(now)
    return {
        "number": day.date.day,
        "weekday": WEEKDAYS[day.date.weekday()],
        "label": f"{day.date.month}월 {day.date.day}일 {WEEKDAYS[day.date.weekday()]}요일",
        "kind": "holiday" if day.holiday else {5: "sat", 6: "sun"}.get(day.date.weekday()),
        "holiday": day.holiday,
        "places_left": _places_left(cafe, day),
        "closed": day.closed,
        "opens": _opens(day, today),
        "current": day.date == chosen,
        "today": day.date == today,
        "url": url_for("public.show_day", code=cafe.code, day=day.date.isoformat()),
    }


def _places_left(cafe: CafePage, day: Day) -> int | None:
    """What the calendar counts; ``None``: nothing is known, as where no places are reserved here."""
    if cafe.policy.operation.booking != "online":
        return None
    return 0 if day.over else day.places_left


def _opens(day: Day, today: date) -> str | None:
    """When the date's slots open, ``11/24 9시``, while none may be reserved yet; only the date when the slots are not
    there yet."""
    if day.closed or (day.slots and not day.opens_at):
        return None
    at = seoul(day.opens_at) if day.opens_at else None
    if day.slots and at:
        return f"{at:%-m/%-d} {at:%-H}시" + (f" {at:%-M}분" if at.minute else "")
    ahead = timedelta(days=current_app.config["SETTINGS"].slots_ahead_days)
    opens = max(day.date - ahead, today, *((at.date(),) if at else ()))
    return f"{opens:%-m/%-d}"
