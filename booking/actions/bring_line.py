"""A line that load brings by itself, when people had to be turned away for seconds on end."""

from datetime import datetime

from sqlalchemy import select

from .. import log
from ..db import transaction
from ..line import next_opening, open_line, standing
from ..models import Line
from ..rules.line import LOAD, SNAPS_WITHIN, Standing


def bring_line(*, now: datetime, answered_per_second: float = 0.0) -> Standing | None:
    """Open a line, for the opening when one is near, else at once; ``None`` when one is open or an official wants none.
    ``answered_per_second``: what can be answered, as far as it was measured, and so the pace to begin with.

    One that an official planned for later does not stand in the way: until it begins, load has its own.
    """
    ordered = select(Line.id).where(Line.is_open.is_(True), Line.kind != LOAD, Line.starts_at <= now)
    with transaction() as session:
        if session.scalar(ordered) is not None:
            return None
        near = next_opening(session, now)
        opens_at = near if near is not None and near - now <= SNAPS_WITHIN else now
        line_id = open_line(session, LOAD, starts_at=now, opens_at=opens_at, now=now, measured=answered_per_second)
        if line_id is None:
            return None
        log.note(session, None, "line_brought", "line", line_id, now=now)
        return standing(session)
