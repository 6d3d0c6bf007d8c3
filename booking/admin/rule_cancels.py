"""What a place's rules say of dates to come is cancelled: one page that says what holds instead, and its button."""

from datetime import date

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.change_rules import change_rules
from ..auth import current_actor
from ..queries.rule_preview import rule_preview
from ..queries.rules import section_at
from ..rules.drafts import Draft
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.times import seoul_date
from ..web import Form
from . import rule_terms
from .rule_changes import Subject, changed_words, open_until

SOURCE = "정해 둔 것을 취소"


def cancel_page(subject: Subject, name: str) -> ResponseReturnValue:
    """The preview, then the change. Nothing to cancel (any more), or what cannot be, leads back with a sentence."""
    now, actor = clock.now(), current_actor()
    today = seoul_date(now)
    if section_at(subject.place, name, today, actor=actor) is None:
        raise NotThere
    form = Form()
    try:
        draft = _draft(name, today)
        if request.method == "POST":
            try:
                mark = request.form.get("mark", "")
                affected = change_rules(
                    subject.place, draft, confirmed=mark, actor=actor, now=now, open_until=open_until(now)
                )
            except Refused as refused:
                if refused.refusal.code != Code.PREVIEW_CHANGED:
                    raise
                form.refuse(refused)
            else:
                flash(changed_words(draft, affected), "ok")
                return redirect(subject.url, 303)
        preview = rule_preview(subject.place, draft, actor=actor, now=now)
    except Refused as refused:
        flash(rule_terms.sentence(refused.refusal), "warn")
        return redirect(subject.url, 303)
    page = render_template(
        "admin/rules_preview.html", subject=subject, draft=draft, preview=preview, form=form, kept=(), words=rule_terms
    )
    return page, 422 if form.errors else 200


def _draft(name: str, today: date) -> Draft:
    """What the address asks to cancel.

    :raises Refused: it names no dates.
    """
    until = request.args.get("until")
    try:
        first = date.fromisoformat(request.args.get("from", ""))
        last = date.fromisoformat(until) if until else None
    except ValueError:
        raise Refused(no(Code.NOTHING_TO_CANCEL)) from None
    return Draft(name, {}, first, last, today.year, SOURCE, cancels=True)
