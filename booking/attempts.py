"""Count tries in the database, for all processes together (:mod:`booking.rules.limits` has the numbers).

A try that fails is counted by one statement that also refuses to go past the limit, so however many fail at once, no more
are answered than the limit allows. At the limit nothing is written any more.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy import delete as sql_delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .models import Attempt
from .rules.limits import Limit
from .rules.refusals import Refused


@dataclass(frozen=True)
class Tally:
    """One limit for one subject at one instant: the row its tries are counted in."""

    limit: Limit
    subject: str
    now: datetime

    @property
    def window_at(self) -> datetime:
        return self.limit.window_at(self.now)


def tally(limit: Limit, key: str, now: datetime, *subject: object) -> Tally:
    """The tally of ``limit`` for this subject, hashed with ``key``."""
    text = "\n".join([limit.kind, *map(str, subject)])
    return Tally(limit, hmac.digest(key.encode(), text.encode(), "sha256").hex(), now)


def require_left(session: Session, tallies: Sequence[Tally]) -> None:
    """Refuse when one of these limits is reached. One statement that locks nothing.

    :raises Refused: with the limit's code.
    """
    rows = select(Attempt.kind, Attempt.count.label("tries")).where(or_(*(_row_of(one) for one in tallies)))
    counts: dict[str, int] = {row.kind: row.tries for row in session.execute(rows)}
    for one in tallies:
        if counts.get(one.limit.kind, 0) >= one.limit.most:
            raise Refused(one.limit.refusal(one.now))


def count(session: Session, tallies: Sequence[Tally]) -> None:
    """Count one try in each. Callers name tallies in the same order (the most shared one last), so that they cannot lock
    each other out.

    :raises Refused: a limit was reached meanwhile; the caller's transaction takes the others back.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for one in tallies:
        new = insert(Attempt).values(kind=one.limit.kind, subject=one.subject, window_at=one.window_at, count=1)
        counted = new.on_conflict_do_update(
            index_elements=[Attempt.kind, Attempt.subject, Attempt.window_at],
            set_={"count": Attempt.count + 1},
            where=Attempt.count < one.limit.most,
        ).returning(Attempt.count)
        if session.execute(counted).scalar() is None:
            raise Refused(one.limit.refusal(one.now))


def clear(session: Session, one: Tally) -> None:
    """Forget the tries of this tally's window: the right one was found, before the limit was reached.

    :raises Refused: a try that was counted in this very moment has reached it.
    """
    fewer = sql_delete(Attempt).where(_row_of(one), Attempt.count < one.limit.most)
    session.execute(fewer, execution_options={"synchronize_session": False})
    require_left(session, [one])


def _row_of(one: Tally):  # type: ignore[no-untyped-def]
    return and_(Attempt.kind == one.limit.kind, Attempt.subject == one.subject, Attempt.window_at == one.window_at)
