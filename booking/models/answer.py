"""Answers that the API gave to writes, kept so that a repeated request gets the same one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class Answer(Model):
    """What an account's request with this idempotency key was answered, written in the transaction that did the work.

    ``request_hash`` tells whether a repeated request asks for the same. Only what was done is kept: a refusal wrote nothing,
    so its key is free for another try. The row comes before the work and before the family's lock, so its key to the account
    is looked at last (deferred): deleting the account locks family, then account, and must not meet us in a circle.
    """

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", deferrable=True, initially="DEFERRED"))
    key: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        CheckConstraint("status >= 200 AND status < 300", name="status_of_success"),
    )
