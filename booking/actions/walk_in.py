"""Staff take in a family that came without a reservation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from .. import capacity, log
from ..db import transaction
from ..facts import slot_facts
from ..models import Child, Family, Reservation, Slot, Visit
from ..policies import policy_for
from ..reservations import add_reservation, request_hash
from ..rules.checking_in import door_refusal
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.reserving import ChildFacts, refusal
from ..scope import Actor, visible_slots


@dataclass(frozen=True)
class WalkInChild:
    """A child at the door: the name staff call it by, and its birth date."""

    name: str
    birth_date: date


def walk_in(
    slot_id: int,
    *,
    actor: Actor,
    children: Sequence[WalkInChild],
    adults: int,
    request_id: str,
    now: datetime,
) -> int:
    """Take these children into the slot when there is room, already checked in; return the reservation's id.

    The same rules hold as for reserving; a repeated ``request_id`` returns the first answer.

    :raises Refused: a rule, or ``SLOT_FULL``, or ``TOO_EARLY_TO_CHECK_IN`` before the doors open.
    :raises NotThere: not this café's slot.
    """
    names = "|".join(f"{child.name},{child.birth_date}" for child in children)
    content = request_hash(slot_id, names, adults)
    with transaction() as session:
        slot = session.scalars(visible_slots(actor).where(Slot.id == slot_id)).one_or_none()
        if slot is None:
            raise NotThere
        (slot,) = capacity.hold(session, [slot_id])
        earlier = session.scalars(
            select(Reservation).where(Reservation.slot_id == slot_id, Reservation.request_id == request_id)
        ).one_or_none()
        if earlier is not None:
            if earlier.request_hash != content:
                raise Refused(no(Code.REQUEST_ID_REUSED))
            return earlier.id
        policy = policy_for(session, slot.cafe_id, slot.date)
        asked = [ChildFacts(-n, child.name, child.birth_date) for n, child in enumerate(children, 1)]
        reason = door_refusal(slot.starts_at, policy, now) or refusal(slot_facts(slot), asked, adults, policy, now)
        if reason is not None:
            raise Refused(reason)
        family = Family(created_at=now, walk_in=True)
        session.add(family)
        session.flush()
        rows = [Child(family_id=family.id, name=c.name, birth_date=c.birth_date, created_at=now) for c in children]
        session.add_all(rows)
        session.flush()
        reservation = add_reservation(
            session,
            slot,
            family_id=family.id,
            account_id=None,
            child_ids=[row.id for row in rows],
            adults=adults,
            source="walk_in",
            request_id=request_id,
            content=content,
            now=now,
        )
        session.flush()
        for visit in session.scalars(select(Visit).where(Visit.reservation_id == reservation.id)):
            visit.state, visit.checked_in_at = "checked_in", now
        capacity.take(session, slot.id, len(rows), cause="walk_in", reservation_id=reservation.id, at=now)
        log.note(
            session,
            actor,
            "walk_in",
            "reservation",
            reservation.id,
            now=now,
            cafe_id=slot.cafe_id,
            detail=f"{len(rows)}",
        )
        return reservation.id
