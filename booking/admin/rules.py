"""The rules of a café, a district or the city: what holds on a day, who said so since when, and what is to come."""

from collections.abc import Iterator
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..auth import current_actor
from ..queries.districts import cafe_for, cafes_for, district_for, districts_for
from ..queries.rules import SectionFacts, rules_at
from ..rules.places import CITY, Place
from ..rules.refusals import NotThere
from ..rules.sections import NAMED
from ..rules.times import seoul_date
from . import bp, rule_terms
from .rule_cancels import cancel_page
from .rule_changes import Subject, section_page

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 12, 31)


@bp.get("/rules")
def show_rules() -> ResponseReturnValue:
    actor = current_actor()
    return render_template("admin/rules.html", cafes=cafes_for(actor), districts=districts_for(actor), is_city=actor.is_city)


@bp.get("/cafes/<code>/rules")
def show_cafe_rules(code: str) -> ResponseReturnValue:
    return _rules_page(_cafe(code))


@bp.get("/districts/<int:district_id>/rules")
def show_district_rules(district_id: int) -> ResponseReturnValue:
    return _rules_page(_district(district_id))


@bp.get("/city/rules")
def show_city_rules() -> ResponseReturnValue:
    return _rules_page(_city())


@bp.route("/cafes/<code>/rules/<section>", methods=["GET", "POST"])
def change_cafe_rules(code: str, section: str) -> ResponseReturnValue:
    return section_page(_cafe(code), section)


@bp.route("/districts/<int:district_id>/rules/<section>", methods=["GET", "POST"])
def change_district_rules(district_id: int, section: str) -> ResponseReturnValue:
    return section_page(_district(district_id), section)


@bp.route("/city/rules/<section>", methods=["GET", "POST"])
def change_city_rules(section: str) -> ResponseReturnValue:
    return section_page(_city(), section)


@bp.route("/cafes/<code>/rules/<section>/cancel", methods=["GET", "POST"])
def cancel_cafe_rules(code: str, section: str) -> ResponseReturnValue:
    return cancel_page(_cafe(code), section)


@bp.route("/districts/<int:district_id>/rules/<section>/cancel", methods=["GET", "POST"])
def cancel_district_rules(district_id: int, section: str) -> ResponseReturnValue:
    return cancel_page(_district(district_id), section)


@bp.route("/city/rules/<section>/cancel", methods=["GET", "POST"])
def cancel_city_rules(section: str) -> ResponseReturnValue:
    return cancel_page(_city(), section)


def _cafe(code: str) -> Subject:
    cafe = cafe_for(current_actor(), code)
    return Subject(Place(cafe_id=cafe.cafe_id), cafe.name, "지점", url_for(".show_cafe_rules", code=code))


def _district(district_id: int) -> Subject:
    district = district_for(current_actor(), district_id)
    url = url_for(".show_district_rules", district_id=district_id)
    return Subject(Place(district_id=district_id), f"{district.name} 전체", "자치구", url)


def _city() -> Subject:
    if not current_actor().is_city:
        raise NotThere
    return Subject(CITY, "서울시 전체", "시", url_for(".show_city_rules"))


def _rules_page(subject: Subject) -> ResponseReturnValue:
    today = seoul_date(clock.now())
    day = _asked_day(today)
    found = rules_at(subject.place, day, actor=current_actor())
    groups = [(title, list(_in_group(names, found))) for title, names in rule_terms.GROUPS.items()]
    return render_template(
        "admin/place_rules.html", subject=subject, groups=groups, day=day, today=today, named=NAMED, words=rule_terms
    )


def _in_group(names: tuple[str, ...], found: dict[str, SectionFacts]) -> Iterator[SectionFacts]:
    for name in names:
        if name in found:
            yield found[name]
        yield from (one for other, one in found.items() if other.startswith(f"{name}.") and name in NAMED)


def _asked_day(today: date) -> date:
    """The day that was asked for; today when none or a broken one was."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return day if EARLIEST <= day <= LATEST else today
