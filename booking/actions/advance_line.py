"""The line moves up: numbers for who has none, turns at the pace, and its end when nobody needs it any more, or when an
official ordered otherwise for now.

Any process does it, at most once a second (``ticked_at``), whichever holds the line's row first; the others wait for it, a
second's work at most, and add what they counted: a count that is dropped would make the pace fall.
"""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from ..db import transaction
from ..line import close_line, standing
from ..models import Line, LineTicket
from ..rules.line import LOAD, OFF, OFFICIAL, TICK, Standing, is_calm, is_over
from ..rules.line_pace import Pace, admission, after_calm, next_pace

NUMBERED_AT_ONCE = 10_000
"""So many numbers are given in one go, the front first: all of Seoul's would hold up this second's turns."""
_UNSYNCED = {"synchronize_session": False}


def advance_line(answered: int, turned_away: int, *, now: datetime) -> Standing | None:
    """Add what this process counted, and move the line up if it is time. The line as it stands afterwards, or ``None``."""
    with transaction() as session:
        # Not FOR UPDATE, which would hold up who joins: a ticket refers to the line.
        rows = select(Line).where(Line.is_open.is_(True)).order_by(Line.kind).with_for_update(key_share=True)
        opened = {line.kind: line for line in session.scalars(rows)}
        line = opened.get(LOAD) or opened.get(OFFICIAL)
        if line is not None and line.kind == LOAD and _is_ordered_otherwise(opened, now):
            close_line(session, line, now)
        elif line is not None:
            line.answered += answered
            line.turned_away += turned_away
            if now - line.ticked_at >= TICK:
                _tick(session, line, now)
        session.flush()
        return standing(session)


def _is_ordered_otherwise(opened: dict[str, Line], now: datetime) -> bool:
    """Whether an official's order holds by now, so that load's line is over."""
    return OFF in opened or (OFFICIAL in opened and opened[OFFICIAL].starts_at <= now)


def _tick(session: Session, line: Line, now: datetime) -> None:
    if is_over(line.kind, calm_since=line.calm_since, ticked_at=line.ticked_at, now=now):
        close_line(session, line, now)
        return
    seconds = (now - line.ticked_at).total_seconds()
    pressed = line.turned_away > 0
    if now < line.opens_at:
        line.joined = _without_number(session, line)
    else:
        _give_numbers(session, line)
        _give_turns(session, line, min(seconds, (now - line.opens_at).total_seconds()), now)
        _measure(line, seconds)
        calm = is_calm(was_calm=line.calm_since is not None, waiting=line.admitted < line.joined, pressed=pressed)
        line.calm_since = (line.calm_since or now) if calm else None
    line.answered = line.turned_away = 0
    line.ticked_at = now


def _without_number(session: Session, line: Line) -> int:
    rows = select(func.count()).where(LineTicket.line_id == line.id, LineTicket.number.is_(None))
    return session.scalar(rows) or 0


def _give_numbers(session: Session, line: Line) -> None:
    """Number whoever has none yet, by rank; the first time these are all who came before the opening."""
    order = func.row_number().over(order_by=(LineTicket.rank, LineTicket.id)).label("place")
    without = select(LineTicket.id, order).where(LineTicket.line_id == line.id, LineTicket.number.is_(None))
    waiting = without.order_by(LineTicket.rank, LineTicket.id).limit(NUMBERED_AT_ONCE).subquery("waiting")
    numbered = update(LineTicket).where(LineTicket.id == waiting.c.id).values(number=line.numbered + waiting.c.place)
    given = _changed(session, numbered)
    line.numbered += given
    line.joined = line.numbered + (_without_number(session, line) if given == NUMBERED_AT_ONCE else 0)


def _give_turns(session: Session, line: Line, seconds: float, now: datetime) -> None:
    turns, line.allowance = admission(line.allowance, line.pace, seconds, line.numbered - line.admitted)
    if turns:
        last = line.admitted + turns
        theirs = LineTicket.line_id == line.id, LineTicket.number > line.admitted, LineTicket.number <= last
        _changed(session, update(LineTicket).where(*theirs).values(let_in_at=now))
        line.admitted = last


def _measure(line: Line, seconds: float) -> None:
    measured = Pace(line.pace, line.answers_lately, line.answers_usually, line.trial_seconds, line.answers_before)
    if line.calm_since is not None and line.turned_away:
        measured = after_calm(measured)
    waiting = line.admitted < line.joined
    found = next_pace(measured, line.answered / seconds, pressed=line.turned_away > 0, waiting=waiting, seconds=seconds)
    line.pace, line.answers_lately, line.answers_usually = found.per_second, found.lately, found.usually
    line.trial_seconds, line.answers_before = found.trial_seconds, found.before


def _changed(session: Session, statement) -> int:  # type: ignore[no-untyped-def]
    result = session.execute(statement, execution_options=_UNSYNCED)
    assert isinstance(result, CursorResult)
    return result.rowcount
