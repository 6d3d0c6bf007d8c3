"""Where a reservation could be moved to, and what it would be there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload

from ..db import reading
from ..models import Cafe, Slot
from ..policies import policy_book
from ..rules.cancelling import cancel_deadline
from ..rules.refusals import NotThere
from ..scope import Actor
from ..shown import NOTHING, families_shown
from .nearest import Moving, NearSlot, nearest_slots
from .reservations import ReservationRow

MOST = 12


@dataclass(frozen=True)
class NewSlot:
    """The slot that a reservation is to be moved to. ``fee_won``: what it costs there."""

    slot_id: int
    cafe: str
    district: str
    address: str
    number: int
    starts_at: datetime
    ends_at: datetime
    places_left: int
    fee_won: int
    cancel_until: datetime


def slots_to_move_to(found: ReservationRow, actor: Actor, now: datetime) -> list[NearSlot]:
    """Up to twelve slots that would do for the whole reservation, the same café's days first."""
    coming = [visit.child_id for visit in found.coming]
    moving = Moving(found.reservation_id, found.adults, found.companion is not None)
    return nearest_slots(found.slot_id, actor, coming, now, moving=moving, most=MOST)


def new_slot(found: ReservationRow, slot_id: int, actor: Actor) -> NewSlot:
    """The slot as the reservation would have it.

    :raises NotThere: no such slot.
    """
    session = reading()
    slot = session.get(Slot, slot_id, options=[joinedload(Slot.cafe).joinedload(Cafe.district)])
    if slot is None:
        raise NotThere
    policy = policy_book(session).of_slot(slot)
    shown = families_shown(session, [actor.family_id or 0], [policy]).get(actor.family_id or 0, NOTHING)
    births = [visit.birth_date for visit in found.coming]
    return NewSlot(
        slot_id=slot.id,
        cafe=slot.cafe.name,
        district=slot.cafe.district.name,
        address=slot.cafe.address,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        places_left=slot.capacity - slot.taken,
        fee_won=shown.fee(births, found.adults, slot.date, slot.cafe.district_id, policy).total_won,
        cancel_until=cancel_deadline(slot.starts_at, policy),
    )
