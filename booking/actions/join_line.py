"""A family joins the line, once however often it asks."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..db import transaction
from ..line import standing, ticket_in
from ..models import LineTicket
from ..rules.line import Standing, Ticket, rank, turn_until
from ..rules.refusals import NotThere
from ..scope import Actor

_DRAWN_OF = 1 << 52


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
        place = rank(now, line.opens_at, secrets.randbelow(_DRAWN_OF) / _DRAWN_OF)
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        new = insert(LineTicket).values(line_id=line.line_id, family_id=actor.family_id, joined_at=now, rank=place)
        session.execute(new.on_conflict_do_nothing(index_elements=[LineTicket.line_id, LineTicket.family_id]))
        _, ticket = ticket_in(session, line.line_id, actor.family_id)
        if ticket is None or ticket.let_in_at is None or now < turn_until(ticket.let_in_at):
            return None if ticket is None else Joined(line, ticket, anew=False)
        return Joined(line, _at_the_end(session, ticket, place, now), anew=True)


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
