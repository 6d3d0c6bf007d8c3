"""When an absent child counts as a no-show."""

from datetime import datetime, timedelta

SETTLE = timedelta(minutes=10)
"""A board opened late gets this long before anybody is marked: staff may first enter who is already inside."""


def grace_ends_at(starts_at: datetime, reserved_at: datetime, grace_minutes: int) -> datetime:
    """Until when a family may still come: start + grace, or for a late reservation that long after reserving."""
    return max(starts_at, reserved_at) + timedelta(minutes=grace_minutes)


def no_show_at(
    *,
    starts_at: datetime,
    ends_at: datetime,
    reserved_at: datetime,
    grace_minutes: int,
    board_opened_at: datetime | None,
) -> datetime | None:
    """The instant from which a child not checked in is a no-show, or ``None`` when nobody can know.

    Only where the café's board has been open since the start can "not checked in" mean "not there"
    (``board_opened_at``: first heard after the start). Opened only after the grace, it settles for :data:`SETTLE` first.
    After the slot's end nobody is marked any more. The answer depends on recorded instants only, so a scheduler that comes
    hours late decides as one on time would have.
    """
    if board_opened_at is None:
        return None
    due = grace_ends_at(starts_at, reserved_at, grace_minutes)
    if board_opened_at > due:
        due = board_opened_at + SETTLE
    return due if due <= ends_at else None
