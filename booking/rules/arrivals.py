"""What a child who has not come yet is to staff: expected, awaited until an instant, or not confirmed, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .no_shows import grace_ends_at, no_show_at

Kind = Literal["expected", "awaited", "due", "called", "unconfirmed"]
Why = Literal["board_closed", "board_late", "called"]


@dataclass(frozen=True)
class Arrival:
    """Where a reserved visit stands.

    ``expected``: the slot has not begun, or nobody will be marked before the grace is over. ``awaited``: becomes a no-show
    at ``at``. ``due``: that instant has passed, the job marks it in a moment. ``called``: the family phoned and is not
    marked. ``unconfirmed``: nobody is marked, because (``why``) the board was not open, was opened too late, or the family
    had called; staff know whether the child came, the service does not.
    """

    kind: Kind
    at: datetime | None = None
    why: Why | None = None


def arrival(
    *,
    starts_at: datetime,
    ends_at: datetime,
    reserved_at: datetime,
    grace_minutes: int,
    board_opened_at: datetime | None,
    called: bool,
    now: datetime,
) -> Arrival:
    """Where a visit in state ``reserved`` stands now. Uses the same answer as marking does, so the two cannot differ."""
    if called:
        return Arrival("called") if now < ends_at else Arrival("unconfirmed", why="called")
    if now < starts_at:
        return Arrival("expected")
    at = no_show_at(
        starts_at=starts_at,
        ends_at=ends_at,
        reserved_at=reserved_at,
        grace_minutes=grace_minutes,
        board_opened_at=board_opened_at,
    )
    if at is not None:
        return Arrival("awaited", at=at) if now < at else Arrival("due", at=at)
    if now < min(grace_ends_at(starts_at, reserved_at, grace_minutes), ends_at):
        return Arrival("expected")
    return Arrival("unconfirmed", why="board_closed" if board_opened_at is None else "board_late")
