"""Staff check a child out."""

from datetime import datetime

from .. import capacity, log
from ..db import transaction
from ..models import Visit
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor, visible_visits


def check_out(visit_id: int, *, actor: Actor, now: datetime) -> None:
    """The child leaves. A second tap changes nothing. The place stays taken: the slot was this child's.

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
            return
        if visit.state != "checked_in":
            raise Refused(no(Code.NOT_CHECKED_IN))
        visit.state, visit.checked_out_at = "checked_out", now
        log.note(session, actor, "check_out", "visit", visit.id, now=now, cafe_id=slot.cafe_id)
