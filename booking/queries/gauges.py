"""What the database knows of the service's health, in numbers, cheap enough to be asked every few seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ..db import is_word, reading
from ..line import standing
from ..models import JobRun, LogEntry, Notice
from ..rules.job_times import COMPARE_COUNTERS, PACES, past_due


@dataclass(frozen=True)
class NoticeNumbers:
    """The outbox. ``due``: to be sent now and in nobody's hands; ``claimed``: in a process's hands, or waiting for its next
    try; ``failed_last_day``: given up; ``oldest_due_seconds``: how long the longest waiting of both is due."""

    due: int
    claimed: int
    failed_last_day: int
    oldest_due_seconds: float


@dataclass(frozen=True)
class Numbers:
    """``past_due_seconds``: by job, how long ago its next good run should have been; ``failing``: by job, 1 when its last
    run failed. A job that never ran well stands in ``never_ran`` only. The comparison is ``None`` before its first run.
    Families wait, and get turns at a pace a second, while a line stands."""

    notices: NoticeNumbers
    past_due_seconds: dict[str, float]
    failing: dict[str, float]
    never_ran: int
    differences: int | None
    comparison_age_seconds: float | None
    line_stands: bool
    line_waiting: int
    line_pace: float


def numbers(now: datetime) -> Numbers | None:
    """The numbers at ``now``, or ``None`` when the database does not answer."""
    try:
        return _numbers(reading(), now)
    except SQLAlchemyError:
        return None


def _numbers(session: Session, now: datetime) -> Numbers:
    runs = {run.name: run for run in session.scalars(select(JobRun)) if run.name in PACES}
    well = {name: run.succeeded_at for name, run in runs.items() if run.succeeded_at is not None}
    comparison = runs.get(COMPARE_COUNTERS)
    compared_at = well.get(COMPARE_COUNTERS)
    line = standing(session)
    return Numbers(
        notices=_notices(session, now),
        past_due_seconds={name: past_due(name, at, now).total_seconds() for name, at in well.items()},
        failing={name: float(run.error is not None) for name, run in runs.items()},
        never_ran=len(PACES) - len(well),
        differences=comparison.done if comparison else None,
        comparison_age_seconds=(now - compared_at).total_seconds() if compared_at else None,
        line_stands=line is not None and line.may_be_joined(now),
        line_waiting=line.waiting if line else 0,
        line_pace=line.pace if line else 0.0,
    )


def _notices(session: Session, now: datetime) -> NoticeNumbers:
    claimed = and_(Notice.claimed_until.is_not(None), Notice.claimed_until > now)
    count, held, oldest = session.execute(
        select(func.count(), func.coalesce(func.sum(case((claimed, 1), else_=0)), 0), func.min(Notice.due_at)).where(
            is_word(Notice.state, "due"), Notice.due_at <= now
        )
    ).one()
    # By the log, whose instants have an index; the outbox keeps half a year.
    failed = session.scalar(
        select(func.count()).where(LogEntry.at > now - timedelta(days=1), LogEntry.verb == "notice_failed")
    )
    return NoticeNumbers(count - held, held, failed or 0, (now - oldest).total_seconds() if oldest else 0.0)
