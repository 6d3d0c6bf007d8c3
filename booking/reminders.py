"""Which reminders a reservation gets: a day and two hours before its slot."""

from datetime import datetime, timedelta

from .outbox import NewNotice
from .rules import notice_kinds

REMINDERS = (
    (notice_kinds.REMINDER_DAY, timedelta(days=1)),
    (notice_kinds.REMINDER_HOURS, timedelta(hours=2)),
)
KINDS = tuple(kind for kind, _ in REMINDERS)


def reminders(
    reservation_id: int | None, account_id: int | None, starts_at: datetime, now: datetime, *, occasion: int = 0
) -> list[NewNotice]:
    """The reminders whose hour is still to come. ``occasion``: the reservation's sequence, when it was moved;
    ``reservation_id``: ``None`` for one that the same chain adds."""
    return [
        NewNotice(kind, reservation_id, due_at=starts_at - before, account_id=account_id, occasion=occasion)
        for kind, before in REMINDERS
        if starts_at - before > now
    ]
