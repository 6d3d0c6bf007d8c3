"""Reservations that end because an official changed something: no penalty, and a mail that says why. Slots that are shut."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from . import capacity, log, outbox
from .live_reservations import LiveReservation
from .models import Slot
from .rules import notice_kinds
from .scope import Actor
from .visit_states import cancel_visits

CAPACITY, CLOSING = "capacity", "closing"
_NOTICE = {CAPACITY: notice_kinds.CAPACITY_CANCELLED, CLOSING: notice_kinds.CLOSED}


def cancel_for(
    session: Session,
    actor: Actor | None,
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


def close_slot(
    session: Session, actor: Actor | None, slot: Slot, reason: str, live: Iterable[LiveReservation], now: datetime
) -> int:
    """Shut a slot that the caller holds and cancel these reservations of it; how many were cancelled. Children inside stay.
    A slot that was shut before is so since then."""
    if slot.closed_at is None:
        log.note(session, actor, "slot_close", "slot", slot.id, now=now, cafe_id=slot.cafe_id, reason=reason)
    capacity.close(session, slot.id, reason, slot.closed_at or now)
    cancelled = [one for one in live if one.reserved]
    for one in cancelled:
        cancel_for(session, actor, one, cause=CLOSING, cafe_id=slot.cafe_id, now=now)
    return len(cancelled)
