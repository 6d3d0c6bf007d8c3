"""Families that came in some dates, as parties again: what rules know of them, as of the instant at which they reserved."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ..facts import HOLDS_PLACE
from ..models import Child, Family, Reservation, Slot, Visit
from ..places import cafes_at
from ..rules.parties import ChildFacts, Party, PastVisit, Residence
from ..rules.places import Place

CALLED = "아이"
"""Whom sentences name instead of a child."""
Row = tuple[Reservation, Slot, tuple[date, ...], Family]


def past_reservations(session: Session, place: Place, first: date, last: date, *, most: int) -> list[Row]:
    """Reservations with live visits in these dates, the newest first, ``most`` at most, with the births of who came."""
    newest = (
        select(Reservation.id)
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Slot.cafe)
        .where(
            cafes_at(place),
            Slot.date.between(first, last),
            Reservation.id.in_(select(Visit.reservation_id).where(Visit.state.in_(HOLDS_PLACE))),
        )
        .order_by(Slot.starts_at.desc(), Reservation.id)
        .limit(most)
    )
    rows = (
        select(Reservation, Slot, Child.birth_date, Family)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Child, Child.id == Visit.child_id)
        .join(Family, Family.id == Reservation.family_id)
        .where(Reservation.id.in_(newest.scalar_subquery()), Visit.state.in_(HOLDS_PLACE))
        .options(joinedload(Slot.cafe))
        .order_by(Slot.starts_at.desc(), Reservation.id, Visit.id)
    )
    found = []
    for _, group in groupby(session.execute(rows).all(), key=lambda row: row[0].id):
        same = list(group)
        reservation, slot, _, family = same[0]
        found.append((reservation, slot, tuple(row[2] for row in same), family))
    return found


class Families:
    """The live visits of these families around the dates, and their children: two statements."""

    def __init__(self, session: Session, rows: Sequence[Row], first: date, last: date) -> None:
        families = {reservation.family_id for reservation, *_ in rows}
        around = (first - timedelta(days=31), last + timedelta(days=31))
        visits = (
            select(Child.family_id, Visit.child_id, Visit.reservation_id, Visit.reserved_at, Slot)
            .join(Visit, Visit.child_id == Child.id)
            .join(Slot, Slot.id == Visit.slot_id)
            .where(Child.family_id.in_(families), Visit.state.in_(HOLDS_PLACE), Slot.date.between(*around))
            .order_by(Visit.id)
        )
        children = select(Child).where(Child.family_id.in_(families)).order_by(Child.id)
        self._visits: dict[int, list[Any]] = {}
        self._children: dict[int, list[Child]] = {}
        for row in session.execute(visits):
            self._visits.setdefault(row[0], []).append(row)
        for child in session.scalars(children):
            self._children.setdefault(child.family_id, []).append(child)

    def party(self, reservation: Reservation, family: Family) -> Party:
        """Who came with this reservation, as the service knew them when it was made."""
        all_visits = self._visits.get(family.id, [])
        coming = {row[1] for row in all_visits if row[2] == reservation.id}
        before = [row for row in all_visits if row[2] != reservation.id and row[3] <= reservation.reserved_at]
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
