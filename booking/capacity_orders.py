"""The orders that officials gave for capacities: what stands ordered for a slot, and which slots a new order covers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from .models import Cafe, CapacityChange, Slot
from .places import cafes_at
from .rules.capacities import CapacityOrder, ChangeFacts, SlotEffect, capacity_under, changed_capacity, covers_period
from .rules.open_slots import places_besides
from .rules.places import Place


class StandingOrders:
    """Every order that covers some dates, read once."""

    def __init__(self, rows: Iterable[CapacityChange]) -> None:
        self._rows = list(rows)

    def capacity(
        self, cafe: Cafe, day: date, period_number: int, timetable_capacity: int, slot_id: int | None = None
    ) -> int:
        """The capacity that stands ordered for this period of the day: the newest order's, else the timetable's.

        ``slot_id`` is ``None`` for a slot that is not open yet, which no order for one slot can mean.
        """
        covering = [
            ChangeFacts(row.id, row.places, row.percent)
            for row in self._rows
            if row.from_date <= day <= row.to_date
            and covers_period(row.period_numbers, period_number)
            and row.cafe_id in (None, cafe.id)
            and row.district_id in (None, cafe.district_id)
            and row.slot_id in (None, slot_id)
        ]
        return capacity_under(timetable_capacity, covering)


def standing_orders(session: Session, first: date, last: date) -> StandingOrders:
    """The orders that cover any date from ``first`` to ``last``: one statement."""
    rows = select(CapacityChange).where(CapacityChange.from_date <= last, CapacityChange.to_date >= first)
    return StandingOrders(session.scalars(rows))


def slots_under(place: Place, order: CapacityOrder, now: datetime) -> Select[Slot]:
    """The slots that an order for this place changes: neither over, closed nor withdrawn, by date, time and café."""
    rows = (
        select(Slot)
        .join(Slot.cafe)
        .where(
            cafes_at(place),
            Slot.date.between(order.from_date, order.to_date),
            Slot.ends_at > now,
            Slot.closed_at.is_(None),
            Slot.withdrawn_at.is_(None),
        )
        .order_by(Slot.starts_at, Slot.cafe_id)
    )
    if place.slot_id is not None:
        rows = rows.where(Slot.id == place.slot_id)
    if order.period_numbers is not None:
        rows = rows.where(Slot.period_number.in_(order.period_numbers))
    return rows


def effects_on(session: Session, slots: Sequence[Slot], order: CapacityOrder, now: datetime) -> dict[int, SlotEffect]:
    """What the order makes of each slot as it is now, beside who is there in a withdrawn one: one statement."""
    kept = _kept_beside(session, slots, now)
    return {slot.id: _effect(slot, order, kept.get((slot.cafe_id, slot.date), ())) for slot in slots}


def _effect(slot: Slot, order: CapacityOrder, kept: Iterable[Slot]) -> SlotEffect:
    ordered = changed_capacity(slot.timetable_capacity, order.places, order.percent)
    return SlotEffect(slot.id, slot.capacity, places_besides(ordered, slot.starts_at, slot.ends_at, kept), slot.taken)


def _kept_beside(session: Session, slots: Sequence[Slot], now: datetime) -> dict[tuple[int, date], list[Slot]]:
    if not slots:
        return {}
    dates = [slot.date for slot in slots]
    rows = select(Slot).where(
        Slot.cafe_id.in_({slot.cafe_id for slot in slots}),
        Slot.date.between(min(dates), max(dates)),
        Slot.withdrawn_at.is_not(None),
        Slot.taken > 0,
        Slot.ends_at > now,
    )
    kept: dict[tuple[int, date], list[Slot]] = {}
    for slot in session.scalars(rows):
        kept.setdefault((slot.cafe_id, slot.date), []).append(slot)
    return kept


def reaches_unopened(session: Session, place: Place, order: CapacityOrder) -> bool:
    """Whether the order covers dates for which a café of the place has no slots opened yet."""
    if place.slot_id is not None:
        return False
    opened = select(func.max(Slot.date)).join(Slot.cafe).where(cafes_at(place)).group_by(Slot.cafe_id)
    last_dates = list(session.scalars(opened))
    cafes = session.scalar(select(func.count()).select_from(Cafe).where(cafes_at(place))) or 0
    return cafes > len(last_dates) or any(last < order.to_date for last in last_dates)
