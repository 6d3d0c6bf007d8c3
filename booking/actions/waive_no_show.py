"""An official takes a no-show out of a family's account, with a reason."""

from datetime import datetime

from sqlalchemy import select

from .. import capacity, log
from ..db import transaction
from ..models import Reservation, Visit
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor, visible_reservations


def waive_no_show(reservation_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Let the no-shows of this reservation count for nothing, and return how many children's. The visits stay no-shows:
    their places were given to others. What a suspension cancelled before does not come back. A second press changes nothing.

    :raises Refused: ``REASON_MISSING``, or ``NOT_A_NO_SHOW``: nobody of it is marked (any more).
    :raises NotThere: not an official's, or not of the official's cafés.
    """
    if actor.role != "admin":
        raise NotThere
    with transaction() as session:
        reservation = session.scalars(visible_reservations(actor).where(Reservation.id == reservation_id)).one_or_none()
        if reservation is None:
            raise NotThere
        if not reason.strip():
            raise Refused(no(Code.REASON_MISSING, "reason"))
        (slot,) = capacity.hold(session, [reservation.slot_id])
        rows = select(Visit).where(Visit.reservation_id == reservation_id, Visit.state == "no_show").order_by(Visit.id)
        visits = list(session.scalars(rows.execution_options(populate_existing=True)))
        if not visits:
            raise Refused(no(Code.NOT_A_NO_SHOW))
        counting = [visit for visit in visits if visit.waived_at is None]
        for visit in counting:
            visit.waived_at, visit.waived_by_id, visit.waived_reason = now, actor.account_id, reason.strip()
            log.note(
                session, actor, "waive_no_show", "visit", visit.id, now=now, cafe_id=slot.cafe_id, reason=reason.strip()
            )
        return len(counting)
