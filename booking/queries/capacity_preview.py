"""What a capacity change would do, before it is made."""

from dataclasses import dataclass
from datetime import datetime

from ..capacity_orders import effects_on, reaches_unopened, slots_under
from ..db import reading
from ..live_reservations import LiveReservation, live_reservations
from ..models import Slot
from ..places import require_place
from ..rules.capacities import CapacityOrder, SlotEffect, newest_to_cancel, order_refusal
from ..rules.places import Place
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.times import seoul_date
from ..scope import Actor


@dataclass(frozen=True)
class SlotPreview:
    """One slot: what it has, what the order asks for, what is booked, and what cancelling the newest would mean."""

    slot_id: int
    cafe_name: str
    number: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    wanted: int
    booked: int
    reservations_to_cancel: int
    children_to_cancel: int

    @property
    def is_below_booked(self) -> bool:
        return self.wanted < self.booked

    @property
    def kept_by_cancelling(self) -> int:
        """The capacity if the newest are cancelled: more than asked for when families are inside."""
        return max(self.wanted, self.booked - self.children_to_cancel)


@dataclass(frozen=True)
class CapacityPreview:
    """Slots that change, those of them below what is booked, how many stay as they are, and whether later ones follow."""

    changing: tuple[SlotPreview, ...]
    unchanged: int
    reaches_unopened: bool

    @property
    def below(self) -> tuple[SlotPreview, ...]:
        return tuple(slot for slot in self.changing if slot.is_below_booked)

    @property
    def plain(self) -> tuple[SlotPreview, ...]:
        return tuple(slot for slot in self.changing if not slot.is_below_booked)


def capacity_preview(place: Place, order: CapacityOrder, *, actor: Actor, now: datetime) -> CapacityPreview:
    """What :func:`booking.actions.change_capacity.change_capacity` would do now.

    :raises Refused: as the action would refuse, but for the choices.
    :raises NotThere: not this official's place.
    """
    session = reading()
    if place.is_city:
        raise NotThere
    require_place(session, actor, place)
    reason = order_refusal(order, seoul_date(now))
    if reason is not None:
        raise Refused(reason)
    slots = list(session.scalars(slots_under(place, order, now)))
    effects = effects_on(session, slots, order, now)
    changing = [slot for slot in slots if effects[slot.id].changes]
    later = reaches_unopened(session, place, order)
    if not changing and not later:
        raise Refused(no(Code.NOTHING_TO_CHANGE))
    live = live_reservations(session, [slot.id for slot in changing if effects[slot.id].is_below_taken])
    shown = tuple(_shown(slot, effects[slot.id], live.get(slot.id, [])) for slot in changing)
    return CapacityPreview(shown, len(slots) - len(changing), later)


def _shown(slot: Slot, effect: SlotEffect, live: list[LiveReservation]) -> SlotPreview:
    reserved = {one.reservation.id: len(one.reserved) for one in live}
    ending = newest_to_cancel(effect.wanted, slot.taken, [one.places() for one in live])
    return SlotPreview(
        slot_id=slot.id,
        cafe_name=slot.cafe.name,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        capacity=slot.capacity,
        wanted=effect.wanted,
        booked=slot.taken,
        reservations_to_cancel=len(ending),
        children_to_cancel=sum(reserved[reservation_id] for reservation_id in ending),
    )
