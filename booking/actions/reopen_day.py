"""An official takes back the closing of one day."""

from datetime import datetime

from sqlalchemy import select

from .. import log
from ..db import transaction
from ..models import ClosedDay
from ..opened_slots import follow_rules
from ..places import hold_place
from ..policies import policy_book
from ..rules.places import Place
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.times import seoul_date
from ..scope import Actor


def reopen_day(closed_day_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Let the place be reserved again on that day; return how many slots are open again.

    A slot stays closed while another order or a rule closes its day. Cancelled reservations stay cancelled, and capacities
    ordered in the meantime hold. Slots that were never opened come with the next run of the job that opens slots.

    :raises Refused: ``REASON_MISSING``, ``NOT_CLOSED`` (a second press), ``DATE_PASSED``.
    :raises NotThere: another official's closing.
    """
    if not reason.strip():
        raise Refused(no(Code.REASON_MISSING, "reason"))
    with transaction() as session:
        order = session.scalars(select(ClosedDay).where(ClosedDay.id == closed_day_id)).one_or_none()
        if order is None:
            raise NotThere
        place = Place(cafe_id=order.cafe_id, district_id=order.district_id)
        cafes = hold_place(session, actor, place)
        session.refresh(order)
        if order.reopened_at is not None:
            raise Refused(no(Code.NOT_CLOSED))
        if order.date < seoul_date(now):
            raise Refused(no(Code.DATE_PASSED))
        order.reopened_at = now
        session.flush()
        book = policy_book(session)
        opened = follow_rules(session, actor, cafes, book, order.date, order.date, now=now, reason=reason).reopened
        log.note(
            session,
            actor,
            "reopen_day",
            "closed_day",
            order.id,
            now=now,
            district_id=order.district_id,
            cafe_id=order.cafe_id,
            reason=reason,
            detail=f"{order.date}",
        )
        return opened
