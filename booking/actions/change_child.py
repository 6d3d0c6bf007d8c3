"""A guardian corrects a child's name or birth date."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import transaction
from ..facts import family_children
from ..families import hold_family
from ..models import Child, Slot, Visit
from ..policies import PolicyBook, policy_book
from ..rules.families import birth_date_refusal
from ..rules.refusals import Code, NotThere, Refusal, Refused, no
from ..rules.siblings import comes_by_itself, may_come_along
from ..rules.times import seoul_date
from ..scope import Actor, visible_children


def change_child(child_id: int, *, actor: Actor, name: str, birth_date: date, now: datetime) -> None:
    """Keep the new values. A birth date by which the child could not come to a visit that is still ahead is refused.

    :raises Refused: ``BIRTH_DATE_IN_FUTURE``, ``BIRTH_DATE_TOO_OLD``, ``CHILD_ALREADY_THERE``,
        ``CHANGE_BREAKS_RESERVATION``.
    :raises NotThere: not a child of the family.
    """
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        child = session.scalars(visible_children(actor).where(Child.id == child_id)).one_or_none()
        if child is None:
            raise NotThere
        others = [other for other in family_children(session, family_id) if other.id != child_id]
        if any(other.name == name and other.birth_date == birth_date for other in others):
            raise Refused(no(Code.CHILD_ALREADY_THERE, "name"))
        if birth_date != child.birth_date:
            reason = birth_date_refusal(birth_date, seoul_date(now)) or _broken(session, child_id, birth_date, now)
            if reason is not None:
                raise Refused(reason)
        child.name, child.birth_date = name, birth_date


def _broken(session: Session, child_id: int, birth_date: date, now: datetime) -> Refusal | None:
    """The first visit ahead that the new birth date would not allow."""
    rows = (
        select(Slot)
        .join(Visit, Visit.slot_id == Slot.id)
        .where(Visit.child_id == child_id, Visit.state == "reserved", Slot.ends_at > now)
        .order_by(Slot.starts_at)
    )
    slots = list(session.scalars(rows))
    book = policy_book(session)
    for slot in slots:
        if _keeps_out(birth_date, slot, book):
            return no(Code.CHANGE_BREAKS_RESERVATION, "birth_date", date=slot.date)
    return None


def _keeps_out(birth_date: date, slot: Slot, book: PolicyBook) -> bool:
    """Whether the age keeps the child out even with brothers and sisters; which of them come is not asked again."""
    policy = book.of_slot(slot)
    return not comes_by_itself(birth_date, slot.date, policy) and not may_come_along(birth_date, slot.date, policy)
