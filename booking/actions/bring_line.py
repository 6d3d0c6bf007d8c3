"""A line that load brings by itself, when people had to be turned away for seconds on end."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..line import next_opening, open_line, standing
from ..rules.line import LOAD, SNAPS_WITHIN, Standing


def bring_line(*, now: datetime) -> Standing | None:
    """Open a line, for the opening when one is near, else at once; ``None`` when one is open or an official wants none."""
    with transaction() as session:
        near = next_opening(session, now)
        opens_at = near if near is not None and near - now <= SNAPS_WITHIN else now
        line_id = open_line(session, LOAD, starts_at=now, opens_at=opens_at, now=now)
        if line_id is None:
            return None
        log.note(session, None, "line_brought", "line", line_id, now=now)
        return standing(session)
