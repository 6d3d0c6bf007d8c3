"""What a capacity change makes of a slot's capacity."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeFacts:
    """One ordered change: ``places`` children, or ``percent`` of the timetable's capacity. Newer ones have larger ids."""

    change_id: int
    places: int | None
    percent: int | None


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
