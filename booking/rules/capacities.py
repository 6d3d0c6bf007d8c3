"""What a capacity change makes of a slot's capacity, and whom it costs the place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .date_ranges import range_refusal
from .refusals import Code, Refusal, no

MOST_PLACES = 1000
"""Children in one slot; far above any café, so that a slip of the keyboard is caught."""
MOST_PERCENT = 500
"""Percent of the timetable's capacity."""

SHRINK = "shrink"
"""A slot that would fall below what is booked keeps just as many places as are booked."""
CANCEL = "cancel"
"""Its newest reservations are cancelled until the rest fits."""


@dataclass(frozen=True)
class ChangeFacts:
    """One ordered change: ``places`` children, or ``percent`` of the timetable's capacity. Newer ones have larger ids."""

    change_id: int
    places: int | None
    percent: int | None


@dataclass(frozen=True)
class CapacityOrder:
    """What an official asks for: ``places`` or ``percent`` for dates (both included) and periods (``None``: all)."""

    places: int | None
    percent: int | None
    from_date: date
    to_date: date
    period_numbers: tuple[int, ...] | None
    reason: str


@dataclass(frozen=True)
class SlotEffect:
    """What an order does to one slot; ``wanted`` is the capacity it asks for, ``taken`` the children it holds now."""

    slot_id: int
    capacity: int
    wanted: int
    taken: int

    @property
    def is_below_taken(self) -> bool:
        """Whether more children are booked than the order leaves places."""
        return self.wanted < self.taken

    @property
    def changes(self) -> bool:
        """Whether the slot gets another capacity than it has."""
        return self.wanted != self.capacity


@dataclass(frozen=True)
class HeldPlaces:
    """One reservation's places in a slot. ``someone_inside``: a child of it was checked in, so it is never cancelled."""

    reservation_id: int
    reserved_at: datetime
    reserved: int
    someone_inside: bool


def order_refusal(order: CapacityOrder, today: date) -> Refusal | None:
    """Why an order may not be given, or ``None``."""
    amount, most = (order.percent, MOST_PERCENT) if order.places is None else (order.places, MOST_PLACES)
    if amount is None or not 0 <= amount <= most:
        return no(Code.CAPACITY_OUT_OF_BOUNDS, "amount", most=most)
    return range_refusal(order.from_date, order.to_date, order.reason, today)


def changed_capacity(timetable_capacity: int, places: int | None, percent: int | None) -> int:
    """The capacity that a change asks for: a number, or a percent of the timetable's capacity, rounded down.

    Always from the timetable, never from an earlier change, so that 50 % twice is 50 %.
    """
    if places is not None:
        return places
    if percent is None:
        raise ValueError("neither places nor percent")
    return timetable_capacity * percent // 100


def capacity_under(timetable_capacity: int, changes: Sequence[ChangeFacts]) -> int:
    """A new slot's capacity under all changes that cover it: the newest one wins; without any, the timetable's."""
    if not changes:
        return timetable_capacity
    newest = max(changes, key=lambda change: change.change_id)
    return changed_capacity(timetable_capacity, newest.places, newest.percent)


def covers_period(period_numbers: str | None, number: int) -> bool:
    """Whether a change's stated periods (``"1,3"``, or ``None`` for all) hold this one."""
    return period_numbers is None or str(number) in period_numbers.split(",")


def newest_to_cancel(wanted: int, taken: int, held: Iterable[HeldPlaces]) -> list[int]:
    """The reservations to cancel so that ``taken`` fits into ``wanted``: whole ones, the newest first, as few as it takes.

    A family of which somebody was checked in stays, so the rest may still be more than ``wanted``.
    """
    chosen: list[int] = []
    for one in sorted(held, key=lambda one: (one.reserved_at, one.reservation_id), reverse=True):
        if taken <= wanted:
            break
        if one.reserved and not one.someone_inside:
            chosen.append(one.reservation_id)
            taken -= one.reserved
    return chosen
