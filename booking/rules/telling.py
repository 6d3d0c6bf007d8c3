"""Whether a notice about a reservation still tells the truth at the moment of sending."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from . import notice_kinds as kinds

DAY_REMINDER_ENDS = timedelta(hours=2)
"""So long before the start the reminder of the hours takes over; the one of the day would come beside it."""

TELLS_OF = {
    kinds.CANCELLED: ("guardian", "child", "account"),
    kinds.CAPACITY_CANCELLED: ("capacity",),
    kinds.CLOSED: ("closing",),
    kinds.SUSPENDED: ("suspended",),
}
"""The causes of cancelling (``visit.cancel_cause``) that each kind of cancellation mail tells of."""


def reason_not_to_tell(
    kind: str,
    visits: Sequence[tuple[str, str | None]],
    starts_at: datetime,
    now: datetime,
) -> str | None:
    """Why a notice of ``kind`` is not sent now, or ``None``. ``visits`` are ``(state, cancel_cause)`` of its reservation.

    ``cancelled``: nobody is coming any more. ``came``: the child is in after all.
    ``too_late``: a reminder after the slot began (or of the day, when the one of the hours is due). ``not_cancelled``:
    nothing is cancelled for this cause.
    """
    states = {state for state, _ in visits}
    if kind in (kinds.RESERVED, kinds.MOVED):
        return "cancelled" if states <= {"cancelled"} else None
    if kind in (kinds.REMINDER_DAY, kinds.REMINDER_HOURS):
        return _reminder(kind, states, starts_at, now)
    if kind == kinds.NO_SHOW:
        return None if "no_show" in states else "came"
    if any(state == "cancelled" and cause in TELLS_OF[kind] for state, cause in visits):
        return None
    return "not_cancelled"


def _reminder(kind: str, states: set[str], starts_at: datetime, now: datetime) -> str | None:
    if states <= {"cancelled"}:
        return "cancelled"
    if now >= (starts_at - DAY_REMINDER_ENDS if kind == kinds.REMINDER_DAY else starts_at):
        return "too_late"
    return None if "reserved" in states else "came"
