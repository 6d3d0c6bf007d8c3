"""A job has begun, and how it ended: one row per job, for people who look after the service."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from ..db import transaction
from ..models import JobRun


def note_job_started(name: str, *, now: datetime) -> None:
    """The job begins at ``now``. What its last run did stays readable until this one ends."""
    with transaction() as session:
        begun = {"started_at": now, "ended_at": None}
        known = session.execute(update(JobRun).where(JobRun.name == name).values(begun).returning(JobRun.name)).first()
        if known:
            return
        try:
            with session.begin_nested():
                session.add(JobRun(name=name, started_at=now))
        except IntegrityError:
            # Another process began the same job for the first time at the same moment: its row serves both.
            return


def note_job_done(name: str, done: int, *, started_at: datetime, now: datetime) -> None:
    """The run begun at ``started_at`` did ``done``. Does nothing when a later run has begun: that one's end counts."""
    _end(name, started_at, {"ended_at": now, "done": done, "error": None, "succeeded_at": now})


def note_job_failed(name: str, error: str, *, started_at: datetime, now: datetime) -> None:
    """The run begun at ``started_at`` failed; ``error`` holds no personal data. Conditional as :func:`note_job_done`."""
    _end(name, started_at, {"ended_at": now, "done": None, "error": error[:300]})


def _end(name: str, started_at: datetime, values: dict[str, object]) -> None:
    with transaction() as session:
        session.execute(update(JobRun).where(JobRun.name == name, JobRun.started_at == started_at).values(values))
