"""What rules decide on, gathered from the tables. Reserving and every "may I?" answer use it, so they cannot differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Child, Slot, Visit
from .rules.reserving import ChildFacts, PastVisit, SlotFacts

HOLDS_PLACE = ("reserved", "checked_in", "checked_out")
"""States in which a visit holds a place of its slot."""


def slot_facts(slot: Slot) -> SlotFacts:
    """A slot's row as rules see it."""
    return SlotFacts(slot.id, slot.cafe_id, slot.starts_at, slot.ends_at, slot.closed_reason)


def visits_around(session: Session, child_ids: Iterable[int], first: date, last: date) -> dict[int, list[PastVisit]]:
    """Live visits of these children from the day before ``first`` to the day after ``last``: one statement.

    A day of margin on both sides lets overlaps across midnight be seen.
    """
    rows = (
        select(Visit.child_id, Slot.id, Slot.starts_at, Slot.ends_at)
        .join(Visit.slot)
        .where(
            Visit.child_id.in_(list(child_ids)),
            Visit.state.in_(HOLDS_PLACE),
            Slot.date.between(first - timedelta(days=1), last + timedelta(days=1)),
        )
    )
    found: dict[int, list[PastVisit]] = defaultdict(list)
    for child_id, slot_id, starts_at, ends_at in session.execute(rows):
        found[child_id].append(PastVisit(slot_id, starts_at, ends_at))
    return found


def children_facts(session: Session, children: Sequence[Child], first: date, last: date) -> list[ChildFacts]:
    """These children with their live visits around the dates."""
    visits = visits_around(session, [child.id for child in children], first, last) if children else {}
    return [ChildFacts(c.id, c.name, c.birth_date, tuple(visits.get(c.id, ()))) for c in children]


def family_children(session: Session, family_id: int) -> list[Child]:
    """The children of a family that were not removed, in the order they were added."""
    rows = select(Child).where(Child.family_id == family_id, Child.removed_at.is_(None)).order_by(Child.id)
    return list(session.scalars(rows))
