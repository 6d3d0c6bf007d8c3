"""The line: as it stands, a family's ticket in it, and what officials see of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ..db import reading
from ..line import next_opening, standing, ticket_by_id, ticket_in
from ..models import Account, Line
from ..rules.line import Standing, Ticket
from ..rules.refusals import NotThere
from ..scope import Actor


def line_now() -> Standing | None:
    """The line that is open, load's before one that is planned for later, or ``None``: one statement."""
    return standing(reading())


def my_ticket(line: Standing, actor: Actor) -> Ticket | None:
    """The family's ticket in this line: one statement."""
    return ticket_in(reading(), line.line_id, actor.family_id)[1] if actor.family_id is not None else None


def ticket_of(ticket_id: int) -> Ticket | None:
    """A ticket by its id: one statement."""
    return ticket_by_id(reading(), ticket_id)


@dataclass(frozen=True)
class LineRow:
    """A line for officials: who started it (nobody: load did), why, and how it went."""

    line_id: int
    kind: str
    by: str | None
    reason: str | None
    starts_at: datetime
    opens_at: datetime
    closed_at: datetime | None
    joined: int
    admitted: int
    pace: float

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def waiting(self) -> int:
        return max(self.joined - self.admitted, 0)


@dataclass(frozen=True)
class LinePage:
    """``now``: the line that families may join, or the time without; ``planned``: an official's for later; ``past``: the
    last ones, the newest first."""

    now: LineRow | None
    planned: LineRow | None
    past: list[LineRow]
    next_opening: datetime | None


LAST = 10


def line_page(actor: Actor, now: datetime) -> LinePage:
    """What the city's officials see.

    :raises NotThere: everybody else.
    """
    if not actor.is_city:
        raise NotThere
    columns: list[Any] = [
        *(Line.id, Line.kind, Account.name, Line.reason, Line.starts_at, Line.opens_at, Line.closed_at),
        *(Line.joined, Line.admitted, Line.pace),
    ]
    asked = select(*columns).outerjoin(Account, Account.id == Line.started_by_id)
    # What is open first, however many have come and gone since it was planned.
    asked = asked.order_by(Line.closed_at.is_not(None), Line.id.desc()).limit(LAST + 2)
    rows = [LineRow(*row) for row in reading().execute(asked)]
    return LinePage(
        now=next((row for row in rows if row.is_open and row.starts_at <= now), None),
        planned=next((row for row in rows if row.is_open and row.starts_at > now), None),
        past=[row for row in rows if not row.is_open][:LAST],
        next_opening=next_opening(reading(), now),
    )


@dataclass(frozen=True)
class LineNumbers:
    """Families waiting, and turns a second. ``waiting`` is ``None`` where no line stands."""

    waiting: int | None
    pace: float


def line_numbers(now: datetime) -> LineNumbers:
    """The line in numbers: one statement."""
    line = line_now()
    return LineNumbers(line.waiting, line.pace) if line is not None and line.may_be_joined(now) else LineNumbers(None, 0.0)
