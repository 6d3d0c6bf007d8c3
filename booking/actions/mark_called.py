"""Staff note that a family phoned: called, coming late."""

from datetime import datetime

from .. import log
from ..at_the_door import hold_reservation
from ..db import transaction
from ..scope import Actor


def mark_called(reservation_id: int, *, actor: Actor, called: bool, now: datetime) -> bool:
    """Set or take back "called, coming late". While it stands the family is not marked a no-show; what was marked before
    stays marked. Said twice is said once; return whether it was new.

    :raises NotThere: not this café's.
    """
    with transaction() as session:
        reservation, slot, _ = hold_reservation(session, actor, reservation_id)
        if (reservation.called_at is not None) == called:
            return False
        reservation.called_at = now if called else None
        verb = "called" if called else "called_undone"
        log.note(session, actor, verb, "reservation", reservation.id, now=now, cafe_id=slot.cafe_id)
        return True
