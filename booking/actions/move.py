"""A guardian moves a reservation to another slot without losing the first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, log, outbox, room
from ..db import transaction
from ..facts import family_facts, slot_facts
from ..families import hold_family
from ..line import line_that_stands, require_turn
from ..models import Move, Reservation, Slot, Visit
from ..outbox import NewNotice
from ..policies import keep_policies, policy_book
from ..reminders import KINDS, reminders
from ..rules import notice_kinds
from ..rules.cancelling import move_refusal
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.reserving import refusal
from ..rules.times import seoul
from ..scope import Actor, visible_reservations


def move(reservation_id: int, slot_id: int, *, actor: Actor, request_id: str | None = None, now: datetime) -> int:
    """Move the whole reservation to this slot, or leave it where it is; return its id.

    The new slot is asked for by the rules of reserving, with the reservation's own visits left out, and its places are taken
    before the old ones are given back, all in one transaction. The same ``request_id`` for the same slot moves once, so a
    late repeat does not bring back a reservation that was moved on; for another slot it is refused.

    :raises Refused: ``MOVE_DEADLINE_PASSED``, ``ALREADY_CANCELLED``, ``ALREADY_CHECKED_IN`` or ``ALREADY_NO_SHOW`` of the
        old slot, ``SAME_SLOT``, a rule of :mod:`booking.rules.reserving`, ``REQUEST_ID_REUSED``, ``LINE_WAITING`` /
        ``LINE_TURN_OVER``, or ``SLOT_FULL`` / ``SLOT_CLOSED``.
    :raises NotThere: not the family's reservation, or no such slot.
    """
    with transaction() as session:
        keep_policies(session)
        family_id = hold_family(session, actor.family_id)
        reservation = session.scalars(visible_reservations(actor).where(Reservation.id == reservation_id)).one_or_none()
        if reservation is None:
            raise NotThere
        if _moved_before(session, reservation_id, slot_id, request_id):
            return reservation_id
        if reservation.slot_id == slot_id:
            raise Refused(no(Code.SAME_SLOT))
        held = {slot.id: slot for slot in capacity.hold(session, [reservation.slot_id, slot_id])}
        if slot_id not in held:
            raise NotThere
        session.refresh(reservation)
        rows = select(Visit).where(Visit.reservation_id == reservation_id).order_by(Visit.id)
        visits = list(session.scalars(rows.execution_options(populate_existing=True)))
        old, new = held[reservation.slot_id], held[slot_id]
        _ask(session, reservation, visits, old, new, family_id=family_id, now=now)
        require_turn(session, line_that_stands(session, now), family_id, now)
        _go(session, reservation, visits, old, new, now=now)
        session.add(
            Move(reservation_id=reservation_id, from_slot_id=old.id, to_slot_id=slot_id, request_id=request_id, moved_at=now)
        )
        _tell(session, reservation, new, now=now)
        went = f"{seoul(old.starts_at):%m-%d %H:%M} → {seoul(new.starts_at):%m-%d %H:%M}"
        log.note(session, actor, "move", "reservation", reservation_id, now=now, cafe_id=new.cafe_id, detail=went)
        return reservation_id


def _moved_before(session: Session, reservation_id: int, slot_id: int, request_id: str | None) -> bool:
    """Whether this very request was answered before.

    :raises Refused: ``REQUEST_ID_REUSED``: it was, for another slot.
    """
    if request_id is None:
        return False
    asked = Move.reservation_id == reservation_id, Move.request_id == request_id
    went_to = session.scalar(select(Move.to_slot_id).where(*asked))
    if went_to is not None and went_to != slot_id:
        raise Refused(no(Code.REQUEST_ID_REUSED))
    return went_to is not None


def _ask(
    session: Session,
    reservation: Reservation,
    visits: Sequence[Visit],
    old: Slot,
    new: Slot,
    *,
    family_id: int,
    now: datetime,
) -> None:
    """Let pass what may leave the old slot and come to the new one.

    :raises Refused: the first reason why not.
    """
    book = policy_book(session)
    stays = move_refusal((visit.state for visit in visits), old.starts_at, book.of_slot(old), now)
    if stays is not None:
        raise Refused(stays)
    policy = book.of_slot(new)
    family = family_facts(session, family_id, new.date, now=now, book=book, besides=reservation.id)
    coming = [visit.child_id for visit in visits if visit.state == "reserved"]
    companion = reservation.companion is not None
    party = family.party(coming, new.date, adults=reservation.adults, companion=companion)
    reason = refusal(slot_facts(new, policy, book.district_of(new.cafe_id)), party, policy, now)
    if reason is not None:
        raise Refused(reason)
    if new.capacity - new.taken < len(coming):
        raise Refused(capacity.full_refusal(new, len(coming)))
    room.check(session, new, policy, party, now=now)


def _go(session: Session, reservation: Reservation, visits: Sequence[Visit], old: Slot, new: Slot, *, now: datetime) -> None:
    """Take the new places, give back the old ones. Cancelled visits go along: a reservation is in one slot."""
    coming = [visit for visit in visits if visit.state == "reserved"]
    capacity.take(session, new.id, len(coming), cause="move", reservation_id=reservation.id, at=now)
    capacity.give_back(session, old.id, len(coming), cause="move", reservation_id=reservation.id, at=now)
    for visit in visits:
        visit.slot_id, visit.date = new.id, new.date
    for visit in coming:
        # From when on it has its place here: the grace of a late reservation is counted from it.
        visit.reserved_at = now
    reservation.slot_id = new.id
    reservation.called_at = None
    reservation.sequence += 1
    session.flush()


def _tell(session: Session, reservation: Reservation, new: Slot, *, now: datetime) -> None:
    """A notice of the new time now, and reminders for it instead of those that wait."""
    account_id, occasion = reservation.account_id, reservation.sequence
    outbox.call_off(session, KINDS, reservation.id, "moved", now=now)
    moved = NewNotice(notice_kinds.MOVED, reservation.id, account_id=account_id, occasion=occasion)
    planned = reminders(reservation.id, account_id, new.starts_at, now, occasion=occasion)
    outbox.put_all(session, [moved, *planned], now=now)
