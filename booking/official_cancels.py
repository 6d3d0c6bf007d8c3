"""Reservations that end because an official changed something: no penalty, and a mail that says why."""

from datetime import datetime

from sqlalchemy.orm import Session

from . import log, outbox
from .live_reservations import LiveReservation
from .rules import notice_kinds
from .scope import Actor
from .visit_states import cancel_visits

CAPACITY, CLOSING = "capacity", "closing"
_NOTICE = {CAPACITY: notice_kinds.CAPACITY_CANCELLED, CLOSING: notice_kinds.CLOSED}


def cancel_for(
    session: Session,
    actor: Actor,
    live: LiveReservation,
    *,
    cause: str,
    cafe_id: int,
    now: datetime,
) -> int:
    """Cancel what of this reservation nobody has come for yet, tell the family, note it; return how many children.

    Whoever stays is inside already, so the adults stay as they were counted at the door, even if their number is above the
    rule for the children left.

    ``cause`` is :data:`CAPACITY` or :data:`CLOSING`. A walk-in family has no account and gets no notice.
    """
    reservation, visits = live.reservation, live.reserved
    cancel_visits(session, reservation, visits, cause=cause, now=now)
    if reservation.account_id is not None:
        outbox.put(
            session,
            _NOTICE[cause],
            reservation.id,
            now=now,
            account_id=reservation.account_id,
            occasion=reservation.sequence,
        )
    log.note(session, actor, f"{cause}_cancel", "reservation", reservation.id, now=now, cafe_id=cafe_id)
    return len(visits)
