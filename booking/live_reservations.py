"""The reservations that hold places of slots, as an official's change sees them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .facts import HOLDS_PLACE
from .models import Reservation, Visit
from .rules.capacities import HeldPlaces


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
        # A reservation that was moved here came when it was moved.
        here_since = max(visit.reserved_at for visit in self.visits)
        return HeldPlaces(row.id, here_since, len(self.reserved), len(self.reserved) < len(self.visits))


def live_reservations(session: Session, slot_ids: Iterable[int]) -> dict[int, list[LiveReservation]]:
    """The live reservations of these slots as they are now, by slot: one statement."""
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
