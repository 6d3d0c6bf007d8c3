"""A family joins the line, once however often it asks."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Integer, String, bindparam, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from ..chain import alone
from ..db import UtcDateTime, db, table, transaction
from ..line import standing, ticket_in
from ..models import Line, LineTicket, Reservation
from ..prepared import Prepared
from ..rules.line import Standing, Ticket, rank, turn_until
from ..rules.refusals import NotThere
from ..scope import Actor

_DRAWN_OF = 1 << 52
_VALUES: dict[str, TypeEngine[Any]] = {
    "line_id": Integer(),
    "family_id": Integer(),
    "joined_at": UtcDateTime(),
    "rank": BigInteger(),
}


@dataclass(frozen=True)
class Joined:
    """The family's ticket in the line. ``anew``: its turn had gone by, and it stands at the end now."""

    line: Standing
    ticket: Ticket
    anew: bool


def join_line(*, actor: Actor, now: datetime) -> Joined | None:
    """Give the family its ticket in the line that stands, or the one it has; ``None`` when no line stands.

    Who comes before the opening draws its rank here; nobody reads it before numbers are given. A family whose turn is over
    takes its place at the end.
    """
    if actor.family_id is None:
        raise NotThere
    with transaction() as session:
        line = standing(session)
        if line is None or not line.may_be_joined(now):
            return None
        new = join_first(line, actor=actor, now=now)
        if new is not None:
            return Joined(line, new, anew=False)
        _, ticket = ticket_in(session, line.line_id, actor.family_id)
        if ticket is None or ticket.let_in_at is None or now < turn_until(ticket.let_in_at):
            return None if ticket is None else Joined(line, ticket, anew=False)
        return Joined(line, _at_the_end(session, ticket, _rank(line, now), now), anew=True)


def join_first(line: Standing, *, actor: Actor, now: datetime, request_id: str = "") -> Ticket | None:
    """The ticket of a family that comes into this line for the first time, in one statement. ``None``: it has one, the line
    is over, or the family's request of this ``request_id`` made a reservation already."""
    values = {
        "line_id": line.line_id,
        "family_id": actor.family_id,
        "joined_at": now,
        "rank": _rank(line, now),
        "request_id": request_id,
    }
    session: Session = db.session()
    row = alone(session, _first(session.get_bind().dialect.name), values)
    return Ticket(row.id, line.line_id, None, None) if row is not None else None


def _rank(line: Standing, now: datetime) -> int:
    return rank(now, line.opens_at, secrets.randbelow(_DRAWN_OF) / _DRAWN_OF)


@cache
def _first(dialect: str) -> Prepared:
    into, line, earlier = table(LineTicket), table(Line).c, table(Reservation).c
    given = {name: bindparam(name, type_=kind) for name, kind in _VALUES.items()}
    asked = bindparam("request_id", type_=String())
    chosen = select(*given.values()).where(
        exists(select(line.id).where(line.id == given["line_id"], line.is_open.is_(True))),
        ~exists(select(earlier.id).where(earlier.request_id == asked, earlier.family_id == given["family_id"])),
    )
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(into)
    added = insert.from_select(list(given), chosen, include_defaults=False)
    return Prepared(added.on_conflict_do_nothing(index_elements=[into.c.line_id, into.c.family_id]).returning(into.c.id))


def _at_the_end(session: Session, ticket: Ticket, place: int, now: datetime) -> Ticket:
    """The same ticket without its number; once, if two windows ask at the same moment."""
    session.execute(
        update(LineTicket)
        .where(LineTicket.id == ticket.ticket_id, LineTicket.let_in_at == ticket.let_in_at)
        .values(joined_at=now, rank=place, number=None, let_in_at=None)
        .execution_options(synchronize_session=False)
    )
    row = select(LineTicket.number, LineTicket.let_in_at).where(LineTicket.id == ticket.ticket_id)
    return Ticket(ticket.ticket_id, ticket.line_id, *session.execute(row).one())
