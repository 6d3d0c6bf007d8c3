"""Load the places into the database, in one transaction. Loading the same files again changes nothing.

Plain facts of a place (name, address, notes, sources) follow the file. Rules and timetables are added as rows with the
date from which they hold, never edited (:mod:`seed.write_rules`). Nothing is ever deleted: a café whose file is gone stays.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from booking.db import transaction
from booking.policies import hold_policies
from booking.rules.times import seoul_date

from .facts import Cafe, Places, periods
from .write_places import write_cafe, write_districts, write_holidays, write_sources
from .write_rules import Scope, write_policy, write_timetable


def load(places: Places, now: datetime) -> list[str]:
    """Write what the database does not have yet, and return a sentence for each change, in Korean.

    Needs an application context.
    """
    with transaction() as session:
        hold_policies(session)
        return [
            *write_districts(session, places.districts),
            *write_holidays(session, places.holidays),
            *_city(session, places, now),
            *(sentence for cafe in places.cafes for sentence in _cafe(session, places, cafe, now)),
        ]


def _city(session: Session, places: Places, now: datetime) -> list[str]:
    city = places.city
    scope = Scope("시 기본값", None, since=city.valid_from, today=seoul_date(now))
    return [
        *write_policy(session, scope, city.stated, city.stated.policy, now),
        *write_timetable(session, scope, periods(city.stated, city)),
        *write_sources(session, scope.name, None, city.stated.marks),
    ]


def _cafe(session: Session, places: Places, cafe: Cafe, now: datetime) -> list[str]:
    city = places.city
    row, sentences = write_cafe(session, cafe, places)
    since = cafe.open_since or city.valid_from
    scope = Scope(f"{cafe.district} {cafe.name}", row.id, since=since, today=seoul_date(now))
    return [
        *sentences,
        *write_policy(session, scope, cafe.stated, city.stated.policy, now),
        *write_timetable(session, scope, periods(cafe.stated, city)),
        *write_sources(session, scope.name, row.id, cafe.stated.marks),
    ]
