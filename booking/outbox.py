"""Put a notice into the outbox, in the caller's transaction: nothing leaves the building before the commit."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from .models import Notice
from .rules.notice_kinds import ABOUT_RESERVATION


def put(
    session: Session,
    kind: str,
    subject_id: int,
    *,
    now: datetime,
    due_at: datetime | None = None,
    account_id: int | None = None,
    occasion: int = 0,
) -> None:
    """Add a notice of ``kind`` about ``subject_id`` (a reservation, a mail link, or an account, by kind), due at once or at
    ``due_at``. ``account_id`` is who gets it; for invitations it is null and the link's row holds the address."""
    session.add(
        Notice(
            kind=kind,
            subject_id=subject_id,
            account_id=account_id,
            occasion=occasion,
            put_at=now,
            due_at=due_at or now,
        )
    )


def hand_over(session: Session, account_id: int, to_account_id: int) -> None:
    """Address what still waits for one account about reservations to another of the family."""
    waiting = Notice.account_id == account_id, Notice.state == "due", Notice.kind.in_(ABOUT_RESERVATION)
    session.execute(update(Notice).where(*waiting).values(account_id=to_account_id))
