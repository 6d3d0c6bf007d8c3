"""An official changes the capacity of a slot, of a café's slots, or of a whole district's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from .. import capacity, log
from ..capacity_orders import effects_on, reaches_unopened, slots_under
from ..db import transaction
from ..live_reservations import LiveReservation, live_reservations
from ..models import CapacityChange, Slot
from ..official_cancels import CAPACITY, cancel_for
from ..places import hold_place
from ..rules.capacities import CANCEL, SHRINK, CapacityOrder, newest_to_cancel, order_refusal
from ..rules.date_ranges import range_text
from ..rules.places import Place
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.times import seoul_date
from ..scope import Actor


@dataclass(frozen=True)
class CapacityChanged:
    """What was done: the order's id, how many slots got another capacity, how many reservations were cancelled."""

    change_id: int
    slots: int
    reservations_cancelled: int


def change_capacity(
    place: Place, order: CapacityOrder, *, choices: Mapping[int, str], actor: Actor, now: datetime
) -> CapacityChanged:
    """Give every slot the order covers the ordered capacity, and keep the order for slots that are opened later.

    ``choices`` says for each slot that would fall below what is booked: ``shrink`` to what is booked, or ``cancel`` the
    newest reservations until the rest fits. Everything is looked at again inside the transaction, with the slots held; the
    preview was only a forecast. Slots that are over or closed stay as they are.

    :raises Refused: a rule of :func:`booking.rules.capacities.order_refusal`; ``PREVIEW_CHANGED`` when a slot is below what
        is booked and no choice was made for it; ``NOTHING_TO_CHANGE``.
    :raises NotThere: not this official's place.
    """
    if place.is_city:
        raise NotThere
    reason = order_refusal(order, seoul_date(now))
    if reason is not None:
        raise Refused(reason)
    with transaction() as session:
        hold_place(session, actor, place)
        slots = capacity.hold(session, [slot.id for slot in session.scalars(slots_under(place, order, now))])
        effects = effects_on(session, slots, order, now)
        below = [effect.slot_id for effect in effects.values() if effect.is_below_taken]
        if any(choices.get(slot_id) not in (SHRINK, CANCEL) for slot_id in below):
            raise Refused(no(Code.PREVIEW_CHANGED))
        if not any(effect.changes for effect in effects.values()) and not reaches_unopened(session, place, order):
            raise Refused(no(Code.NOTHING_TO_CHANGE))
        to_cut = [slot_id for slot_id in below if choices[slot_id] == CANCEL]
        change_id = _keep(session, place, order, CANCEL if to_cut else SHRINK, actor, now)
        live = live_reservations(session, to_cut)
        changed = cancelled = 0
        for slot in slots:
            wanted = effects[slot.id].wanted
            ended, freed = _cut(session, actor, slot, wanted, live.get(slot.id, ()), now)
            cancelled += ended
            changed += _set(session, actor, slot, max(wanted, slot.taken - freed), order.reason, now)
        amount = f"{order.places}명" if order.places is not None else f"{order.percent}%"
        log.note(
            session,
            actor,
            "change_capacity",
            "capacity_change",
            change_id,
            now=now,
            district_id=place.district_id,
            cafe_id=slots[0].cafe_id if place.slot_id else place.cafe_id,
            reason=order.reason,
            detail=f"{amount} · {range_text(order.from_date, order.to_date)}",
        )
        return CapacityChanged(change_id, changed, cancelled)


def _keep(session: Session, place: Place, order: CapacityOrder, below: str, actor: Actor, now: datetime) -> int:
    numbers = order.period_numbers
    row = CapacityChange(
        slot_id=place.slot_id,
        cafe_id=place.cafe_id,
        district_id=place.district_id,
        from_date=order.from_date,
        to_date=order.to_date,
        period_numbers=None if numbers is None else ",".join(str(number) for number in sorted(set(numbers))),
        places=order.places,
        percent=order.percent,
        below_taken=below,
        reason=order.reason,
        changed_at=now,
        changed_by_id=actor.account_id,
    )
    session.add(row)
    session.flush()
    return row.id


def _cut(
    session: Session, actor: Actor, slot: Slot, wanted: int, live: Sequence[LiveReservation], now: datetime
) -> tuple[int, int]:
    """Cancel the newest until the rest fits or only families inside are left: how many reservations and children."""
    by_id = {one.reservation.id: one for one in live}
    chosen = newest_to_cancel(wanted, slot.taken, [one.places() for one in live])
    freed = sum(cancel_for(session, actor, by_id[found], cause=CAPACITY, cafe_id=slot.cafe_id, now=now) for found in chosen)
    return len(chosen), freed


def _set(session: Session, actor: Actor, slot: Slot, places: int, reason: str, now: datetime) -> bool:
    before = slot.capacity
    if places == before:
        return False
    capacity.set_capacity(session, slot.id, places, at=now)
    log.note(
        session,
        actor,
        "slot_capacity",
        "slot",
        slot.id,
        now=now,
        cafe_id=slot.cafe_id,
        reason=reason,
        detail=f"{before}→{places}",
    )
    return True
