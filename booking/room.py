"""Room that is kept apart inside a slot: zones, people with their adults, a share for walk-ins, a house reserve.

Few cafés state any of it, so an ordinary reservation asks nothing here. Where one does, the slot's row is held first, so
that what is counted stays true until the commit; :func:`booking.capacity.take` has the last word on the whole.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import capacity
from .facts import HOLDS_PLACE
from .models import Child, Reservation, Visit
from .rules.adults import adults_coming
from .rules.parties import Party
from .rules.policy import Policy
from .rules.refusals import Code, Refusal, Refused, no
from .rules.room import Inside, room_refusal, room_refusals, states_room


def check(session: Session, slot: Any, policy: Policy, party: Party, *, now: datetime) -> None:
    """Let the party pass when the room that is kept apart has place for it, too.

    :raises Refused: the first reason of :func:`booking.rules.room.room_refusal`.
    """
    if not states_room(policy):
        return
    (held,) = capacity.hold(session, [slot.id])
    reason = room_refusal(inside(session, held, policy), party, held.starts_at, policy, now)
    if reason is not None:
        raise Refused(reason)


def refusals(session: Session, slot: Any, policy: Policy, party: Party, *, now: datetime) -> list[Refusal]:
    """What reserving would say about room at this moment, in its order, with nothing held: places left, then everything
    that is kept apart."""
    full = no_places(slot.capacity - slot.taken, party)
    apart = room_refusals(inside(session, slot, policy), party, slot.starts_at, policy, now) if states_room(policy) else ()
    return [*([full] if full else []), *apart]


def no_places(places_left: int, party: Party) -> Refusal | None:
    """Why the slot's places are not enough for all of them, or ``None``."""
    if places_left >= party.number:
        return None
    return no(Code.SLOT_FULL, places_left=places_left, children=party.number)


def inside(session: Session, slot: Any, policy: Policy) -> Inside:
    """Who has a place in the slot now: two statements."""
    children = session.execute(
        select(Child.birth_date, Reservation.source, Reservation.id)
        .join(Visit, Visit.child_id == Child.id)
        .join(Reservation, Reservation.id == Visit.reservation_id)
        .where(Visit.slot_id == slot.id, Visit.state.in_(HOLDS_PLACE))
    ).all()
    live = select(Visit.reservation_id).where(Visit.slot_id == slot.id, Visit.state.in_(HOLDS_PLACE))
    adults = session.scalars(select(Reservation.adults).where(Reservation.id.in_(live)))
    parties: dict[int, list[date]] = {}
    for birth, _, reservation_id in children:
        parties.setdefault(reservation_id, []).append(birth)
    return Inside(
        parties=list(parties.values()),
        walk_ins=sum(source == "walk_in" for _, source, _ in children),
        adults=sum(adults_coming(written, policy) for written in adults),
        capacity=slot.capacity,
        date=slot.date,
    )
