"""An official of the city has families stand in line, wants no line at all, or ends either."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from .. import log
from ..db import transaction
from ..line import close_line, open_line
from ..models import Line
from ..rules.line import JOINED_BEFORE, LOAD, OFF, OFFICIAL
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor

PLANNED_DAYS = 7
"""So far ahead a line may be planned: one opening at a time."""


def start_line(opens_at: datetime | None, reason: str, *, actor: Actor, now: datetime) -> int:
    """Have families stand in line from now on, or before the opening at ``opens_at``; return the line's id. Until families
    may join one that is planned, load may bring its own, which is over then.

    :raises Refused: ``REASON_MISSING``, ``LINE_OPENING_WRONG``, ``LINE_THERE_ALREADY``.
    :raises NotThere: not the city's official.
    """
    if opens_at is not None and not now <= opens_at <= now + timedelta(days=PLANNED_DAYS):
        raise Refused(no(Code.LINE_OPENING_WRONG, "date", days=PLANNED_DAYS))
    first = now if opens_at is None else max(now, opens_at - JOINED_BEFORE)
    return _open(OFFICIAL, first, opens_at or now, reason, "line_started", actor=actor, now=now)


def want_no_line(reason: str, *, actor: Actor, now: datetime) -> int:
    """Let no line stand, whatever the load, until it is ended; return its row's id. One that load brought is over.

    :raises Refused: ``REASON_MISSING``, ``LINE_THERE_ALREADY``.
    :raises NotThere: not the city's official.
    """
    return _open(OFF, now, now, reason, "line_barred", actor=actor, now=now)


def end_line(line_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """End this line, or this time without lines: from now on load decides again.

    :raises Refused: ``REASON_MISSING``, ``LINE_NOT_THERE`` when it has ended.
    :raises NotThere: not the city's official.
    """
    _check(actor, reason)
    with transaction() as session:
        rows = select(Line).where(Line.id == line_id, Line.is_open.is_(True))
        line = session.scalars(rows.with_for_update(key_share=True)).one_or_none()
        if line is None:
            raise Refused(no(Code.LINE_NOT_THERE))
        line.is_open, line.closed_at = None, now
        log.note(session, actor, "line_ended", "line", line.id, now=now, reason=reason)


def _open(kind: str, starts_at: datetime, opens_at: datetime, reason: str, verb: str, *, actor: Actor, now: datetime) -> int:
    _check(actor, reason)
    with transaction() as session:
        said: dict[str, Any] = {"started_by_id": actor.account_id, "reason": reason}
        line_id = open_line(session, kind, starts_at=starts_at, opens_at=opens_at, now=now, **said)
        if line_id is None:
            kinds = select(Line.kind).where(Line.is_open.is_(True), Line.kind != LOAD)
            kind = session.scalars(kinds).one_or_none() or kind
            raise Refused(no(Code.LINE_THERE_ALREADY, what="줄을 세우지 않기로 되어" if kind == OFF else "줄이"))
        rows = select(Line).where(Line.is_open.is_(True), Line.kind == LOAD)
        brought = session.scalars(rows.with_for_update(key_share=True)).one_or_none() if starts_at <= now else None
        if brought is not None:
            if kind != OFF:
                # Who stands in it would lose the place; an official who wants that ends it first.
                raise Refused(no(Code.LINE_THERE_ALREADY, what="줄이"))
            close_line(session, brought, now)
        log.note(session, actor, verb, "line", line_id, now=now, reason=reason)
        return line_id


def _check(actor: Actor, reason: str) -> None:
    if not actor.is_city:
        raise NotThere
    if not reason.strip():
        raise Refused(no(Code.REASON_MISSING, "reason"))
