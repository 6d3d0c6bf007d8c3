"""What check-in, check-out and undo share: a reservation of the staff's café, its slot held, its visits as they are now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import capacity
from .families import hold_family
from .models import Reservation, Slot, Visit
from .rules.refusals import NotThere
from .scope import Actor, visible_reservations

LATE = "late"
"""What the log's line of a check-in says of a child who had been marked a no-show, so that undoing it can tell."""


def hold_reservation(
    session: Session, actor: Actor, reservation_id: int, *, with_family: bool = False
) -> tuple[Reservation, Slot, list[Visit]]:
    """Load a reservation of the staff's café, hold its slot's row, and read its visits after that. ``with_family``: hold the
    family's row before, so that it cannot reserve for the same children in the meantime.

    :raises NotThere: not this café's, or the actor is no staff: a guardian sees the own reservation, but not from here.
    """
    if actor.role != "staff":
        raise NotThere
    reservation = session.scalars(visible_reservations(actor).where(Reservation.id == reservation_id)).one_or_none()
    if reservation is None:
        raise NotThere
    if with_family:
        hold_family(session, reservation.family_id)
    (slot,) = capacity.hold(session, [reservation.slot_id])
    session.refresh(reservation)
    if reservation.slot_id != slot.id:
        # Moved while we waited for the row: it is not on this roster any more.
        raise NotThere
    rows = select(Visit).where(Visit.reservation_id == reservation_id).order_by(Visit.id)
    return reservation, slot, list(session.scalars(rows.execution_options(populate_existing=True)))


def chosen_visits(visits: Sequence[Visit], visit_ids: Sequence[int]) -> list[Visit]:
    """These visits of the reservation, each once.

    :raises NotThere: none named, or one is not the reservation's.
    """
    by_id = {visit.id: visit for visit in visits}
    if not visit_ids or any(visit_id not in by_id for visit_id in visit_ids):
        raise NotThere
    return [by_id[visit_id] for visit_id in dict.fromkeys(visit_ids)]
