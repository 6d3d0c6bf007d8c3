"""Reservations whose families came in some dates."""

from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ..facts import HOLDS_PLACE
from ..models import Child, Family, Reservation, Slot, Visit
from ..places import cafes_at
from ..rules.places import Place

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
