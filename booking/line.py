"""The line that stands now, and whose turn it is: shared by what reserves, what joins and what shows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from . import log
from .db import UtcDateTime, table
from .models import Line, LineTicket
from .policies import policy_book
from .prepared import Prepared
from .rules.line import OFF, OFFICIAL, UNHEARD, Standing, Ticket, turn_refusal
from .rules.line_pace import START_PACE
from .rules.openings import opening
from .rules.policy import PolicyIncomplete
from .rules.refusals import Refused
from .rules.times import days, seoul_date

_line, _ticket = table(Line).c, table(LineTicket).c
_STANDING = (
    *(_line.id, _line.kind, _line.starts_at, _line.opens_at, _line.ticked_at),
    *(_line.joined, _line.numbered, _line.admitted, _line.pace, _line.calm_since),
)
_TICKET = (_ticket.id, _ticket.line_id, _ticket.number, _ticket.let_in_at)
_LOADS_FIRST = _line.kind == OFFICIAL
_OPEN = Prepared(select(*_STANDING).where(_line.is_open.is_(True), _line.kind != OFF).order_by(_LOADS_FIRST).limit(1))
_BY_ID = Prepared(select(*_TICKET).where(_ticket.id == bindparam("ticket_id")))
_OF_FAMILY = Prepared(
    select(*_STANDING, *_TICKET)
    .outerjoin(table(LineTicket), and_(_ticket.line_id == _line.id, _ticket.family_id == bindparam("family_id")))
    .where(_line.id == bindparam("line_id"))
)
STANDS = (
    select(_line.id)
    .where(
        *(_line.is_open.is_(True), _line.kind != OFF, _line.calm_since.is_(None)),
        _line.opens_at <= bindparam("line_at", type_=UtcDateTime()),
        or_(_line.kind == OFFICIAL, _line.ticked_at > bindparam("line_heard_since", type_=UtcDateTime())),
    )
    .order_by(_LOADS_FIRST)
    .limit(1)
    .scalar_subquery()
)
"""The line before which nobody reserves out of turn now, or null. A statement that is needed anyway brings it along, with
:func:`stands_values`."""
PLANNED = timedelta(days=45)
"""So far ahead the next opening is looked for: monthly openings come within it."""


def stands_values(now: datetime) -> dict[str, Any]:
    """What :data:`STANDS` asks with."""
    return {"line_at": now, "line_heard_since": now - UNHEARD}


def standing(session: Session) -> Standing | None:
    """The line that is open, whether turns are given already or not: one statement. Of load's and one that an official
    planned for later it is load's, which is over when the other begins (:mod:`booking.actions.advance_line`)."""
    row = _OPEN.first(session, {})
    return Standing(*row) if row else None


def ticket_in(session: Session, line_id: int, family_id: int) -> tuple[Standing, Ticket | None]:
    """The line as it is now and the family's ticket in it: one statement."""
    row = _OF_FAMILY.first(session, {"line_id": line_id, "family_id": family_id})
    ticket = row[len(_STANDING) :]
    return Standing(*row[: len(_STANDING)]), Ticket(*ticket) if ticket[0] is not None else None


def ticket_by_id(session: Session, ticket_id: int) -> Ticket | None:
    """A ticket: one statement by its key."""
    row = _BY_ID.first(session, {"ticket_id": ticket_id})
    return Ticket(*row) if row else None


def require_turn(session: Session, line_id: int | None, family_id: int, now: datetime) -> None:
    """Let pass whose turn it is, or everybody where no line stands (``line_id`` is ``None``: no statement).

    :raises Refused: ``LINE_WAITING``, ``LINE_TURN_OVER``.
    """
    if line_id is None:
        return
    refusal = turn_refusal(*ticket_in(session, line_id, family_id), now)
    if refusal is not None:
        raise Refused(refusal)


def line_that_stands(session: Session, now: datetime) -> int | None:
    """:data:`STANDS` for who has no statement to bring it along."""
    return session.execute(select(STANDS), stands_values(now)).scalar_one_or_none()


def open_line(
    session: Session,
    kind: str,
    *,
    starts_at: datetime,
    opens_at: datetime,
    now: datetime,
    measured: float = 0.0,
    **said: Any,
) -> int | None:
    """Open a line and return its id; ``None`` when one of its kind is open already: of load's, or of an official's orders.
    It begins at the pace that is ``measured``, or that the one before it had, whichever is faster: too fast a pace is found
    out soon, and loses no answer meanwhile."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    last = session.scalar(select(Line.pace).where(Line.kind != OFF).order_by(Line.id.desc()).limit(1))
    pace = max(measured, last or START_PACE)
    new = insert(Line).values(
        kind=kind, is_open=True, starts_at=starts_at, opens_at=opens_at, ticked_at=now, pace=pace, **said
    )
    done = new.on_conflict_do_nothing().returning(Line.id)
    return session.execute(done).scalar_one_or_none()


def close_line(session: Session, line: Line, now: datetime) -> None:
    """The line is over by itself: everybody reserves as before, or as the line that comes after it says."""
    line.is_open, line.closed_at = None, now
    log.note(session, None, "line_over", "line", line.id, now=now, detail=f"{line.admitted}/{line.joined}")


def next_opening(session: Session, now: datetime) -> datetime | None:
    """The next instant at which the city's rules open dates, or ``None`` when they say of none."""
    book, today = policy_book(session), seoul_date(now)
    try:
        found = {opening(day, book.city(day)) for day in days(today, seoul_date(now + PLANNED))}
    except PolicyIncomplete:
        return None
    return min((at for at in found if at > now), default=None)
