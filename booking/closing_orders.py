"""The closings that officials order: on which dates a place is closed already, and which slots a closing empties."""

from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from .models import ClosedDay, Slot
from .places import cafes_at
from .rules.places import Place


def closed_already(session: Session, place: Place, first: date, last: date) -> date | None:
    """The first date on which this very place is ordered closed, or ``None``. A wider or narrower order does not count."""
    rows = select(ClosedDay.date).where(
        ClosedDay.cafe_id.is_(None) if place.cafe_id is None else ClosedDay.cafe_id == place.cafe_id,
        ClosedDay.district_id.is_(None) if place.district_id is None else ClosedDay.district_id == place.district_id,
        ClosedDay.date.between(first, last),
        ClosedDay.reopened_at.is_(None),
    )
    return session.scalar(rows.order_by(ClosedDay.date).limit(1))


def slots_in(place: Place, first: date, last: date, now: datetime) -> Select[Slot]:
    """The place's slots on these dates that are not over, by date, time and café. Closed ones are among them; withdrawn ones
    where somebody is in."""
    return (
        select(Slot)
        .join(Slot.cafe)
        .where(
            cafes_at(place),
            Slot.date.between(first, last),
            Slot.ends_at > now,
            or_(Slot.withdrawn_at.is_(None), Slot.taken > 0),
        )
        .order_by(Slot.starts_at, Slot.cafe_id)
    )
