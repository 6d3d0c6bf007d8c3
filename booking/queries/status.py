"""How the service fares, for officials: jobs, notices, slots nobody can judge, counters that differ. No personal data."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from ..db import is_word, reading
from ..models import Cafe, JobRun, LogEntry, Notice, Reservation, Slot, Visit
from ..policies import policy_book
from ..rules.arrivals import arrival
from ..rules.job_times import COMPARE_COUNTERS, PACES, State, state_of
from ..rules.times import seoul_date
from ..scope import Actor, cafes_of, visible_slots
from .districts import cafes_for
from .readiness import known_versions

STUCK_AFTER = timedelta(minutes=10)
"""A notice due so long and not sent is stuck."""
BACK = timedelta(days=7)
"""How far back given up and skipped notices are counted."""
LOGGED_ONCE_IN = timedelta(hours=12)
"""A difference that stays is logged again only after this."""


@dataclass(frozen=True)
class JobLine:
    """The last run of a job; ``done`` and ``error`` of the last that ended. ``due_at``: when the next good run is due."""

    name: str
    state: State
    started_at: datetime | None
    done: int | None
    error: str | None
    succeeded_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Notices:
    """Notices of one kind with one error: how many, since when (the first due) or when last (given up), how many tries."""

    kind: str
    error: str | None
    count: int
    at: datetime
    attempts: int


@dataclass(frozen=True)
class Skipped:
    """Notices of one kind that were not sent, because what they would say was no longer true."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True)
class SlotLine:
    """A slot of the official's cafés. ``what``: how its accounts differ, or ``board_closed``, ``board_late``; ``children``:
    whom nobody can judge."""

    slot_id: int
    cafe: str
    starts_at: datetime
    ends_at: datetime
    what: str
    children: int = 0


@dataclass(frozen=True)
class Comparison:
    """The last comparison of counters that ended well: how many slots differ in the whole city, and the own ones of them."""

    at: datetime
    differences: int
    slots: tuple[SlotLine, ...]


@dataclass(frozen=True)
class Database:
    """Which database, at which migration, and which one this code was written for."""

    kind: str
    version: str | None
    wanted: str


@dataclass(frozen=True)
class Status:
    """All of it at one moment."""

    jobs: tuple[JobLine, ...]
    stuck: tuple[Notices, ...]
    given_up: tuple[Notices, ...]
    skipped: tuple[Skipped, ...]
    unheard: tuple[SlotLine, ...]
    comparison: Comparison | None
    database: Database

    def job_count(self, *states: str) -> int:
        return sum(job.state in states for job in self.jobs)

    def count(self, name: str) -> int:
        """How many notices stand in ``stuck``, ``given_up`` or ``skipped``."""
        return sum(line.count for line in getattr(self, name))

    @property
    def is_well(self) -> bool:
        """Nothing that a person should look after: no job late, failing or silent, nothing stuck, given up or differing."""
        differs = self.comparison is not None and self.comparison.differences > 0
        behind = self.database.version != self.database.wanted
        return not (self.job_count("late", "failed", "never") or self.stuck or self.given_up or differs or behind)


def status(actor: Actor, now: datetime) -> Status:
    """The state of the service; slots of the official's own cafés only. A fixed number of statements."""
    session = reading()
    runs = {run.name: run for run in session.scalars(select(JobRun))}
    due = is_word(Notice.state, "due"), Notice.due_at <= now - STUCK_AFTER
    failed = is_word(Notice.state, "failed"), Notice.done_at > now - BACK
    return Status(
        jobs=tuple(_job(name, runs.get(name), now) for name in PACES),
        stuck=_notices(session, func.min(Notice.due_at), *due),
        given_up=_notices(session, func.max(Notice.done_at), *failed),
        skipped=_skipped(session, now),
        unheard=_unheard(session, actor, now),
        comparison=_comparison(session, actor, runs.get(COMPARE_COUNTERS)),
        database=_database(session),
    )


def _job(name: str, run: JobRun | None, now: datetime) -> JobLine:
    if run is None:
        return JobLine(name, "never", None, None, None, None, None)
    state = state_of(
        name,
        started_at=run.started_at,
        ended_at=run.ended_at,
        failed=run.error is not None,
        succeeded_at=run.succeeded_at,
        now=now,
    )
    due_at = (run.succeeded_at or run.started_at) + PACES[name].every
    return JobLine(name, state, run.started_at, run.done, run.error, run.succeeded_at, due_at)


def _notices(session: Session, at: ColumnElement[Any], *wanted: ColumnElement[bool]) -> tuple[Notices, ...]:
    rows = (
        select(Notice.kind, Notice.last_error, func.count(), at, func.max(Notice.attempts))
        .where(*wanted)
        .group_by(Notice.kind, Notice.last_error)
        .order_by(func.count().desc(), Notice.kind, Notice.last_error)
    )
    return tuple(Notices(*row) for row in session.execute(rows))


def _skipped(session: Session, now: datetime) -> tuple[Skipped, ...]:
    rows = (
        select(Notice.kind, Notice.skip_reason, func.count())
        .where(is_word(Notice.state, "skipped"), Notice.done_at > now - BACK)
        .group_by(Notice.kind, Notice.skip_reason)
        .order_by(func.count().desc(), Notice.kind, Notice.skip_reason)
    )
    return tuple(Skipped(kind, reason or "", count) for kind, reason, count in session.execute(rows))


def _unheard(session: Session, actor: Actor, now: datetime) -> tuple[SlotLine, ...]:
    """Slots of yesterday and today with children whom nobody marked, because the board was not open."""
    today = seoul_date(now)
    days = visible_slots(actor).where(Slot.date.in_((today - timedelta(days=1), today)), Slot.closed_at.is_(None))
    slots = {slot.id: slot for slot in session.scalars(days.order_by(Slot.starts_at, Slot.id))}
    policies = policy_book(session)
    names = {cafe.cafe_id: cafe.name for cafe in cafes_for(actor)}
    found: Counter[tuple[int, str]] = Counter()
    rows = select(Visit.slot_id, Visit.reserved_at).join(Visit.reservation)
    waiting = Visit.slot_id.in_(slots), Visit.state == "reserved", Reservation.called_at.is_(None)
    for slot_id, reserved_at in session.execute(rows.where(*waiting)):
        slot = slots[slot_id]
        stands = arrival(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            reserved_at=reserved_at,
            grace_minutes=policies.of_slot(slot).minutes.no_show_grace_minutes,
            board_opened_at=slot.board_opened_at,
            called=False,
            now=now,
        )
        if stands.kind == "unconfirmed":
            found[slot_id, stands.why or ""] += 1
    return tuple(
        SlotLine(slot.id, names[slot.cafe_id], slot.starts_at, slot.ends_at, why, count)
        for (slot_id, why), count in found.items()
        for slot in [slots[slot_id]]
    )


def _comparison(session: Session, actor: Actor, run: JobRun | None) -> Comparison | None:
    if run is None or run.done is None or run.succeeded_at is None:
        return None
    if run.done == 0:
        return Comparison(run.succeeded_at, 0, ())
    rows = (
        select(Slot, Cafe.name, LogEntry.detail)
        .join(LogEntry, LogEntry.subject_id == Slot.id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .where(
            LogEntry.verb == "counters_differ",
            LogEntry.subject_kind == "slot",
            LogEntry.at > run.succeeded_at - LOGGED_ONCE_IN,
            cafes_of(actor),
        )
        .order_by(LogEntry.id)
    )
    slots = {
        slot.id: SlotLine(slot.id, cafe, slot.starts_at, slot.ends_at, detail or "")
        for slot, cafe, detail in session.execute(rows)
    }
    return Comparison(run.succeeded_at, run.done, tuple(slots.values()))


def _database(session: Session) -> Database:
    version = session.scalar(text("SELECT version_num FROM alembic_version"))
    return Database(session.get_bind().dialect.name, version, known_versions()[0])
