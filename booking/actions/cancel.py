"""A guardian cancels a whole reservation or some of its children."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from .. import capacity, outbox
from ..db import transaction
from ..facts import HOLDS_PLACE
from ..families import hold_family
from ..models import Reservation, Visit
from ..policies import slot_policy
from ..rules import notice_kinds
from ..rules.adults import adults_staying
from ..rules.cancelling import cancel_refusal
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.siblings import left_alone
from ..scope import Actor, visible_reservations
from ..visit_states import cancel_visits


def cancel(reservation_id: int, *, actor: Actor, visit_ids: Sequence[int] | None = None, now: datetime) -> None:
    """Cancel these visits of the reservation, or all that still can be (``visit_ids`` is ``None``). All or nothing.
    With fewer children fewer adults may come: the reservation keeps as many as the rule allows.

    A second tap on the same cancel is refused with ``ALREADY_CANCELLED`` and changes nothing.

    :raises Refused: ``ALREADY_CANCELLED``, ``CANCEL_DEADLINE_PASSED``, ``ALREADY_CHECKED_IN``, ``ALREADY_NO_SHOW``.
    :raises NotThere: not the family's reservation, or not its visits.
    """
    with transaction() as session:
        hold_family(session, actor.family_id)
        reservation = session.scalars(visible_reservations(actor).where(Reservation.id == reservation_id)).one_or_none()
        if reservation is None:
            raise NotThere
        (slot,) = capacity.hold(session, [reservation.slot_id])
        rows = select(Visit).where(Visit.reservation_id == reservation.id).order_by(Visit.id)
        visits = list(session.scalars(rows.execution_options(populate_existing=True)))
        chosen = _chosen(visits, visit_ids)
        policy = slot_policy(session, slot)
        for visit in chosen:
            reason = cancel_refusal(visit.state, slot.starts_at, policy, now)
            if reason is not None:
                raise Refused(reason)
        cancel_visits(session, reservation, chosen, cause="guardian", now=now)
        staying = [visit.child.birth_date for visit in visits if visit.state in HOLDS_PLACE]
        alone = left_alone(staying, slot.date, policy)
        if alone is not None:
            raise Refused(alone)
        reservation.adults = adults_staying(reservation.adults, staying, slot.date, policy)
        outbox.put(
            session,
            notice_kinds.CANCELLED,
            reservation.id,
            now=now,
            account_id=reservation.account_id,
            occasion=reservation.sequence,
        )


def _chosen(visits: Sequence[Visit], visit_ids: Sequence[int] | None) -> list[Visit]:
    if visit_ids is None:
        open_ones = [visit for visit in visits if visit.state == "reserved"]
        return open_ones or list(visits)
    by_id = {visit.id: visit for visit in visits}
    if any(visit_id not in by_id for visit_id in visit_ids):
        raise NotThere
    if not visit_ids:
        raise Refused(no(Code.NO_CHILD_CHOSEN, "visit_ids"))
    return [by_id[visit_id] for visit_id in dict.fromkeys(visit_ids)]
