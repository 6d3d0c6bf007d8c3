"""Load the places into the database, in one transaction. Loading the same files again changes nothing.

Plain facts of a place (name, address) follow the file. What it states of rules and timetables is added as rows with the
date from which they hold, never edited (:mod:`seed.write_statements`). Nothing is ever deleted: a café whose file is gone
stays. No reservation is moved: one that the new rules would refuse is told of, and nothing is loaded until that is confirmed
(:mod:`booking.affected`); then those of days that do not open any more are cancelled as by a closing. Slots follow at once
(:mod:`booking.opened_slots`). Nothing is loaded either when the files contradict what the database holds of other layers.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.affected import Affected, affected, ending, standing
from booking.db import transaction
from booking.filters import kst, phone
from booking.models import Cafe, StatementRow
from booking.opened_slots import follow_rules, last_opened
from booking.places import hold_cafes
from booking.policies import hold_policies, read_book
from booking.rules.places import CITY
from booking.rules.times import seoul_date
from booking.words import sentence as words_of

from . import facts
from .contradicting import contradicting
from .write_places import write_cafe, write_districts, write_holidays
from .write_statements import Scope, write_statements


class NotConfirmed(Exception):
    """Reservations stand in the way of the new rules; nothing was loaded."""

    def __init__(self, found: list[Affected]) -> None:
        super().__init__(len(found))
        self.found = found


class Contradictory(Exception):
    """The files contradict what the database holds of other layers; nothing was loaded."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Loaded:
    """What was done: a sentence for each change, in Korean; how many rules (tables of a layer) changed; which reservations
    do not fit the new rules, as was confirmed."""

    sentences: list[str]
    rules: int
    stranded: list[Affected]


def load(places: facts.Places, now: datetime, *, confirmed: bool = False, open_until: date | None = None) -> Loaded:
    """Write what the database does not have yet.

    ``open_until``: the last date for which slots are opened by now; without it those that are missing wait for the job.
    Needs an application context.

    :raises Contradictory: rules of several layers would contradict each other.
    :raises NotConfirmed: live reservations of the coming days do not fit the new rules, and ``confirmed`` is not given.
    """
    today = seoul_date(now)
    with transaction() as session:
        hold_cafes(session, CITY)
        hold_policies(session)
        old_book = read_book(session)
        before = standing(session, old_book, now)
        old_problems = contradicting(session, old_book, today)
        sentences, rules = _write(session, places, today, now)
        book = read_book(session)
        problems = [one for one in contradicting(session, book, today) if one not in old_problems]
        if problems:
            raise Contradictory(problems)
        found = affected(session, before, book)
        if found and not confirmed:
            raise NotConfirmed(found)
        if sentences:
            cafes = hold_cafes(session, CITY)
            last = max(last_opened(session, cafes, now), open_until or today)
            follow_rules(session, None, cafes, book, today, last, now=now, open_until=open_until, cancelled=ending(found))
        return Loaded(sentences, rules, found)


def told(one: Affected, *, naming: bool = False) -> str:
    """What is printed of a reservation that the new rules would not have. ``naming``: and whom to call, which only the list
    tells by which somebody decides; what is done is told by the reservation's number."""
    whom = f" · {one.name} {phone(one.phone)}" if naming and one.name and one.phone else ""
    said = "취소하고 메일로 알립니다" if one.ends else "그대로 둡니다"
    return f"예약 {one.code} ({one.cafe_name} {kst(one.starts_at)}){whom}: {words_of(one.reason)} → {said}"


def _write(session: Session, places: facts.Places, today: date, now: datetime) -> tuple[list[str], int]:
    sentences = [*write_districts(session, places.districts), *write_holidays(session, places.holidays)]
    # Asked before anything is written: a layer under which nothing was decided yet may speak of the past.
    city_is_new = not _any(session, StatementRow.district_id.is_(None), StatementRow.cafe_id.is_(None))
    said = [(_district_scope(session, places, one, today), one.stated) for one in places.district_rules]
    if places.city is not None:
        said.insert(0, (Scope("시 기본값", "city", places.since, today, city_is_new), places.city))
    rules = 0
    for scope, stated in said:
        changed = write_statements(session, scope, stated, now)
        sentences += changed.sentences
        rules += changed.rules
    for cafe in places.cafes:
        is_new = not _any(session, Cafe.code == cafe.code)
        row, of_place = write_cafe(session, cafe, places)
        changed = write_statements(session, _cafe_scope(cafe, row.id, places.since, today, is_new), cafe.stated, now)
        sentences += [*of_place, *changed.sentences]
        rules += changed.rules
    return sentences, rules


def _any(session: Session, *conditions: object) -> bool:
    return bool(session.scalar(select(exists().where(*conditions))))  # type: ignore[arg-type]


def _district_scope(session: Session, places: facts.Places, rules: facts.DistrictRules, today: date) -> Scope:
    number = places.districts[rules.name]
    is_new = not _any(session, Cafe.district_id == number) and not _any(session, StatementRow.district_id == number)
    return Scope(rules.name, "district", places.since, today, is_new, district_id=number)


def _cafe_scope(cafe: facts.Cafe, cafe_id: int, city_since: date, today: date, is_new: bool) -> Scope:
    # What a café says of itself before it opens (that it is being prepared) holds before that day.
    since = min(cafe.open_since or city_since, today)
    return Scope(f"{cafe.district} {cafe.name}", "cafe", since, today, is_new, cafe_id=cafe_id)
