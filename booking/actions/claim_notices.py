"""A process claims notices that are due, so that no other one sends them meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from ..db import is_word, transaction
from ..models import Notice

LEASE = timedelta(minutes=2)
"""How long a claim holds. A process that died gives its notices back by doing nothing."""


@dataclass(frozen=True)
class ClaimedNotice:
    """A notice in this process's hands until ``claimed_until``. ``attempts`` counts the tries that failed so far."""

    notice_id: int
    kind: str
    subject_id: int
    occasion: int
    account_id: int | None
    attempts: int
    claimed_until: datetime


def claim_notices(*, limit: int, now: datetime) -> list[ClaimedNotice]:
    """Claim at most ``limit`` notices that are due, the longest waiting first. Committed before anything is sent.

    A claimed notice, and one that waits for its next try, is not due until ``claimed_until`` has passed. On PostgreSQL
    several processes claim side by side without waiting for each other; on SQLite the whole action is alone.
    """
    with transaction() as session:
        free = or_(Notice.claimed_until.is_(None), Notice.claimed_until <= now)
        due = (
            select(Notice)
            .where(is_word(Notice.state, "due"), Notice.due_at <= now, free)
            .order_by(Notice.due_at, Notice.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = list(session.scalars(due))
        until = now + LEASE
        session.execute(
            update(Notice).where(Notice.id.in_([row.id for row in rows])).values(claimed_until=until),
            execution_options={"synchronize_session": False},
        )
        return [
            ClaimedNotice(row.id, row.kind, row.subject_id, row.occasion, row.account_id, row.attempts, until)
            for row in rows
        ]
