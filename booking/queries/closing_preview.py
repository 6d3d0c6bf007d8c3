"""What a closing would do, before it is ordered."""

from dataclasses import dataclass
from datetime import date, datetime

from ..closing_orders import closed_already, slots_in
from ..db import reading
from ..live_reservations import live_reservations
from ..places import require_place
from ..rules.date_ranges import range_refusal
from ..rules.places import Place
from ..rules.refusals import Code, Refused, no
from ..rules.times import days, seoul_date
from ..scope import Actor


@dataclass(frozen=True)
class ClosingSlot:
    """A slot that would be closed: reservations and children that would be cancelled, children inside that stay."""

    slot_id: int
    cafe_name: str
    number: int
    starts_at: datetime
    ends_at: datetime
    reservations: int
    children: int
    inside: int


@dataclass(frozen=True)
class ClosingPreview:
    """So many dates, the slots on them, and how many dates have none opened yet."""

    days: int
    slots: tuple[ClosingSlot, ...]
    days_without_slots: int

    @property
    def reservations(self) -> int:
        return sum(slot.reservations for slot in self.slots)

    @property
    def children(self) -> int:
        return sum(slot.children for slot in self.slots)

    @property
    def busy(self) -> tuple[ClosingSlot, ...]:
        """The slots where somebody has reserved or is inside."""
        return tuple(slot for slot in self.slots if slot.reservations or slot.inside)


def closing_preview(
    place: Place, from_date: date, to_date: date, reason: str, *, actor: Actor, now: datetime
) -> ClosingPreview:
    """What :func:`booking.actions.close_days.close_days` would do now.

    :raises Refused: as the action would refuse.
    :raises NotThere: not this official's place.
    """
    session = reading()
    require_place(session, actor, place)
    refusal = range_refusal(from_date, to_date, reason, seoul_date(now))
    if refusal is not None:
        raise Refused(refusal)
    already = closed_already(session, place, from_date, to_date)
    if already is not None:
        raise Refused(no(Code.ALREADY_CLOSED, "from_date", date=already))
    slots = list(session.scalars(slots_in(place, from_date, to_date, now)))
    live = live_reservations(session, [slot.id for slot in slots])
    shown = []
    for slot in slots:
        there = live.get(slot.id, [])
        children = sum(len(one.reserved) for one in there)
        shown.append(
            ClosingSlot(
                slot.id,
                slot.cafe.name,
                slot.period_number,
                slot.starts_at,
                slot.ends_at,
                sum(1 for one in there if one.reserved),
                children,
                sum(1 for one in there for visit in one.visits if visit.state == "checked_in"),
            )
        )
    with_slots = {slot.date for slot in slots}
    dates = days(from_date, to_date)
    return ClosingPreview(len(dates), tuple(shown), sum(1 for day in dates if day not in with_slots))
