"""A guardian reserves places for one or several children in one act."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, outbox
from ..db import transaction
from ..facts import children_facts, family_children, slot_facts
from ..families import hold_family
from ..models import Child, Reservation, Slot
from ..policies import policy_for
from ..reservations import add_reservation, request_hash
from ..rules import notice_kinds
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.reserving import ChildFacts, refusal
from ..scope import Actor

REMINDERS = (
    (notice_kinds.REMINDER_DAY, timedelta(days=1)),
    (notice_kinds.REMINDER_HOURS, timedelta(hours=2)),
)


def reserve(
    slot_id: int,
    *,
    actor: Actor,
    child_ids: Sequence[int],
    adults: int,
    request_id: str,
    now: datetime,
) -> int:
    """Reserve the slot for all these children or for none, and return the reservation's id.

    The same ``request_id`` with the same content returns the first answer, so a double tap or a retry after a lost answer
    makes one reservation. With other content it is refused.

    :raises Refused: a rule of :mod:`booking.rules.reserving`, ``CHILD_NOT_YOURS``, ``EMAIL_NOT_CONFIRMED``,
        ``REQUEST_ID_REUSED``, or ``SLOT_FULL`` / ``SLOT_CLOSED`` from the database's last word.
    :raises NotThere: no such slot.
    """
    wanted = list(dict.fromkeys(child_ids))
    content = request_hash(slot_id, ",".join(str(child_id) for child_id in sorted(wanted)), adults)
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        earlier = _earlier(session, family_id, request_id)
        if earlier is not None:
            if earlier.request_hash != content:
                raise Refused(no(Code.REQUEST_ID_REUSED))
            return earlier.id
        if not actor.email_confirmed:
            raise Refused(no(Code.EMAIL_NOT_CONFIRMED))
        slot = session.get(Slot, slot_id)
        if slot is None:
            raise NotThere
        children = _children(session, family_id, wanted, slot)
        policy = policy_for(session, slot.cafe_id, slot.date)
        reason = refusal(slot_facts(slot), children, adults, policy, now)
        if reason is not None:
            raise Refused(reason)
        if slot.taken + len(children) > slot.capacity:
            raise Refused(capacity.full_refusal(slot, len(children)))
        reservation = add_reservation(
            session,
            slot,
            family_id=family_id,
            account_id=actor.account_id,
            child_ids=[child.child_id for child in children],
            adults=adults,
            source="online",
            request_id=request_id,
            content=content,
            now=now,
        )
        outbox.put(session, notice_kinds.RESERVED, reservation.id, now=now, account_id=actor.account_id)
        for kind, before in REMINDERS:
            due_at = slot.starts_at - before
            if due_at > now:
                outbox.put(session, kind, reservation.id, now=now, due_at=due_at, account_id=actor.account_id)
        capacity.take(session, slot.id, len(children), cause="reserve", reservation_id=reservation.id, at=now)
        return reservation.id


def _earlier(session: Session, family_id: int, request_id: str) -> Reservation | None:
    return session.scalars(
        select(Reservation).where(Reservation.family_id == family_id, Reservation.request_id == request_id)
    ).one_or_none()


def _children(session: Session, family_id: int, child_ids: Sequence[int], slot: Slot) -> list[ChildFacts]:
    own = {child.id: child for child in family_children(session, family_id)}
    if any(child_id not in own for child_id in child_ids):
        raise Refused(no(Code.CHILD_NOT_YOURS, "child_ids"))
    chosen: list[Child] = [own[child_id] for child_id in child_ids]
    return children_facts(session, chosen, slot.date, slot.date)
