"""Put a notice into the outbox, in the caller's transaction: nothing leaves the building before the commit."""

from datetime import datetime

from sqlalchemy.orm import Session

from .models import Notice


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
