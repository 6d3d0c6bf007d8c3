"""A slot of more than a year ago loses its people; its numbers stay."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .. import capacity, log
from ..db import transaction
from ..forgetting import SOME_CHILD
from ..models import Child, Family, FamilyConcession, Move, Reservation, Visit


def anonymise_slot(slot_id: int, *, now: datetime) -> int:
    """Cut every reservation of the slot from family, account, code and request, and every visit from its child; return how
    many visits.

    Each visit gets a nameless child of the same year of birth, in a family of nobody, so counts by café, day, state and age
    stay as they were while visits of one child can no longer be told together. Children and families taken in at the door
    had only this slot and are deleted. Run twice, the second run finds nothing to do.
    """
    with transaction() as session:
        capacity.hold(session, [slot_id])
        reservations = list(
            session.scalars(select(Reservation).where(Reservation.slot_id == slot_id).order_by(Reservation.id))
        )
        visits = list(
            session.execute(
                select(Visit, Child)
                .join(Child, Child.id == Visit.child_id)
                .where(Visit.slot_id == slot_id)
                .order_by(Visit.id)
            )
        )
        if all(r.account_id is None for r in reservations) and all(child.removed_at for _, child in visits):
            return 0
        families = {reservation.family_id for reservation in reservations}
        nobody = Family(created_at=now, walk_in=True)
        session.add(nobody)
        session.flush()
        for visit, child in visits:
            visit.child_id = _some_child(session, nobody.id, child.birth_date, now)
        for reservation in reservations:
            reservation.family_id = nobody.id
            reservation.account_id = None
            reservation.companion = None
            # Lower case: no code that was ever given out looks like this.
            reservation.code = f"x{reservation.id}"
            reservation.request_id = f"x{reservation.id}"
            reservation.request_hash = ""
        session.flush()
        session.execute(delete(Move).where(Move.reservation_id.in_([reservation.id for reservation in reservations])))
        _delete_door_families(session, sorted(families))
        log.note(session, None, "anonymise", "slot", slot_id, now=now, detail=f"{len(visits)}")
        return len(visits)


def _some_child(session: Session, family_id: int, birth_date: date, now: datetime) -> int:
    child = Child(
        family_id=family_id,
        name=SOME_CHILD,
        birth_date=date(birth_date.year, 1, 1),
        created_at=now,
        removed_at=now,
    )
    session.add(child)
    session.flush()
    return child.id


def _delete_door_families(session: Session, family_ids: Sequence[int]) -> None:
    left = select(Family.id).where(
        Family.id.in_(family_ids),
        Family.walk_in,
        ~select(Reservation.id).where(Reservation.family_id == Family.id).exists(),
    )
    empty = list(session.scalars(left))
    session.execute(delete(FamilyConcession).where(FamilyConcession.family_id.in_(empty)))
    session.execute(delete(Child).where(Child.family_id.in_(empty)))
    session.execute(delete(Family).where(Family.id.in_(empty)))
