"""One section of a place's rules: its form, the preview, last month under the draft, and the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.change_rules import change_rules
from ..affected import Affected, ending
from ..auth import current_actor
from ..queries.rule_preview import rule_preview
from ..queries.rules import SectionFacts, section_at
from ..queries.what_if import what_if
from ..rules.drafts import Draft
from ..rules.places import Place
from ..rules.refusals import Code, NotThere, Refusal, Refused
from ..rules.sections import NAMED, SECTIONS, section_of
from ..rules.times import seoul_date
from . import rule_terms
from .rule_forms import RuleForm, rule_form

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

    def cancel_url(self, name: str, valid_from: date, valid_until: date | None) -> str:
        """The page on which what a section says of these dates to come is cancelled."""
        until = f"&until={valid_until}" if valid_until else ""
        return f"{self.section_url(name)}/cancel?from={valid_from}{until}"


def section_page(subject: Subject, name: str) -> ResponseReturnValue:
    """The form, then the preview (or last month under the draft), then the change: by which button was pressed."""
    now = clock.now()
    today = seoul_date(now)
    facts = section_at(subject.place, name, today, actor=current_actor())
    if facts is None or (name not in SECTIONS and name not in NAMED and not facts.content and not facts.own_speaks):
        raise NotThere
    step = request.form.get("step")
    withdrawing = request.form.get("withdraw") == "yes" or step == "withdraw"
    form = rule_form(
        name, _begins_with(facts), today, filled=request.method == "GET", withdrawing=withdrawing and step != "edit"
    )
    if request.method == "GET" or step == "edit":
        return _form_page(subject, facts, form)
    form.withdraw.data = "yes" if withdrawing else ""
    if not form.validate():
        return _form_page(subject, facts, _whole(form, facts, today))
    return _previewed(subject, facts, form, step)


def _begins_with(facts: SectionFacts) -> Mapping[str, Any]:
    """What the form shows first: what the layer says; of a section that is said as a whole, else what holds there now."""
    return facts.own or (facts.content if section_of(facts.name).merge != "keys" else {})


def _previewed(subject: Subject, facts: SectionFacts, form: RuleForm, step: str | None) -> ResponseReturnValue:
    now, actor = clock.now(), current_actor()
    draft = form.draft(seoul_date(now))
    refused: Refused | None = None
    try:
        if step == "what_if":
            found = what_if(subject.place, draft, actor=actor, now=now)
            shown = {"subject": subject, "draft": draft, "found": found, "kept": _kept(form), "words": rule_terms}
            return render_template("admin/what_if.html", section_name=facts.name, **shown)
        if step == "confirm":
            mark = request.form.get("mark", "")
            stranded = change_rules(subject.place, draft, confirmed=mark, actor=actor, now=now, open_until=open_until(now))
            flash(changed_words(draft, stranded), "ok")
            return redirect(subject.url, 303)
    except Refused as no:
        refused = no
    try:
        if refused is not None and refused.refusal.code != Code.PREVIEW_CHANGED:
            raise refused
        preview = rule_preview(subject.place, draft, actor=actor, now=now)
    except Refused as no:
        whole = _whole(form, facts, seoul_date(now))
        whole.refuse(Refused(_plain(no.refusal, draft.section)))
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
        words=rule_terms,
    )
    return page, 422 if refused else 200


def _plain(refusal: Refusal, section: str) -> Refusal:
    """A contradiction in the words of the form."""
    if refusal.code != Code.RULES_CONTRADICT:
        return refusal
    sentence = rule_terms.plain(str(refusal.facts["sentence"]), section)
    return replace(refusal, facts={**refusal.facts, "sentence": sentence})


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
    today = seoul_date(clock.now())
    page = render_template("admin/rule_form.html", subject=subject, facts=facts, form=form, today=today, words=rule_terms)
    return page, 422 if form.errors else 200


def _kept(form: RuleForm) -> list[tuple[str, str]]:
    """What was entered, for the preview's hidden fields."""
    entered = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    return [*entered, ("withdraw", "yes" if form.withdraws else "")]


def open_until(now: datetime) -> date:
    """The last date for which slots are open after a change."""
    until: date = current_app.config["SETTINGS"].slots_until(seoul_date(now))
    return until


def changed_words(draft: Draft, found: Sequence[Affected]) -> str:
    """What was done, and whom the official has to tell of it."""
    done = (
        "정해 둔 규칙을 취소했어요."
        if draft.cancels
        else "규칙을 거뒀어요."
        if draft.content is None
        else "규칙을 바꿨어요."
    )
    ended = len(ending(found))
    said = [done]
    if ended:
        said.append(f"쉬게 된 날의 예약 {ended}건을 취소하고 가족에게 메일로 알려요.")
    if len(found) > ended:
        said.append(f"새 규칙에 맞지 않는 예약 {len(found) - ended}건은 그대로 있어요. 가족에게 직접 알려 주세요.")
    return " ".join(said)
