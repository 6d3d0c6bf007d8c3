"""Write who did what into the log, in the caller's transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from .models import LogEntry
from .scope import Actor


def note(
    session: Session,
    actor: Actor | None,
    verb: str,
    subject_kind: str,
    subject_id: int | None,
    *,
    now: datetime,
    district_id: int | None = None,
    cafe_id: int | None = None,
    reason: str | None = None,
    detail: str | None = None,
) -> None:
    """One line of the log. ``actor`` is ``None`` for a job or a command; ``detail`` never holds personal data."""
    session.add(
        LogEntry(
            at=now,
            actor_id=actor.account_id if actor else None,
            verb=verb,
            subject_kind=subject_kind,
            subject_id=subject_id,
            district_id=district_id,
            cafe_id=cafe_id,
            reason=reason,
            detail=detail,
        )
    )
