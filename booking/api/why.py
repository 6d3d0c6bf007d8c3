"""Why (not)? and the calendar of rules: for dates far ahead, whether or not a slot was opened."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from ..explained import calendar_json, why_json
from ..problems import Problem
from ..queries.explain import FIRST_DATE, LAST_DATE, NoRulesYet, concession_names, planned_days
from ..queries.residences import residence_said
from ..queries.why_slot import why_by_rules
from ..rules.parties import ChildFacts, Party, Residence
from ..rules.refusals import NotThere
from ..rules.siblings import whole_family
from .checking import complaint, invalid
from .edges import public
from .explaining import CafeCalendar, WhyShown
from .routes import Asked, reads
from .values import Adults, BirthDay, Day, Given, left_out

CHILDREN_MOST = 10
DAYS_MOST = 62
Start = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Births = Annotated[list[BirthDay], Field(max_length=CHILDREN_MOST)]
Yes = Literal["true", "false"]


class WhyWanted(Given):
    """Who would come, when. ``residence``: a district's name, ``seoul_life`` (outside, but works or learns in Seoul),
    ``outside`` or ``unknown``. ``concession``: names of what they can show. ``group``: a group of so many children."""

    date: Day
    start: Start
    birth: Births = Field(default=[])
    adults: Adults = Field(default=1)
    adult_birth: Births = Field(default=[])
    family_birth: Births = Field(default=[])
    companion: Yes = Field(default="false")
    residence: Annotated[str, Field(max_length=20)] = Field(default="unknown")
    concession: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(default=[])
    care: Yes = Field(default="false")
    care_reason: Yes = Field(default="false")
    been_here: Yes = Field(default="false")
    group: Annotated[int, Field(ge=1, le=1000)] = left_out()


class DaysWanted(Given):
    """From which date to which, both included: at most 62."""

    from_: Day = Field(alias="from")
    to: Day


@reads(public, "/cafes/<code>/why", summary="그 회차를 예약할 수 있나요? 이유와 규칙", shown=WhyShown, query=WhyWanted)
def show_why(asked: Asked[WhyWanted], code: str) -> WhyShown:
    given = asked.given
    if not FIRST_DATE <= given.date <= LAST_DATE:
        raise invalid([complaint("date", "date_not_planned")])
    try:
        known = concession_names(code, given.date)
        if not known >= set(given.concession):
            raise invalid([complaint("concession", "not_a_choice", expected=", ".join(sorted(known)))])
        answer = why_by_rules(code, given.date, time.fromisoformat(given.start), _party(given), asked.now)
    except NoRulesYet as early:
        raise _too_early("date", early) from early
    return WhyShown.model_validate(why_json(code, answer, asked.now))


@reads(public, "/cafes/<code>/calendar", summary="날짜마다 회차와 규칙, 쉬는 이유", shown=CafeCalendar, query=DaysWanted)
def show_calendar(asked: Asked[DaysWanted], code: str) -> CafeCalendar:
    first, last = asked.given.from_, asked.given.to
    for name, day in (("from", first), ("to", last)):
        if not FIRST_DATE <= day <= LAST_DATE:
            raise invalid([complaint(name, "date_not_planned")])
    if last < first:
        raise invalid([complaint("to", "dates_upside_down")])
    if (last - first).days >= DAYS_MOST:
        raise invalid([complaint("to", "dates_too_long", most=DAYS_MOST)])
    try:
        found = planned_days(code, first, last, asked.now)
    except NoRulesYet as early:
        raise _too_early("from", early) from early
    return CafeCalendar.model_validate(calendar_json(code, found, asked.now))


def _too_early(field: str, early: NoRulesYet) -> Problem:
    return invalid([complaint(field, "date_before_rules", begins=early.begins or "시 파일을 넣은 날")])


def _party(given: WhyWanted) -> Party:
    children = [
        ChildFacts(number, "", birth, with_care=given.care == "true", has_been_here=given.been_here == "true")
        for number, birth in enumerate(given.birth, start=1)
    ]
    return Party(
        children,
        given.adults,
        adult_births=given.adult_birth,
        companion=given.companion == "true",
        residence=_residence(given.residence),
        concessions=given.concession,
        family_births=whole_family(given.birth, given.family_birth),
        care_reason=given.care_reason == "true",
        is_group=given.group is not None,
        head_count=given.group or 0,
    )


def _residence(text: str) -> Residence:
    try:
        return residence_said(text)
    except NotThere as error:
        raise invalid([complaint("residence", "not_a_choice", expected="마포구, seoul_life, outside, unknown")]) from error
