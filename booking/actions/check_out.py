"""Staff check children out."""

from collections.abc import Sequence
from datetime import datetime

from .. import log
from ..at_the_door import chosen_visits, hold_reservation
from ..db import transaction
from ..rules.refusals import Code, Refused, no
from ..scope import Actor


def check_out(reservation_id: int, *, actor: Actor, visit_ids: Sequence[int], now: datetime) -> int:
    """These children leave; return how many were still inside. A second tap changes nothing. The places stay taken: the slot
    was these children's.

    :raises Refused: ``NOT_CHECKED_IN`` when one of them never came in; then none is checked out.
    :raises NotThere: not this café's.
    """
    with transaction() as session:
        _, slot, visits = hold_reservation(session, actor, reservation_id)
        chosen = chosen_visits(visits, visit_ids)
        if any(visit.state not in ("checked_in", "checked_out") for visit in chosen):
            raise Refused(no(Code.NOT_CHECKED_IN))
        leaving = [visit for visit in chosen if visit.state == "checked_in"]
        for visit in leaving:
            visit.state, visit.checked_out_at = "checked_out", now
            log.note(session, actor, "check_out", "visit", visit.id, now=now, cafe_id=slot.cafe_id)
        return len(leaving)
