"""Staff note that a family phoned: called, coming late."""

from datetime import datetime

from .. import capacity, log
from ..db import transaction
from ..models import Reservation
from ..rules.refusals import NotThere
from ..scope import Actor, visible_reservations


def mark_called(reservation_id: int, *, actor: Actor, called: bool, now: datetime) -> None:
    """Set or take back "called, coming late". While it stands the family is not marked a no-show.

    :raises NotThere: not this café's.
    """
    with transaction() as session:
        reservation = session.scalars(visible_reservations(actor).where(Reservation.id == reservation_id)).one_or_none()
        if reservation is None:
            raise NotThere
        (slot,) = capacity.hold(session, [reservation.slot_id])
        session.refresh(reservation)
        if (reservation.called_at is not None) == called:
            return
        reservation.called_at = now if called else None
        verb = "called" if called else "called_undone"
        log.note(session, actor, verb, "reservation", reservation.id, now=now, cafe_id=slot.cafe_id)
