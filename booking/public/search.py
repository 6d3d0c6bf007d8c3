"""Finding slots by where, when and who."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from .. import clock
from ..auth import actor_or_none
from ..fields import Choice, DayField, NumberChoices, offered
from ..queries.family import ChildRow, children_of
from ..queries.search import Wanted, find_slots
from ..queries.search_choices import Places, places_to_search
from ..rules.families import FULL_AGE_MOST
from ..rules.times import seoul_date
from ..web import Form
from . import bp

DAYS_AHEAD = 60
CHILDREN_AT_ONCE = 5
"""More cannot come with one reservation (the schema's own bound)."""
SPANS = (("1", "하루"), ("3", "3일"), ("7", "7일"))


class SearchForm(Form):
    """Where, when, who. Sent by GET, so that a search can be kept and shared."""

    place = Choice("어디서", choices=[])
    date = DayField("언제부터")
    days = Choice("며칠 동안", choices=offered(SPANS))
    child = NumberChoices("누가")
    born = NumberChoices("아이가 태어난 해")
    today: Any = None

    @classmethod
    def fresh(cls, places: Places, children: Sequence[ChildRow], now: datetime, args: Any = None) -> "SearchForm":
        """The form as asked for by ``args``, else with the usual values: everywhere, three days from today, all children."""
        today = seoul_date(now)
        usual = {"place": "", "date": today, "days": "3", "child": [child.child_id for child in children], "born": []}
        form = cls(args or None, data=usual)
        form.today = today
        form.place.choices = offered(_place_choices(places))
        form.child.choices = offered((child.child_id, child.name) for child in children)
        form.born.choices = offered((today.year - age, f"{today.year - age}년") for age in range(FULL_AGE_MOST + 2))
        if args:
            # A link may name one thing only: what it does not name is as usual.
            if not args.get("date"):
                form.date.process_data(today)
            if not args.get("days"):
                form.days.process_data("3")
            if not args.get("place"):
                form.place.process_data("")
        return form

    def validate_date(self, field: Any) -> None:
        if field.data is None:
            return
        if field.data < self.today:
            raise ValidationError("지난 날짜예요. 오늘이나 그 뒤의 날짜를 골라 주세요.")
        if field.data > self.today + timedelta(days=DAYS_AHEAD):
            raise ValidationError(f"오늘부터 {DAYS_AHEAD}일 안의 날짜를 골라 주세요.")

    @property
    def years_set_aside(self) -> bool:
        """Whether years of birth were asked for, but the family's own children are what is looked for."""
        return bool(self.born.data and self.child.choices)

    def validate_born(self, field: Any) -> None:
        if not field.data or self.years_set_aside or field.errors:
            return
        if len(field.data) > CHILDREN_AT_ONCE:
            raise ValidationError(f"한 번에 예약할 수 있는 아이는 {CHILDREN_AT_ONCE}명까지예요.")
        if not set(field.data) <= {choice.value for choice in field.choices}:
            raise ValidationError("목록에 있는 해를 골라 주세요.")

    def wanted(self) -> Wanted:
        """The question that a valid form asks."""
        first = self.date.data or self.today
        place = self.place.data or ""
        own = {choice.value for choice in self.child.choices or []}
        return Wanted(
            first=first,
            last=first + timedelta(days=int(self.days.data) - 1),
            district_id=int(place) if place.isdigit() else None,
            cafe_code=place if place and not place.isdigit() else None,
            child_ids=tuple(child_id for child_id in self.child.data or () if child_id in own),
            birth_years=() if self.years_set_aside else tuple(self.born.data or ()),
        )


def _place_choices(places: Places) -> list[tuple[str, str]]:
    found = [("", "서울 전체")]
    for district_id, district in places.districts:
        found.append((str(district_id), f"{district} 전체"))
        found += [(code, name) for code, name in places.cafes if name.startswith(f"{district} ")]
    return found


@bp.get("/slots")
def search() -> ResponseReturnValue:
    now = clock.now()
    actor = actor_or_none()
    children = children_of(actor, now) if actor is not None and actor.role == "guardian" else []
    form = SearchForm.fresh(places_to_search(), children, now, request.args)
    if not form.validate():
        return render_template("public/search.html", form=form, found=None, wanted=None), 422
    wanted = form.wanted()
    return render_template(
        "public/search.html",
        form=form,
        found=find_slots(wanted, actor, now),
        wanted=wanted,
        later=wanted.last + timedelta(days=1) if wanted.last < seoul_date(now) + timedelta(days=DAYS_AHEAD) else None,
    )
