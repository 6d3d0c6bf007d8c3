"""Staff check in children of one reservation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from .. import capacity, log
from ..db import transaction
from ..models import Reservation, Visit
from ..policies import policy_for
from ..rules.checking_in import check_in_refusal
from ..rules.refusals import NotThere, Refused
from ..scope import Actor, visible_reservations


def check_in(reservation_id: int, *, actor: Actor, visit_ids: Sequence[int] | None = None, now: datetime) -> int:
    """Check in these visits, or every child of the reservation still expected (``None``); return how many came in.

    A child already inside stays so: a second tap changes nothing. A no-show comes in late if there still is room, and takes
    a place again.

    :raises Refused: the first reason of :mod:`booking.rules.checking_in`, or ``SLOT_FULL`` for a released place.
    :raises NotThere: not this café's.
    """
    with transaction() as session:
        reservation = session.scalars(visible_reservations(actor).where(Reservation.id == reservation_id)).one_or_none()
        if reservation is None:
            raise NotThere
        (slot,) = capacity.hold(session, [reservation.slot_id])
        rows = select(Visit).where(Visit.reservation_id == reservation_id).order_by(Visit.id)
        visits = list(session.scalars(rows.execution_options(populate_existing=True)))
        chosen = _chosen(visits, visit_ids)
        policy = policy_for(session, slot.cafe_id, slot.date)
        coming = [visit for visit in chosen if visit.state not in ("checked_in", "checked_out")]
        for visit in coming:
            reason = check_in_refusal(
                state=visit.state, starts_at=slot.starts_at, ends_at=slot.ends_at, policy=policy, now=now
            )
            if reason is not None:
                raise Refused(reason)
        late = [visit for visit in coming if visit.state == "no_show"]
        for visit in coming:
            visit.state = "checked_in"
            visit.checked_in_at = now
            visit.no_show_at = None
        if late:
            capacity.take(session, slot.id, len(late), cause="readmit", reservation_id=reservation_id, at=now)
        for visit in coming:
            log.note(session, actor, "check_in", "visit", visit.id, now=now, cafe_id=slot.cafe_id)
        return len(coming)


def _chosen(visits: Sequence[Visit], visit_ids: Sequence[int] | None) -> list[Visit]:
    if visit_ids is None:
        expected = [visit for visit in visits if visit.state in ("reserved", "checked_in", "checked_out")]
        return expected or list(visits)
    by_id = {visit.id: visit for visit in visits}
    if any(visit_id not in by_id for visit_id in visit_ids):
        raise NotThere
    return [by_id[visit_id] for visit_id in dict.fromkeys(visit_ids)]
