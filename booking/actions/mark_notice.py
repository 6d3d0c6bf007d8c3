"""What became of a claimed notice: sent, skipped with a reason, to be tried again, or given up."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from .. import log
from ..db import transaction
from ..models import Notice
from .claim_notices import ClaimedNotice

MOST_ATTEMPTS = 12
"""After so many failed tries (half a day, see :func:`wait_after`) a notice is given up."""


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed tries: 1, 2, 4 … minutes, two hours at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 7)), timedelta(hours=2))


def mark_sent(notice: ClaimedNotice, *, now: datetime) -> None:
    """It left the building. True whoever holds the claim by now, so only ``due`` is asked."""
    with transaction() as session:
        _settle(session, notice, state="sent", now=now)


def mark_skipped(notice: ClaimedNotice, reason: str, *, now: datetime) -> None:
    """It is not sent, because what it would say is no longer true; ``reason`` is a word such as ``cancelled``."""
    with transaction() as session:
        _settle(session, notice, state="skipped", now=now, skip_reason=reason)


def mark_not_sent(notice: ClaimedNotice, error: str, *, for_good: bool, now: datetime) -> bool:
    """Sending failed: try again later, or give up (``for_good``, or the last try) with a line in the log.

    ``error`` holds no address and no text of the mail. Returns whether the notice was given up. Does nothing when another
    process has claimed the notice meanwhile: that try counts.
    """
    attempts = notice.attempts + 1
    give_up = for_good or attempts >= MOST_ATTEMPTS
    with transaction() as session:
        values: dict[str, object] = {"attempts": attempts, "last_error": error[:300]}
        if give_up:
            values |= {"state": "failed", "done_at": now, "claimed_until": None}
        else:
            values |= {"claimed_until": now + wait_after(attempts)}
        changed = session.execute(
            update(Notice)
            .where(Notice.id == notice.notice_id, Notice.state == "due", Notice.claimed_until == notice.claimed_until)
            .values(**values)
            .returning(Notice.id)
        ).all()
        if give_up and changed:
            log.note(
                session,
                None,
                "notice_failed",
                "notice",
                notice.notice_id,
                now=now,
                detail=f"{notice.kind}: {error}"[:1000],
            )
        return give_up and bool(changed)


def _settle(session: Session, notice: ClaimedNotice, *, state: str, now: datetime, skip_reason: str | None = None) -> None:
    session.execute(
        update(Notice)
        .where(Notice.id == notice.notice_id, Notice.state == "due")
        .values(state=state, done_at=now, skip_reason=skip_reason, claimed_until=None)
    )
