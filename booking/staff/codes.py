"""Finding a family at the door: by code or scanned link, by name or initial consonants, by the end of a phone number."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from .. import clock
from ..actions.count_unknown_code import count_unknown_code
from ..auth import current_actor, origin
from ..queries.board import cafe_name
from ..queries.code_tries import require_code_try
from ..queries.door import CodeAnswer, by_code, find
from ..rules.codes import plain_code, readings
from ..rules.refusals import Refused
from ..web import Form, clean
from . import bp
from .advice import advice

LONGEST = 200


class FindForm(Form):
    """One field for everything that a family may say or show."""

    class Meta:
        csrf = False

    q = StringField(
        "코드, 이름, 전화 끝 4자리",
        [
            DataRequired("예약 코드, 이름, 전화번호 끝 4자리 가운데 하나를 적어 주세요."),
            Length(max=LONGEST, message="너무 길어요. 예약 코드, 이름, 전화번호 끝 4자리 가운데 하나를 적어 주세요."),
        ],
        filters=[clean],
    )


@bp.get("/find")
def find_party() -> ResponseReturnValue:
    """What the search found; a code leads straight to its reservation."""
    actor, now = current_actor(), clock.now()
    form = FindForm(request.args)
    asked = "q" in request.args
    if not asked or not form.validate():
        name = cafe_name(actor)
        page = render_template("staff/find.html", form=form if asked else None, found=None, board_name=name, now=now)
        return (page, 422) if asked else page
    text = form.q.data or ""
    try:
        if readings(text) and _by_code(text, now, count=False).kind != "unknown":
            return redirect(url_for(".code", code=plain_code(text)), 303)
        found = find(actor, text, now)
        if readings(text) and not found.today and not found.later:
            count_unknown_code(actor=actor, origin=origin(), now=now)
    except Refused as refused:
        form.refuse(refused)
        page = render_template("staff/find.html", form=form, found=None, board_name=cafe_name(actor), now=now)
        return page, form.status
    return render_template("staff/find.html", form=form, found=found, asked=text, board_name=found.cafe_name, now=now)


@bp.get("/codes/<code>")
def code(code: str) -> ResponseReturnValue:
    """The reservation of a code with what to do now, or what is wrong with it. 404 when it is not this café's."""
    now = clock.now()
    answer = _by_code(code[:LONGEST], now)
    page = render_template(
        "staff/code.html",
        answer=answer,
        advice=advice(answer, now),
        typed=code[:20],
        board_name=answer.cafe_name,
        now=now,
    )
    return page if answer.kind == "here" else (page, 404)


def _by_code(text: str, now: datetime, *, count: bool = True) -> CodeAnswer:
    """The answer to a code; one that nobody has counts.

    :raises Refused: ``TOO_MANY_CODES``.
    """
    actor = current_actor()
    require_code_try(actor, origin(), now)
    answer = by_code(actor, text, now)
    if count and answer.kind == "unknown":
        count_unknown_code(actor=actor, origin=origin(), now=now)
    return answer
