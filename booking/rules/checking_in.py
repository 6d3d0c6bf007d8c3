"""The door: when a child may be checked in, and who counts as inside."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .kinds import Span
from .policy import Policy
from .refusals import Code, Refusal, no
from .times import instant, seoul_date

AFTER_END = timedelta(minutes=10)
"""A child who was never checked out stops counting as inside this long after the slot's end."""


def doors_open_at(starts_at: datetime, policy: Policy, breaks: Iterable[Span]) -> datetime:
    """From when (inclusive) families of the slot are checked in: so many minutes before its start, but not before a break
    that lies within them is over. ``breaks``: those of the slot's date."""
    opens, day = starts_at - timedelta(minutes=policy.minutes.check_in_minutes_before), seoul_date(starts_at)
    over = (instant(day, until) for _, until in breaks)
    return max((opens, *(until for until in over if until <= starts_at)))


def check_in_refusal(
    *, state: str, starts_at: datetime, ends_at: datetime, opens_at: datetime, now: datetime
) -> Refusal | None:
    """Why staff may not check this visit in now, or ``None``. A no-show may come in late while the slot runs, if there is
    room (the action takes the place again). ``opens_at``: when its doors open (:func:`doors_open_at`)."""
    if state == "cancelled":
        return no(Code.VISIT_CANCELLED)
    if state in ("checked_in", "checked_out"):
        return no(Code.ALREADY_CHECKED_IN)
    if seoul_date(now) != seoul_date(starts_at):
        return no(Code.WRONG_DAY, date=seoul_date(starts_at), starts_at=starts_at)
    if now >= ends_at:
        return no(Code.WRONG_SLOT, starts_at=starts_at, ends_at=ends_at)
    return door_refusal(starts_at, opens_at, now)


def door_refusal(starts_at: datetime, opens_at: datetime, now: datetime) -> Refusal | None:
    """Why nobody of the slot, whose doors open at ``opens_at``, may come in yet, or ``None``."""
    if now < opens_at:
        return no(Code.TOO_EARLY_TO_CHECK_IN, doors_open_at=opens_at, starts_at=starts_at)
    return None


def counts_as_inside(state: str, ends_at: datetime, now: datetime) -> bool:
    """Whether the child is counted inside the café now: in, not out, and the slot not over for ten minutes."""
    return state == "checked_in" and now < ends_at + AFTER_END
