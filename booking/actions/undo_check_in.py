"""Staff take back a check-in or a check-out that was a slip."""

from datetime import datetime

from .. import capacity, log
from ..db import transaction
from ..models import Visit
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor, visible_visits


def undo_check_in(visit_id: int, *, actor: Actor, now: datetime) -> str:
    """One step back: checked out → checked in → reserved. Returns the new state. The act stays in the log.

    :raises Refused: ``NOT_CHECKED_IN``.
    :raises NotThere: not this café's.
    """
    with transaction() as session:
        visit = session.scalars(visible_visits(actor).where(Visit.id == visit_id)).one_or_none()
        if visit is None:
            raise NotThere
        (slot,) = capacity.hold(session, [visit.slot_id])
        session.refresh(visit)
        if visit.state == "checked_out":
            visit.state, visit.checked_out_at = "checked_in", None
        elif visit.state == "checked_in":
            visit.state, visit.checked_in_at = "reserved", None
        else:
            raise Refused(no(Code.NOT_CHECKED_IN))
        log.note(session, actor, "undo", "visit", visit.id, now=now, cafe_id=slot.cafe_id, detail=visit.state)
        return visit.state
