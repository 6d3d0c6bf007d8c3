"""The door: when a child may be checked in, and who counts as inside."""

from datetime import datetime, timedelta

from .policy import Policy
from .refusals import Code, Refusal, no
from .times import seoul_date

AFTER_END = timedelta(minutes=10)
"""A child who was never checked out stops counting as inside this long after the slot's end."""


def doors_open_at(starts_at: datetime, policy: Policy) -> datetime:
    """From when (inclusive) families of the slot are checked in."""
    return starts_at - timedelta(minutes=policy.minutes.check_in_minutes_before)


def check_in_refusal(*, state: str, starts_at: datetime, ends_at: datetime, policy: Policy, now: datetime) -> Refusal | None:
    """Why staff may not check this visit in now, or ``None``. A no-show may come in late while the slot runs, if there is
    room (the action takes the place again)."""
    if state == "cancelled":
        return no(Code.VISIT_CANCELLED)
    if state in ("checked_in", "checked_out"):
        return no(Code.ALREADY_CHECKED_IN)
    if seoul_date(now) != seoul_date(starts_at):
        return no(Code.WRONG_DAY, date=seoul_date(starts_at), starts_at=starts_at)
    if now >= ends_at:
        return no(Code.WRONG_SLOT, starts_at=starts_at, ends_at=ends_at)
    return door_refusal(starts_at, policy, now)


def door_refusal(starts_at: datetime, policy: Policy, now: datetime) -> Refusal | None:
    """Why nobody of the slot may come in yet, or ``None``."""
    opens = doors_open_at(starts_at, policy)
    if now < opens:
        return no(Code.TOO_EARLY_TO_CHECK_IN, doors_open_at=opens, starts_at=starts_at)
    return None


def counts_as_inside(state: str, ends_at: datetime, now: datetime) -> bool:
    """Whether the child is counted inside the café now: in, not out, and the slot not over for ten minutes."""
    return state == "checked_in" and now < ends_at + AFTER_END
