"""Staff check in children of one reservation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, log
from ..at_the_door import LATE, chosen_visits, hold_reservation
from ..db import transaction
from ..facts import HOLDS_PLACE
from ..models import Visit
from ..policies import slot_policy
from ..rules.checking_in import check_in_refusal
from ..rules.refusals import Code, Refused, no
from ..scope import Actor

INSIDE_OR_OUT = ("checked_in", "checked_out")


def check_in(reservation_id: int, *, actor: Actor, visit_ids: Sequence[int] | None = None, now: datetime) -> int:
    """Check in these visits, or every child of the reservation still expected (``None``); return how many came in.

    A child already inside stays so: a second tap changes nothing. A no-show comes in late if there still is room, and takes
    a place again. All of them come in, or none.

    :raises Refused: the first reason of :mod:`booking.rules.checking_in`, ``SLOT_FULL`` for a released place, or
        ``ON_ROSTER_ALREADY`` for a no-show who is in the slot again by another reservation.
    :raises NotThere: not this café's.
    """
    with transaction() as session:
        reservation, slot, visits = hold_reservation(session, actor, reservation_id, with_family=True)
        chosen = _expected(visits) if visit_ids is None else chosen_visits(visits, visit_ids)
        policy = slot_policy(session, slot)
        coming = [visit for visit in chosen if visit.state not in INSIDE_OR_OUT]
        for visit in coming:
            reason = check_in_refusal(
                state=visit.state, starts_at=slot.starts_at, ends_at=slot.ends_at, policy=policy, now=now
            )
            if reason is not None:
                raise Refused(reason)
        late = {visit.id for visit in coming if visit.state == "no_show"}
        for visit in coming:
            if visit.id in late and _holds_place_elsewhere(session, visit):
                raise Refused(no(Code.ON_ROSTER_ALREADY, child=visit.child.name))
        for visit in coming:
            visit.state = "checked_in"
            visit.checked_in_at = now
            visit.no_show_at = None
        if late:
            capacity.take(session, slot.id, len(late), cause="readmit", reservation_id=reservation.id, at=now)
        for visit in coming:
            detail = LATE if visit.id in late else None
            log.note(session, actor, "check_in", "visit", visit.id, now=now, cafe_id=slot.cafe_id, detail=detail)
        return len(coming)


def _holds_place_elsewhere(session: Session, visit: Visit) -> bool:
    """Whether the child of a no-show is in the slot again by another reservation: the family reserved anew."""
    other = select(Visit.id).where(
        Visit.slot_id == visit.slot_id, Visit.child_id == visit.child_id, Visit.state.in_(HOLDS_PLACE)
    )
    return session.scalar(other.limit(1)) is not None


def _expected(visits: Sequence[Visit]) -> list[Visit]:
    """Who is meant by "the family": who is still expected; else who is in, came too late, or at last was cancelled."""
    for states in (("reserved",), INSIDE_OR_OUT, ("no_show",)):
        found = [visit for visit in visits if visit.state in states]
        if found:
            return found
    return list(visits)
