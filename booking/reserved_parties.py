"""Reservations as parties again: what rules know of them, as of the instant at which they were made."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .facts import HOLDS_PLACE
from .models import Child, Family, Reservation, Slot, Visit
from .rules.parties import ChildFacts, Party, PastVisit, Residence

CALLED = "아이"
"""Whom sentences name instead of a child."""
FAMILIES_AT_ONCE = 10_000
"""SQLite takes no more than 32,766 values in a statement, and a city has more families than that."""


class Families:
    """The live visits of these families around the dates, and their children: two statements for so many at once."""

    def __init__(self, session: Session, family_ids: Iterable[int], first: date, last: date) -> None:
        families = sorted(set(family_ids))
        self._around = (first - timedelta(days=31), last + timedelta(days=31))
        self._visits: dict[int, list[Any]] = {}
        self._children: dict[int, list[Child]] = {}
        for start in range(0, len(families), FAMILIES_AT_ONCE):
            self._read(session, families[start : start + FAMILIES_AT_ONCE])

    def _read(self, session: Session, families: Sequence[int]) -> None:
        visits = (
            select(Child.family_id, Visit.child_id, Visit.reservation_id, Visit.reserved_at, Slot)
            .join(Visit, Visit.child_id == Child.id)
            .join(Slot, Slot.id == Visit.slot_id)
            .where(Child.family_id.in_(families), Visit.state.in_(HOLDS_PLACE), Slot.date.between(*self._around))
            .order_by(Visit.id)
        )
        children = select(Child).where(Child.family_id.in_(families)).order_by(Child.id)
        for row in session.execute(visits):
            self._visits.setdefault(row[0], []).append(row)
        for child in session.scalars(children):
            self._children.setdefault(child.family_id, []).append(child)

    def party(self, reservation: Reservation, family: Family) -> Party:
        """Who came with this reservation, as the service knew them when it was made."""
        all_visits = self._visits.get(family.id, [])
        coming = {row[1] for row in all_visits if row[2] == reservation.id}
        made = (reservation.reserved_at, reservation.id)
        before = [row for row in all_visits if (row[3], row[2]) < made]
        known = self._children.get(family.id, [])
        return Party(
            [
                ChildFacts(child.id, CALLED, child.birth_date, _past(row for row in before if row[1] == child.id))
                for child in known
                if child.id in coming
            ],
            reservation.adults,
            companion=reservation.companion is not None,
            residence=Residence(family.residence_district_id, family.life_zone, family.residence_known),
            sibling_visits=_past(row for row in before if row[1] not in coming),
            family_births=[child.birth_date for child in known if child.removed_at is None or child.id in coming],
            at_the_door=reservation.source == "walk_in",
        )


def _past(rows: Iterable[Any]) -> tuple[PastVisit, ...]:
    return tuple(PastVisit(row[4].id, row[4].cafe_id, row[4].starts_at, row[4].ends_at, row[2]) for row in rows)
