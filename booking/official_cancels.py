"""Reservations that end because an official changed something: no penalty, and a mail that says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import log, outbox
from .facts import HOLDS_PLACE
from .models import Reservation, Visit
from .rules import notice_kinds
from .rules.capacities import HeldPlaces
from .scope import Actor
from .visit_states import cancel_visits

CAPACITY, CLOSING = "capacity", "closing"
_NOTICE = {CAPACITY: notice_kinds.CAPACITY_CANCELLED, CLOSING: notice_kinds.CLOSED}


@dataclass(frozen=True)
class LiveReservation:
    """A reservation of a slot with its visits that hold a place."""

    reservation: Reservation
    visits: tuple[Visit, ...]

    @property
    def reserved(self) -> list[Visit]:
        """The visits that may still be cancelled: nobody has come for them yet."""
        return [visit for visit in self.visits if visit.state == "reserved"]

    def places(self) -> HeldPlaces:
        """The reservation as :func:`booking.rules.capacities.newest_to_cancel` sees it."""
        row = self.reservation
        return HeldPlaces(row.id, row.reserved_at, len(self.reserved), len(self.reserved) < len(self.visits))


def live_reservations(session: Session, slot_ids: Iterable[int]) -> dict[int, list[LiveReservation]]:
    """The live reservations of slots that the caller holds, by slot: one statement."""
    rows = (
        select(Visit, Reservation)
        .join(Visit.reservation)
        .where(Visit.slot_id.in_(list(slot_ids)), Visit.state.in_(HOLDS_PLACE))
        .order_by(Visit.reservation_id, Visit.id)
        .execution_options(populate_existing=True)
    )
    visits: dict[int, list[Visit]] = {}
    reservations: dict[int, Reservation] = {}
    for visit, reservation in session.execute(rows):
        visits.setdefault(reservation.id, []).append(visit)
        reservations[reservation.id] = reservation
    found: dict[int, list[LiveReservation]] = {}
    for reservation_id, row in reservations.items():
        found.setdefault(row.slot_id, []).append(LiveReservation(row, tuple(visits[reservation_id])))
    return found


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
