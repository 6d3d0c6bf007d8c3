"""An official takes back the closing of one day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, log
from ..calendar_days import closed_days_between
from ..capacity_orders import StandingOrders, standing_orders
from ..closing_orders import slots_in
from ..db import transaction
from ..models import Cafe, ClosedDay, Slot
from ..places import hold_place
from ..rules.places import Place
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.times import seoul_date
from ..scope import Actor


def reopen_day(closed_day_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Let the place be reserved again on that day; return how many slots are open again.

    A slot stays closed while another order covers it. Cancelled reservations stay cancelled, and capacities ordered in the
    meantime hold. Slots that were never opened come with the next run of the job that opens slots.

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
        cafes = {cafe.id: cafe for cafe in hold_place(session, actor, place)}
        session.refresh(order)
        if order.reopened_at is not None:
            raise Refused(no(Code.NOT_CLOSED))
        if order.date < seoul_date(now):
            raise Refused(no(Code.DATE_PASSED))
        order.reopened_at = now
        session.flush()
        opened = _reopen_slots(session, actor, order, cafes, reason, now)
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


def _reopen_slots(
    session: Session, actor: Actor, order: ClosedDay, cafes: dict[int, Cafe], reason: str, now: datetime
) -> int:
    place = Place(cafe_id=order.cafe_id, district_id=order.district_id)
    others = closed_days_between(session, order.date, order.date)
    capacities = standing_orders(session, order.date, order.date)
    opened = 0
    for slot in capacity.hold(session, [slot.id for slot in session.scalars(slots_in(place, order.date, order.date, now))]):
        if slot.closed_at is None:
            continue
        cafe = cafes[slot.cafe_id]
        still = others.reason(slot.date, cafe.id, cafe.district_id)
        if still is not None:
            capacity.close(session, slot.id, still, slot.closed_at)
            continue
        capacity.reopen(session, slot.id)
        _catch_up(session, slot, cafe, capacities, now)
        log.note(session, actor, "slot_reopen", "slot", slot.id, now=now, cafe_id=cafe.id, reason=reason)
        opened += 1
    return opened


def _catch_up(session: Session, slot: Slot, cafe: Cafe, capacities: StandingOrders, now: datetime) -> None:
    """Orders for capacities pass a closed slot by; they hold from the moment it is open again."""
    ordered = capacities.capacity(cafe, slot.date, slot.period_number, slot.timetable_capacity, slot.id)
    wanted = max(ordered, slot.taken)
    if wanted != slot.capacity:
        capacity.set_capacity(session, slot.id, wanted, at=now)
