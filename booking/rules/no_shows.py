"""When an absent child counts as a no-show."""

from datetime import datetime, timedelta

BOARD_SLACK = timedelta(minutes=10)
"""A board first heard this long after the start still counts as open since the start: a tablet is woken, staff sign in."""


def grace_ends_at(starts_at: datetime, reserved_at: datetime, grace_minutes: int) -> datetime:
    """Until when a family may still come: start + grace, or for a late reservation that long after reserving.

    A negative grace means that notice was due so many minutes before the start: who gave none by then is marked at the
    start. Who reserved too late to have that long for it has it from reserving on.
    """
    grace = timedelta(minutes=abs(grace_minutes))
    if grace_minutes < 0:
        return max(starts_at, reserved_at + grace)
    return max(starts_at, reserved_at) + grace


def no_show_at(
    *,
    starts_at: datetime,
    ends_at: datetime,
    reserved_at: datetime,
    grace_minutes: int,
    board_opened_at: datetime | None,
) -> datetime | None:
    """The instant from which a child not checked in is a no-show, or ``None`` when nobody can know.

    Only where the café's board has been open since the start (``board_opened_at``: first heard after it, at the latest
    :data:`BOARD_SLACK` later) can "not checked in" mean "not there". Opened later, families may have walked in unseen, so
    nobody of the slot is marked and staff see "not confirmed". After the slot's end nobody is marked either. The answer
    depends on recorded instants only, so a scheduler that comes hours late decides as one on time would have.
    """
    if board_opened_at is None or board_opened_at > starts_at + BOARD_SLACK:
        return None
    due = grace_ends_at(starts_at, reserved_at, grace_minutes)
    return due if due <= ends_at else None
