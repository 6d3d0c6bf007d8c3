"""What tests of the line share: a line, families in it, and time going on."""

from datetime import datetime, timedelta

from sqlalchemy import select

from booking.actions.advance_line import advance_line
from booking.actions.join_line import Joined, join_line
from booking.actions.order_line import start_line
from booking.db import transaction
from booking.models import Line, LineTicket
from booking.scope import Actor
from tests.world import NOW, World


def an_open_line(world: World, *, opens_at: datetime | None = None, pace: float | None = None, now: datetime = NOW) -> int:
    """An official's line; its pace can be set."""
    line_id = start_line(opens_at, "화요일 아침", actor=world.city, now=now)
    if pace is not None:
        set_line(line_id, pace=pace)
    return line_id


def set_line(line_id: int, **values: object) -> None:
    """Change the line's row."""
    with transaction() as session:
        line = session.get_one(Line, line_id)
        for name, value in values.items():
            setattr(line, name, value)


def stays_busy(line_id: int) -> int:
    """Let the line stand still during a test, and everybody need a turn, as while too many are turned away."""
    set_line(line_id, calm_since=None, ticked_at=NOW + timedelta(minutes=5))
    return line_id


def line_row(line_id: int) -> Line:
    """The line as committed, detached."""
    with transaction() as session:
        found = session.get_one(Line, line_id)
        session.expunge(found)
        return found


def joins(actor: Actor, now: datetime = NOW) -> Joined:
    """The family joins; a line must stand."""
    joined = join_line(actor=actor, now=now)
    assert joined is not None
    return joined


def tickets() -> dict[int, LineTicket]:
    """The tickets of all families, by family, detached."""
    with transaction() as session:
        found = list(session.scalars(select(LineTicket).order_by(LineTicket.number, LineTicket.id)))
        session.expunge_all()
        return {ticket.family_id: ticket for ticket in found}


def moves_on(now: datetime, *, seconds: int = 1, answered: int = 0, turned_away: int = 0) -> datetime:
    """The line moves up once a second for so long; the instant afterwards."""
    for _ in range(seconds):
        now += timedelta(seconds=1)
        advance_line(answered, turned_away, now=now)
    return now


def gets_its_turn(actor: Actor, now: datetime = NOW) -> datetime:
    """The family joins and its turn comes; the instant at which it has it."""
    joins(actor, now)
    return moves_on(now, seconds=2)
