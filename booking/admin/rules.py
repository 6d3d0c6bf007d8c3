"""The rules of a café, a district or the city: what holds on a day, who said so since when, and what is to come."""

from collections.abc import Iterator
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, ValidationError

from .. import clock
from ..auth import current_actor
from ..fields import DayField
from ..queries.districts import cafe_for, district_for
from ..queries.rules import SectionFacts, rules_at
from ..rules.places import CITY, Place
from ..rules.refusals import NotThere
from ..rules.sections import NAMED
from ..rules.times import seoul_date
from . import bp, rule_terms
from .place_search import PlaceFilter, found_places
from .rule_cancels import cancel_page
from .rule_changes import Subject, section_page
from .rule_search import asked_words, rule_text, speaks_of

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 12, 31)


class RuleFilter(PlaceFilter):
    """Of which day the rules are shown, and what is looked for among them."""

    on = DayField("이 날의 규칙")

    def validate_on(self, field: Field) -> None:
        if field.data is not None and not EARLIEST <= field.data <= LATEST:
            raise ValidationError("2015년부터 2100년까지의 날짜를 적어 주세요.")


@bp.get("/rules")
def show_rules() -> ResponseReturnValue:
    actor, form = current_actor(), PlaceFilter(request.args)
    rows = found_places(actor, form.q.data)
    return render_template("admin/rules.html", form=form, rows=rows, is_city=actor.is_city)


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
    form = RuleFilter(request.args)
    valid = form.validate()
    day = today if form.on.errors else form.on.data or today
    if not request.args.get("on"):
        form.on.raw_data = None
        form.on.process_data(today)
    found = rules_at(subject.place, day, actor=current_actor())
    asked = asked_words(form.q.data)
    if asked:
        found = {name: facts for name, facts in found.items() if speaks_of(rule_text(facts), asked)}
    groups = [(title, list(_in_group(names, found))) for title, names in rule_terms.GROUPS.items()]
    page = render_template(
        "admin/place_rules.html",
        subject=subject,
        form=form,
        groups=[(title, sections) for title, sections in groups if sections or not asked],
        day=day,
        today=today,
        asked=form.q.data if asked else "",
        unfolded=bool(asked) or request.args.get("open") == "all",
        named=NAMED,
        words=rule_terms,
    )
    return page if valid else (page, 422)


def _in_group(names: tuple[str, ...], found: dict[str, SectionFacts]) -> Iterator[SectionFacts]:
    for name in names:
        if name in found:
            yield found[name]
        yield from (one for other, one in found.items() if other.startswith(f"{name}.") and name in NAMED)
