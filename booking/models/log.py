"""이력: who did what, when, to what, and why."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class LogEntry(Model):
    """One act of staff, an official or a job. ``detail`` holds values, never a child's or guardian's personal data."""

    __tablename__ = "log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verb: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int | None]
    district_id: Mapped[int | None]
    cafe_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(300))
    detail: Mapped[str | None] = mapped_column(String(1000))

    __table_args__ = (Index("ix_log_scope", "district_id", "cafe_id", "at"),)
