"""Put a notice into the outbox, in the caller's transaction: nothing leaves the building before the commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from .chain import Addition, run, values_of
from .db import is_word
from .models import Notice
from .rules.notice_kinds import ABOUT_RESERVATION


@dataclass(frozen=True)
class NewNotice:
    """A notice of ``kind`` about ``subject_id`` (a reservation, a mail link, or an account, by kind; ``None``: what the same
    chain adds), due at once or at ``due_at``. ``account_id`` is who gets it; for invitations it is null and the link's row
    holds the address."""

    kind: str
    subject_id: int | None
    due_at: datetime | None = None
    account_id: int | None = None
    occasion: int = 0


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
    """Add one notice; see :class:`NewNotice`."""
    put_all(session, [NewNotice(kind, subject_id, due_at, account_id, occasion)], now=now)


def put_all(session: Session, notices: Sequence[NewNotice], *, now: datetime) -> None:
    """Add these notices: one statement."""
    run(session, (step(len(notices)),), step_values(notices, now=now))


def step(count: int, *, about: str | None = None) -> Addition:
    """Adding so many notices in a chain; ``about``: the step whose row is the subject of them all, in place of their own."""
    columns = _COLUMNS if about is not None else (*_COLUMNS, "subject_id")
    return Addition("notices", Notice, columns, count, _SAME, ids=() if about is None else (("subject_id", about),))


_COLUMNS = ("kind", "account_id", "occasion", "due_at")
_SAME = (("put_at", "now"), ("state", "notice_state"), ("attempts", "notice_attempts"))


def step_values(notices: Sequence[NewNotice], *, now: datetime) -> dict[str, Any]:
    """The values of :func:`step`."""
    rows = [
        {
            "kind": notice.kind,
            "subject_id": notice.subject_id,
            "account_id": notice.account_id,
            "occasion": notice.occasion,
            "due_at": notice.due_at or now,
        }
        for notice in notices
    ]
    return {"now": now, "notice_state": "due", "notice_attempts": 0} | values_of("notices", rows)


def call_off(session: Session, kinds: Sequence[str], subject_id: int, reason: str, *, now: datetime) -> None:
    """Let what still waits of these kinds about this subject not be sent; ``reason`` is a word such as ``moved``."""
    waiting = Notice.kind.in_(kinds), Notice.subject_id == subject_id, is_word(Notice.state, "due")
    session.execute(
        update(Notice).where(*waiting).values(state="skipped", skip_reason=reason, done_at=now, claimed_until=None)
    )


def hand_over(session: Session, account_id: int, to_account_id: int) -> None:
    """Address what still waits for one account about reservations to another of the family."""
    waiting = Notice.account_id == account_id, is_word(Notice.state, "due"), Notice.kind.in_(ABOUT_RESERVATION)
    session.execute(update(Notice).where(*waiting).values(account_id=to_account_id))
