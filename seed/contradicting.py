"""What contradicts itself in the database: the rules of a café, its district and the city together.

A file is checked with the files that it stands on. The database may hold other rules of those layers: what an official
entered, or what an older file said.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cafe
from booking.policies import PolicyBook
from booking.rules.contradictions import contradictions
from booking.rules.policy import PolicyIncomplete
from booking.rules.timeline import changes


def contradicting(session: Session, book: PolicyBook, today: date) -> list[str]:
    """A sentence for every contradiction in any café's rules from ``today`` on, once each."""
    found: dict[str, None] = {}
    for cafe_id, name in session.execute(select(Cafe.id, Cafe.name).order_by(Cafe.id)):
        for day in changes(book.statements(cafe_id), today):
            try:
                policy = book.on(cafe_id, day)
            except PolicyIncomplete as missing:
                found[f"{name}: 값이 모자랍니다({missing})."] = None
                continue
            for one in contradictions(policy):
                section, path = one.places[0]
                found[f"{name} [{'.'.join((section, *path))}]: {one.sentence}"] = None
    return list(found)
