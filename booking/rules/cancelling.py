"""Until when a guardian may cancel or move, and whether a visit still can be."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .policy import Policy
from .refusals import Code, Refusal, no


def cancel_deadline(starts_at: datetime, policy: Policy) -> datetime:
    """The last instant (inclusive) for cancelling: so many minutes before the start (city rule since 2024-10-01: 30)."""
    return starts_at - timedelta(minutes=policy.minutes.cancel_minutes_before)


def cancel_refusal(state: str, starts_at: datetime, policy: Policy, now: datetime) -> Refusal | None:
    """Why a guardian may not cancel a visit in ``state`` now, or ``None``."""
    if state == "cancelled":
        return no(Code.ALREADY_CANCELLED)
    if state in ("checked_in", "checked_out"):
        return no(Code.ALREADY_CHECKED_IN)
    if state == "no_show":
        return no(Code.ALREADY_NO_SHOW)
    deadline = cancel_deadline(starts_at, policy)
    if now > deadline:
        return no(Code.CANCEL_DEADLINE_PASSED, deadline=deadline)
    return None


def move_refusal(states: Iterable[str], starts_at: datetime, policy: Policy, now: datetime) -> Refusal | None:
    """Why a guardian may not move a reservation with visits in these states out of its slot now, or ``None``. It goes as a
    whole, so nobody of it may have come; until when is the deadline for cancelling: the place must find another family."""
    live = [state for state in states if state != "cancelled"]
    if not live:
        return no(Code.ALREADY_CANCELLED)
    for state in live:
        reason = cancel_refusal(state, starts_at, policy, now)
        if reason is not None and reason.code == Code.CANCEL_DEADLINE_PASSED:
            return no(Code.MOVE_DEADLINE_PASSED, deadline=cancel_deadline(starts_at, policy))
        if reason is not None:
            return reason
    return None
