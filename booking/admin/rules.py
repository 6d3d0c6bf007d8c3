"""The rules of a place: what holds and who said so, a section's form, its preview, last month under it, and the change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.change_rules import change_rules
from ..auth import current_actor
from ..queries.districts import cafe_for, cafes_for, district_for, districts_for
from ..queries.rule_preview import rule_preview
from ..queries.rules import SectionFacts, rules_at, section_at
from ..queries.what_if import what_if
from ..rules.places import CITY, Place
from ..rules.refusals import Code, NotThere, Refused
from ..rules.sections import NAMED, SECTIONS
from ..rules.times import seoul_date
from . import bp, rule_words
from .rule_forms import RuleForm, rule_form

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 12, 31)
_NOT_KEPT = ("csrf_token", "step", "mark", "withdraw")


@dataclass(frozen=True)
class Subject:
    """Whose rules they are: the place, what it is called, its layer in words, and its pages' addresses."""

    place: Place
    title: str
    layer: str
    url: str

    def section_url(self, name: str) -> str:
        """The page on which a section is changed."""
        return f"{self.url}/{name}"


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
    return _section_page(_cafe(code), section)


@bp.route("/districts/<int:district_id>/rules/<section>", methods=["GET", "POST"])
def change_district_rules(district_id: int, section: str) -> ResponseReturnValue:
    return _section_page(_district(district_id), section)


@bp.route("/city/rules/<section>", methods=["GET", "POST"])
def change_city_rules(section: str) -> ResponseReturnValue:
    return _section_page(_city(), section)


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
    groups = [(title, list(_in_group(names, found))) for title, names in rule_words.GROUPS.items()]
    return render_template(
        "admin/place_rules.html", subject=subject, groups=groups, day=day, today=today, named=NAMED, words=rule_words
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


def _section_page(subject: Subject, name: str) -> ResponseReturnValue:
    """The form, then the preview (or last month under the draft), then the change: by which button was pressed."""
    now = clock.now()
    today = seoul_date(now)
    facts = section_at(subject.place, name, today, actor=current_actor())
    if facts is None or (name not in SECTIONS and name not in NAMED and not facts.content and not facts.own_speaks):
        raise NotThere
    step = request.form.get("step")
    withdrawing = request.form.get("withdraw") == "yes" or step == "withdraw"
    form = rule_form(name, facts.own, today, filled=request.method == "GET", withdrawing=withdrawing and step != "edit")
    if request.method == "GET" or step == "edit":
        return _form_page(subject, facts, form)
    form.withdraw.data = "yes" if withdrawing else ""
    if not form.validate():
        return _form_page(subject, facts, _whole(form, facts, today))
    return _previewed(subject, facts, form, step)


def _previewed(subject: Subject, facts: SectionFacts, form: RuleForm, step: str | None) -> ResponseReturnValue:
    now, actor = clock.now(), current_actor()
    draft = form.draft(seoul_date(now))
    refused: Refused | None = None
    try:
        if step == "what_if":
            found = what_if(subject.place, draft, actor=actor, now=now)
            shown = {"subject": subject, "draft": draft, "found": found, "kept": _kept(form), "words": rule_words}
            return render_template("admin/what_if.html", section_name=facts.name, **shown)
        if step == "confirm":
            mark = request.form.get("mark", "")
            affected = change_rules(subject.place, draft, confirmed=mark, actor=actor, now=now)
            flash(_said(len(affected)), "ok")
            return redirect(subject.url, 303)
    except Refused as no:
        refused = no
    try:
        if refused is not None and refused.refusal.code != Code.PREVIEW_CHANGED:
            raise refused
        preview = rule_preview(subject.place, draft, actor=actor, now=now)
    except Refused as no:
        whole = _whole(form, facts, seoul_date(now))
        whole.refuse(no)
        return _form_page(subject, facts, whole)
    if refused is not None:
        form.refuse(refused)
    page = render_template(
        "admin/rules_preview.html",
        subject=subject,
        draft=draft,
        preview=preview,
        form=form,
        kept=_kept(form),
        words=rule_words,
    )
    return page, 422 if refused else 200


def _whole(form: RuleForm, facts: SectionFacts, today: date) -> RuleForm:
    """The form with all its fields, also when only a withdrawal was asked for; what was found wrong stands beside them."""
    if not form.withdraws:
        return form
    whole = rule_form(facts.name, facts.own, today, filled=False)
    whole.withdraw.data = ""
    for field in form:
        whole[field.name].errors = field.errors
    return whole


def _form_page(subject: Subject, facts: SectionFacts, form: RuleForm) -> ResponseReturnValue:
    page = render_template("admin/rule_form.html", subject=subject, facts=facts, form=form, words=rule_words)
    return page, 422 if form.errors else 200


def _kept(form: RuleForm) -> list[tuple[str, str]]:
    """What was entered, for the preview's hidden fields."""
    entered = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    return [*entered, ("withdraw", "yes" if form.withdraws else "")]


def _said(affected: int) -> str:
    said = "규칙을 바꿨어요."
    return f"{said} 새 규칙에 맞지 않는 예약 {affected}건은 그대로 있어요. 가족에게 직접 알려 주세요." if affected else said
