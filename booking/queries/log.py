"""The log, as an official reads it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from ..db import reading
from ..models import Account, Cafe, District, LogEntry, MailLink, Reservation, Slot, Visit
from ..rules import notice_kinds
from ..rules.refusals import NotThere
from ..rules.times import instant
from ..scope import Actor, visible_cafes

PARTS = ("slot_capacity", "slot_close", "slot_reopen", "slot_withdraw", "capacity_cancel", "closing_cancel")
"""Lines that belong to an act on many slots; they share its instant, its actor and, where it is of one, its café, and show
under it."""
CITY_WIDE = ("close_days", "reopen_day", "change_rules", "withdraw_rules", "cancel_rules")
"""Acts on the whole city that every district's official may read, because they hold there too."""
PAGE = 50


@dataclass(frozen=True)
class SlotAt:
    """The slot that a line is about."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class LogLine:
    """One line. ``place``: a café, a district, or ``None`` for the city or nobody's; ``parts``: lines under this act.

    ``slot`` and ``code`` (of the reservation) are there for lines about a slot, a reservation or a visit; ``person`` for
    lines about staff, an official or an invitation of one, as called now (an accepted invitation has forgotten it).
    """

    log_id: int
    at: datetime
    actor_name: str | None
    verb: str
    subject_kind: str
    subject_id: int | None
    place: str | None
    reason: str | None
    detail: str | None
    parts: int
    slot: SlotAt | None
    code: str | None
    person: str | None


@dataclass(frozen=True)
class LogPage:
    """One page of lines, the newest first, and how many pages there are."""

    lines: tuple[LogLine, ...]
    page: int
    pages: int


def log_page(
    actor: Actor,
    *,
    day: date | None = None,
    verb: str | None = None,
    cafe_id: int | None = None,
    slot_id: int | None = None,
    page: int = 1,
) -> LogPage:
    """The lines that fit: of a Seoul day, a verb, a café, a slot. Without a verb and a slot, acts without their parts."""
    wanted = [_visible(actor)]
    if day is not None:
        wanted.append(LogEntry.at >= instant(day, time()))
        wanted.append(LogEntry.at < instant(day + timedelta(days=1), time()))
    if verb is not None:
        wanted.append(LogEntry.verb == verb)
    elif slot_id is None:
        wanted.append(LogEntry.verb.not_in(PARTS))
    if cafe_id is not None:
        wanted.append(LogEntry.cafe_id == cafe_id)
    if slot_id is not None:
        wanted.append((LogEntry.subject_kind == "slot") & (LogEntry.subject_id == slot_id))
    session = reading()
    count = session.scalar(select(func.count()).select_from(LogEntry).where(*wanted)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    rows = _lines().where(*wanted).limit(PAGE).offset((page - 1) * PAGE)
    return LogPage(_shown(actor, rows), page, pages)


def act_lines(actor: Actor, log_id: int) -> tuple[LogLine, tuple[LogLine, ...]]:
    """An act, and the lines under it that the official may read.

    :raises NotThere: unknown, or not this official's to read.
    """
    act = _shown(actor, _lines().where(_visible(actor), LogEntry.id == log_id))
    if not act:
        raise NotThere
    session = reading()
    of = session.get_one(LogEntry, log_id)
    same = (
        LogEntry.actor_id.is_not_distinct_from(of.actor_id),
        true() if of.cafe_id is None else LogEntry.cafe_id == of.cafe_id,
    )
    rows = _lines().where(_visible(actor), LogEntry.verb.in_(PARTS), LogEntry.at == of.at, *same)
    return act[0], _shown(actor, rows.order_by(None).order_by(LogEntry.id))


def _visible(actor: Actor) -> ColumnElement[bool]:
    if actor.is_city:
        return true()
    cafes = visible_cafes(actor).with_only_columns(Cafe.id).scalar_subquery()
    nowhere = LogEntry.district_id.is_(None) & LogEntry.cafe_id.is_(None)
    return or_(
        LogEntry.cafe_id.in_(cafes),
        and_(LogEntry.district_id == actor.district_id, LogEntry.cafe_id.is_(None)),
        and_(nowhere, LogEntry.verb.in_(CITY_WIDE)),
    )


Rows = Select[LogEntry, str | None, str | None, str | None, Slot | None, str | None, str | None]


def _lines() -> Rows:
    about_visit = and_(LogEntry.subject_kind == "visit", LogEntry.subject_id == Visit.id)
    about_reservation = or_(
        and_(LogEntry.subject_kind == "reservation", LogEntry.subject_id == Reservation.id),
        Visit.reservation_id == Reservation.id,
    )
    subject = aliased(Account)
    about_worker = and_(
        LogEntry.subject_kind == "account", LogEntry.subject_id == subject.id, subject.role.in_(("staff", "admin"))
    )
    about_invitation = and_(
        LogEntry.subject_kind == "mail_link",
        LogEntry.subject_id == MailLink.id,
        MailLink.kind.in_((notice_kinds.INVITE_STAFF, notice_kinds.INVITE_ADMIN)),
    )
    person = func.coalesce(subject.name, MailLink.name, MailLink.email)
    slot_id = case((LogEntry.subject_kind == "slot", LogEntry.subject_id), else_=Reservation.slot_id)
    return (
        select(LogEntry, Account.name, Cafe.name, District.name, Slot, Reservation.code, person)
        .outerjoin(Account, Account.id == LogEntry.actor_id)
        .outerjoin(Cafe, Cafe.id == LogEntry.cafe_id)
        .outerjoin(District, District.id == LogEntry.district_id)
        .outerjoin(Visit, about_visit)
        .outerjoin(Reservation, about_reservation)
        .outerjoin(subject, about_worker)
        .outerjoin(MailLink, about_invitation)
        .outerjoin(Slot, Slot.id == slot_id)
        .order_by(LogEntry.at.desc(), LogEntry.id.desc())
    )


def _shown(actor: Actor, rows: Rows) -> tuple[LogLine, ...]:
    found = list(reading().execute(rows))
    parts = _parts(actor, {row.at for row, *_ in found if row.verb not in PARTS})
    return tuple(
        LogLine(
            log_id=row.id,
            at=row.at,
            actor_name=actor_name,
            verb=row.verb,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            place=cafe or district,
            reason=row.reason,
            detail=row.detail,
            parts=0 if row.verb in PARTS else parts[row.at, row.actor_id, row.cafe_id],
            slot=SlotAt(slot.id, slot.starts_at, slot.ends_at) if slot else None,
            code=code,
            person=person,
        )
        for row, actor_name, cafe, district, slot, code, person in found
    )


def _parts(actor: Actor, instants: set[datetime]) -> Counter[tuple[datetime, int | None, int | None]]:
    """How many lines stand under the acts of these instants, by instant, actor and café (``None``: an act on several)."""
    under = (
        select(LogEntry.at, LogEntry.actor_id, LogEntry.cafe_id, func.count())
        .where(_visible(actor), LogEntry.verb.in_(PARTS), LogEntry.at.in_(instants))
        .group_by(LogEntry.at, LogEntry.actor_id, LogEntry.cafe_id)
    )
    found: Counter[tuple[datetime, int | None, int | None]] = Counter()
    for at, actor_id, cafe_id, count in reading().execute(under) if instants else ():
        for where in {cafe_id, None}:
            found[at, actor_id, where] += count
    return found
