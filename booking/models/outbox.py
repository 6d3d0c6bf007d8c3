"""The outbox: what is to be told to whom and when. Rows hold a kind and ids, no names, addresses or texts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime

# Not IN: SQLite does not see that one of a list is meant by it.
NOT_SENT = "state = 'failed' OR state = 'skipped'"


class Notice(Model):
    """알림: put in the transaction of the action that causes it, rendered at delivery from the state of that moment.

    ``subject_id`` is a reservation's or a mail link's id, by ``kind``; ``occasion`` tells several notices of one kind and
    subject apart (``1``: first cancellation). ``claimed_until`` is the lease of the process that is sending it.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    occasion: Mapped[int] = mapped_column(default=0)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    put_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(8), default="due")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skip_reason: Mapped[str | None] = mapped_column(String(40))
    last_error: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "occasion"),
        CheckConstraint("state IN ('due', 'sent', 'skipped', 'failed')", name="state_known"),
        CheckConstraint("(state = 'due') = (done_at IS NULL)", name="done_with_instant"),
        CheckConstraint("(state = 'skipped') = (skip_reason IS NOT NULL)", name="skipped_with_reason"),
        Index(
            "ix_notice_due",
            "due_at",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_notice_not_sent",
            "done_at",
            sqlite_where=text(NOT_SENT),
            postgresql_where=text(NOT_SENT),
        ),
    )
