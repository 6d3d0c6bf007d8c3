"""Staff take in a family that came without a reservation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, chain, log, reservations, room
from ..db import transaction
from ..facts import HOLDS_PLACE, slot_facts
from ..models import Child, Family, Reservation, Slot, Visit
from ..policies import keep_policies, slot_policy
from ..reservations import request_hash
from ..rules.checking_in import door_refusal, doors_open_at
from ..rules.parties import ChildFacts, Party
from ..rules.refusals import Code, NotThere, Refusal, Refused, no
from ..rules.reserving import refusal
from ..rules.timetable import breaks_on
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

    :raises Refused: a rule, or ``SLOT_FULL``, or ``TOO_EARLY_TO_CHECK_IN`` before the doors open; ``CHILD_ALREADY_THERE``
        for a child named twice, ``ON_ROSTER_ALREADY`` for one whom the roster has (who must not take a second place).
    :raises NotThere: not this café's slot, or the actor is no staff.
    """
    names = "|".join(f"{child.name},{child.birth_date}" for child in children)
    content = request_hash(slot_id, names, adults)
    with transaction() as session:
        keep_policies(session)
        own = visible_slots(actor).where(Slot.id == slot_id).with_only_columns(Slot.id)
        if actor.role != "staff" or session.scalar(own) is None:
            raise NotThere
        (slot,) = capacity.hold(session, [slot_id])
        earlier = _earlier(session, slot_id, request_id)
        if earlier is not None:
            if earlier.request_hash != content:
                raise Refused(no(Code.REQUEST_ID_REUSED))
            return earlier.id
        reason = _refusal(session, slot, children, adults, now)
        if reason is not None:
            raise Refused(reason)
        party = Party(
            [ChildFacts(-n, "", child.birth_date) for n, child in enumerate(children, 1)], adults, at_the_door=True
        )
        room.check(session, slot, slot_policy(session, slot), party, now=now)
        family_id, child_ids = _add_family(session, children, now)
        values = reservations.step_values(
            slot_id,
            slot.date,
            family_id=family_id,
            account_id=None,
            child_ids=child_ids,
            adults=adults,
            source="walk_in",
            request_id=request_id,
            content=content,
            now=now,
        )
        added = chain.run(session, reservations.steps(len(child_ids)), values)
        reservation_id = added[reservations.THE_RESERVATION]
        capacity.take(session, slot.id, len(child_ids), cause="walk_in", reservation_id=reservation_id, at=now)
        log.note(
            session,
            actor,
            "walk_in",
            "reservation",
            reservation_id,
            now=now,
            cafe_id=slot.cafe_id,
            detail=f"{len(child_ids)}",
        )
        return reservation_id


def _earlier(session: Session, slot_id: int, request_id: str) -> Reservation | None:
    """What this request made before. Guardians choose request ids too, so only walk-ins are asked."""
    return session.scalars(
        select(Reservation).where(
            Reservation.slot_id == slot_id, Reservation.source == "walk_in", Reservation.request_id == request_id
        )
    ).one_or_none()


def _refusal(session: Session, slot: Slot, children: Sequence[WalkInChild], adults: int, now: datetime) -> Refusal | None:
    """The first reason against: the door, the rules of reserving, then a child that is named twice or is on the roster.

    ``facts["child"]`` names the child that the reason is about.
    """
    policy = slot_policy(session, slot)
    asked = [ChildFacts(-n, child.name, child.birth_date) for n, child in enumerate(children, 1)]
    party = Party(asked, adults, at_the_door=True)
    facts = slot_facts(slot, policy, slot.cafe.district_id)
    opens_at = doors_open_at(slot.starts_at, policy, breaks_on(slot.date, policy, slot.on_holiday))
    reason = door_refusal(slot.starts_at, opens_at, now) or refusal(facts, party, policy, now)
    if reason is not None:
        return reason
    on_roster = set(
        session.execute(
            select(Child.name, Child.birth_date)
            .join(Visit, Visit.child_id == Child.id)
            .where(Visit.slot_id == slot.id, Visit.state.in_(HOLDS_PLACE))
        )
    )
    named: set[WalkInChild] = set()
    for child in children:
        if child in named:
            return no(Code.CHILD_ALREADY_THERE, child=child.name)
        if (child.name, child.birth_date) in on_roster:
            return no(Code.ON_ROSTER_ALREADY, child=child.name)
        named.add(child)
    return None


def _add_family(session: Session, children: Sequence[WalkInChild], now: datetime) -> tuple[int, list[int]]:
    """The rows of a family that has no account; its id and its children's."""
    family = Family(created_at=now, walk_in=True)
    session.add(family)
    session.flush()
    rows = [Child(family_id=family.id, name=c.name, birth_date=c.birth_date, created_at=now) for c in children]
    session.add_all(rows)
    session.flush()
    return family.id, [row.id for row in rows]
