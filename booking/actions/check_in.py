"""Staff check in children of one reservation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from .. import capacity, log
from ..at_the_door import LATE, chosen_visits, hold_reservation
from ..db import transaction
from ..facts import family_facts, slot_facts
from ..models import Reservation, Slot, Visit
from ..policies import policy_book
from ..rules.checking_in import check_in_refusal, doors_open_at
from ..rules.refusals import Code, Refusal, Refused
from ..rules.reserving import reasons
from ..rules.timetable import breaks_on
from ..scope import Actor

INSIDE_OR_OUT = ("checked_in", "checked_out")
RESERVED_ANEW = {
    Code.ALREADY_IN_SLOT: Code.ON_ROSTER_ALREADY,
    Code.OVERLAPS: Code.OVERLAPS,
    Code.DAILY_LIMIT: Code.DAILY_LIMIT,
    Code.WEEKLY_LIMIT: Code.WEEKLY_LIMIT,
    Code.MONTHLY_LIMIT: Code.MONTHLY_LIMIT,
}
"""Why a child that was marked a no-show may not take its place again, and what staff are told: what reserving would say."""


def check_in(reservation_id: int, *, actor: Actor, visit_ids: Sequence[int] | None = None, now: datetime) -> int:
    """Check in these visits, or every child of the reservation still expected (``None``); return how many came in.

    A child already inside stays so: a second tap changes nothing. A no-show comes in late if there still is room, and takes
    a place again. All of them come in, or none.

    :raises Refused: the first reason of :mod:`booking.rules.checking_in`, ``SLOT_FULL`` for a released place, or
        ``ON_ROSTER_ALREADY``, ``OVERLAPS`` or ``DAILY_LIMIT`` for a no-show whose family reserved anew.
    :raises NotThere: not this café's.
    """
    with transaction() as session:
        reservation, slot, visits = hold_reservation(session, actor, reservation_id, with_family=True)
        chosen = _expected(visits) if visit_ids is None else chosen_visits(visits, visit_ids)
        policy = policy_book(session).of_slot(slot)
        opens_at = doors_open_at(slot.starts_at, policy, breaks_on(slot.date, policy, slot.on_holiday))
        coming = [visit for visit in chosen if visit.state not in INSIDE_OR_OUT]
        for visit in coming:
            reason = check_in_refusal(
                state=visit.state, starts_at=slot.starts_at, ends_at=slot.ends_at, opens_at=opens_at, now=now
            )
            if reason is not None:
                raise Refused(reason)
        late = {visit.id for visit in coming if visit.state == "no_show"}
        for visit in coming:
            elsewhere = _elsewhere(session, visit, slot, reservation, now) if visit.id in late else None
            if elsewhere is not None:
                raise Refused(elsewhere)
        for visit in coming:
            visit.state = "checked_in"
            visit.checked_in_at = now
            visit.no_show_at = None
        if late:
            capacity.take_again(session, slot.id, len(late), cause="readmit", reservation_id=reservation.id, at=now)
        for visit in coming:
            detail = LATE if visit.id in late else None
            log.note(session, actor, "check_in", "visit", visit.id, now=now, cafe_id=slot.cafe_id, detail=detail)
        return len(coming)


def _elsewhere(session: Session, visit: Visit, slot: Slot, reservation: Reservation, now: datetime) -> Refusal | None:
    """Why a no-show may not take its place again: the family reserved anew, and the child is in this slot, in another one at
    the same time, or in as many as the limits allow."""
    book = policy_book(session)
    policy = book.of_slot(slot)
    family = family_facts(session, reservation.family_id, slot.date, now=now, book=book)
    party = replace(family.party([visit.child_id], slot.date), at_the_door=True)
    said = reasons(slot_facts(slot, policy, book.district_of(slot.cafe_id)), party, policy, now)
    reason = next((one for one in said if one.code in RESERVED_ANEW), None)
    return None if reason is None else replace(reason, code=RESERVED_ANEW[reason.code], field=None)


def _expected(visits: Sequence[Visit]) -> list[Visit]:
    """Who is meant by "the family": who is still expected; else who is in, came too late, or at last was cancelled."""
    for states in (("reserved",), INSIDE_OR_OUT, ("no_show",)):
        found = [visit for visit in visits if visit.state in states]
        if found:
            return found
    return list(visits)
