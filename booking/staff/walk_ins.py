"""Taking in a family that came without a reservation."""

import re
from typing import Any
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form as Fields
from wtforms import FormField, HiddenField
from wtforms.validators import DataRequired, NumberRange, Regexp

from .. import clock, words
from ..actions.walk_in import WalkInChild, walk_in
from ..auth import current_actor
from ..fields import BirthDateField, NameField, WholeNumber
from ..logs import note_outcome
from ..queries.board import visits_of
from ..queries.walk_ins import walk_ins
from ..rules.refusals import Code, Refused, no
from ..web import Form
from . import bp
from .said import say

MOST_CHILDREN = 5
MOST_ADULTS = 20
STALE = "화면이 오래되었어요. 내용을 확인하고 다시 눌러 주세요."
_ROW = re.compile(r"child_(\w+)-")


class ChildRow(Fields):
    """One child at the door. Both fields may be empty, which is nobody; the form asks for the other half of half a row."""

    name = NameField("이름 또는 별명", missing="")
    born = BirthDateField("생년월일")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.name, self.born):
            field.validators = [one for one in field.validators if not isinstance(one, DataRequired)]
            field.flags.required = False

    @property
    def is_empty(self) -> bool:
        return not self.name.data and not self.born.data

    def ask_for_the_rest(self, number: int) -> bool:
        """Whether the row is whole or empty; if it is half, what is missing is said at its field."""
        if self.is_empty or (self.name.data and self.born.data):
            return True
        if not self.name.data:
            self.name.errors = [f"아이 {number}의 이름을 적어 주세요. 별명도 괜찮아요."]
        else:
            self.born.errors = [f"아이 {number}의 생년월일을 적어 주세요."]
        return False


class WalkInForm(Form):
    """Up to five children and the adults with them. ``request_id`` is made with the page: a double tap sends the same."""

    child_1 = FormField(ChildRow)
    child_2 = FormField(ChildRow)
    child_3 = FormField(ChildRow)
    child_4 = FormField(ChildRow)
    child_5 = FormField(ChildRow)
    adults = WholeNumber("함께 온 어른", "함께 온 어른 수를 숫자로 적어 주세요.")
    request_id = HiddenField(validators=[Regexp(r"[0-9a-f-]{8,64}\Z", message=STALE)])

    @property
    def rows(self) -> list[ChildRow]:
        return [getattr(self, f"child_{n}").form for n in range(1, MOST_CHILDREN + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        within = NumberRange(0, MOST_ADULTS, f"어른 수는 0명부터 {MOST_ADULTS}명까지 적을 수 있어요.")
        fine = super().validate({"adults": [within], **(extra_validators or {})})
        halves = [row for n, row in enumerate(self.rows, 1) if not row.ask_for_the_rest(n)]
        fine = fine and not halves
        known = {str(n) for n in range(1, MOST_CHILDREN + 1)}
        if any(found and found[1] not in known for found in map(_ROW.match, request.form)):
            self.form_errors.append(words.sentence(no(Code.TOO_MANY_CHILDREN, most=MOST_CHILDREN)))
            fine = False
        if all(row.is_empty for row in self.rows) and not self.rows[0].errors:
            self.rows[0].name.errors = ["아이를 한 명 이상 적어 주세요."]
            fine = False
        return fine

    def children(self) -> list[WalkInChild]:
        """The children of a valid form."""
        return [WalkInChild(row.name.data, row.born.born_on) for row in self.rows if row.name.data and row.born.born_on]

    def refuse(self, refused: Refused) -> None:
        """A reason that is about one child stands at that child's row (of two alike, the second)."""
        facts = refused.refusal.facts
        for row in reversed(self.rows):
            year = row.born.born_on.year if row.born.born_on else None
            if row.name.data and row.name.data == facts.get("child") and facts.get("birth_year", year) == year:
                note_outcome(refused.refusal.code)
                field = row.born if "birth_year" in facts else row.name
                field.errors = [*field.errors, words.sentence(refused.refusal)]
                return
        super().refuse(refused)

    def renew(self) -> None:
        """A new ``request_id``: there is none, or the old one stands for another family."""
        self.request_id.data = str(uuid4())


@bp.get("/walk-in")
def before_walk_in() -> ResponseReturnValue:
    """The form of the slot that is on; on a day without slots, a sentence."""
    now = clock.now()
    today = walk_ins(current_actor(), now)
    if today.current is not None:
        return redirect(url_for(".ask_walk_in", slot_id=today.current.slot.slot_id), 303)
    return render_template("staff/walk_in.html", today=today, chosen=None, form=None, board_name=today.cafe_name, now=now)


@bp.get("/slots/<int:slot_id>/walk-in")
def ask_walk_in(slot_id: int) -> ResponseReturnValue:
    form = WalkInForm()
    form.adults.process(None, 1)
    form.renew()
    return _page(slot_id, form)


@bp.post("/slots/<int:slot_id>/walk-in")
def take_in(slot_id: int) -> ResponseReturnValue:
    form, now = WalkInForm(), clock.now()
    if form.validate_on_submit():
        try:
            reservation_id = walk_in(
                slot_id,
                actor=current_actor(),
                children=form.children(),
                adults=form.adults.data or 0,
                request_id=form.request_id.data or "",
                now=now,
            )
        except Refused as refused:
            form.refuse(refused)
            if refused.refusal.code == Code.REQUEST_ID_REUSED:
                form.renew()
        else:
            visit_ids = visits_of(current_actor(), reservation_id)
            say("walked_in", now, reservation_id=reservation_id, visit_ids=visit_ids)
            return redirect(url_for(".show_slot", slot_id=slot_id, _anchor=f"party-{reservation_id}"), 303)
    elif form.request_id.errors:
        form.renew()
    return _page(slot_id, form), 422


def _page(slot_id: int, form: WalkInForm) -> str:
    """The form with the room and the terms of this slot of today.

    :raises NotThere: not one of today's, or not the own café's.
    """
    now = clock.now()
    today = walk_ins(current_actor(), now)
    chosen = today.of(slot_id)
    return render_template(
        "staff/walk_in.html",
        today=today,
        chosen=chosen,
        why=words.sentence(chosen.refusal) if chosen.refusal else None,
        form=form,
        band=words.band(today.policy.ages.basis, today.policy.ages.min, today.policy.ages.max),
        board_name=today.cafe_name,
        now=now,
    )
