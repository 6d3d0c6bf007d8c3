"""How often something that could be guessed was tried: counted per window of time, in the database, for all processes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class Attempt(Model):
    """Tries of one ``kind`` (sign_in, reset, …) by or at one ``subject`` since ``window_at``, a window's first instant.

    ``subject`` is a hash of whom the tries are counted for (an account's address, a network address, both), so the table
    says nothing about anybody.
    """

    __tablename__ = "attempt"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int]

    __table_args__ = (CheckConstraint("count > 0", name="count_positive"),)
