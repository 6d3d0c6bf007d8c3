"""Load the places into the database, in one transaction. Loading the same files again changes nothing.

Plain facts of a place (name, address) follow the file. What it states of rules and timetables is added as rows with the
date from which they hold, never edited (:mod:`seed.write_statements`). Nothing is ever deleted: a café whose file is gone
stays. No reservation is moved: one that the new rules would refuse is told of, and nothing is loaded until that is confirmed
(:mod:`booking.affected`).
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from booking.affected import Affected, affected, standing
from booking.db import transaction
from booking.filters import kst
from booking.policies import hold_policies, read_book
from booking.rules.times import seoul_date
from booking.words import sentence as words_of

from .facts import Cafe, DistrictRules, Places
from .write_places import write_cafe, write_districts, write_holidays
from .write_statements import Scope, write_statements


class NotConfirmed(Exception):
    """Reservations stand in the way of the new rules; nothing was loaded."""

    def __init__(self, found: list[Affected]) -> None:
        super().__init__(len(found))
        self.found = found


def load(places: Places, now: datetime, *, confirmed: bool = False) -> list[str]:
    """Write what the database does not have yet, and return a sentence for each change, in Korean.

    Needs an application context.

    :raises NotConfirmed: live reservations of the coming days do not fit the new rules, and ``confirmed`` is not given.
    """
    today = seoul_date(now)
    with transaction() as session:
        hold_policies(session)
        before = standing(session, read_book(session), now)
        sentences = [
            *write_districts(session, places.districts),
            *write_holidays(session, places.holidays),
            *write_statements(session, _city_scope(places, today), places.city.stated, now),
            *_each(session, places, places.district_rules, today, now),
            *(sentence for cafe in places.cafes for sentence in _cafe(session, places, cafe, today, now)),
        ]
        found = affected(session, before, read_book(session))
        if found and not confirmed:
            raise NotConfirmed(found)
        return [*sentences, *map(told, found)]


def told(one: Affected) -> str:
    """What is printed of a reservation that the new rules would not have: it names no person."""
    return f"예약 {one.code} ({one.cafe_name} {kst(one.starts_at)}): {words_of(one.reason)}"


def _city_scope(places: Places, today: date) -> Scope:
    return Scope("시 기본값", "city", since=places.city.valid_from, today=today)


def _each(session: Session, places: Places, districts: Iterable[DistrictRules], today: date, now: datetime) -> Iterable[str]:
    for one in districts:
        scope = Scope(
            one.name, "district", since=places.city.valid_from, today=today, district_id=places.districts[one.name]
        )
        yield from write_statements(session, scope, one.stated, now)


def _cafe(session: Session, places: Places, cafe: Cafe, today: date, now: datetime) -> list[str]:
    row, sentences = write_cafe(session, cafe, places)
    since = cafe.open_since or places.city.valid_from
    scope = Scope(f"{cafe.district} {cafe.name}", "cafe", since=since, today=today, cafe_id=row.id)
    return [*sentences, *write_statements(session, scope, cafe.stated, now)]
