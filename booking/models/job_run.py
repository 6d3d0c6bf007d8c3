"""How each job of the timetable fared last."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class JobRun(Model):
    """The last run of one job, whichever process ran it.

    ``done`` is how much it did; ``error`` why it failed, without personal data; ``succeeded_at`` the end of its last run
    that did not fail. While it runs ``ended_at`` is null, and ``done`` and ``error`` are those of the run before.
    """

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(300))
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) OR ((done IS NULL) <> (error IS NULL))", name="ended_with_outcome"),
    )
