"""Ending visits early, with all that belongs to it: the state, the places, the calendar's sequence."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from . import capacity
from .models import Reservation, Visit


def cancel_visits(session: Session, reservation: Reservation, visits: Sequence[Visit], *, cause: str, now: datetime) -> None:
    """Cancel these visits of one reservation (all in state ``reserved``) and give their places back.

    The caller holds the slot's row and decides who is told. ``cause`` is the visit's ``cancel_cause`` and stands in the
    ledger too, where a guardian's is ``cancel``.
    """
    for visit in visits:
        visit.state = "cancelled"
        visit.cancelled_at = now
        visit.cancel_cause = cause
    reservation.sequence += 1
    ledger_cause = "cancel" if cause == "guardian" else cause
    capacity.give_back(
        session,
        reservation.slot_id,
        len(visits),
        cause=ledger_cause,
        reservation_id=reservation.id,
        at=now,
    )
