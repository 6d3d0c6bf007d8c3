"""What rules decide on, gathered from the tables. Reserving and every "may I?" answer use it, so they cannot differ."""

from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Date, and_, bindparam, join, select
from sqlalchemy.orm import Session

from .db import table
from .models import Child, Slot, Visit
from .rules.reserving import ChildFacts, PastVisit, SlotFacts

HOLDS_PLACE = ("reserved", "checked_in", "checked_out")
"""States in which a visit holds a place of its slot."""


def slot_facts(slot: Slot, book: PolicyBook) -> SlotFacts:
    """A slot's row as rules see it."""
    policy = book.of_slot(slot)
    return SlotFacts(
        slot.id,
        slot.cafe_id,
        slot.starts_at,
        slot.ends_at,
        slot.closed_reason,
        district_id=book.district_of(slot.cafe_id),
        opens_at=opening_for(slot.date, policy, resident=True),
        opens_for_others_at=opening_for(slot.date, policy, resident=False),
    )


_child, _visit, _slot = table(Child).c, table(Visit).c, table(Slot).c
_FAMILY_FACTS = (
    select(_child.id, _child.name, _child.birth_date, _slot.id, _slot.starts_at, _slot.ends_at)
    .outerjoin_from(
        table(Child),
        join(table(Visit), table(Slot), _slot.id == _visit.slot_id),
        and_(
            _visit.child_id == _child.id,
            _visit.state.in_(HOLDS_PLACE),
            _slot.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        ),
    )
    .where(_child.family_id == bindparam("family_id"), _child.removed_at.is_(None))
    .order_by(_child.id, _slot.starts_at)
)


def family_facts(session: Session, family_id: int, first: date, last: date) -> list[ChildFacts]:
    """The family's children, in the order they were added, with their live visits from the day before ``first`` to the day
    after ``last``: one statement.

    A day of margin on both sides lets overlaps across midnight be seen.
    """
    margin = timedelta(days=1)
    rows = session.execute(_FAMILY_FACTS, {"family_id": family_id, "first": first - margin, "last": last + margin})
    found = []
    for (child_id, name, birth_date), group in groupby(rows, key=lambda row: row[:3]):
        visits = tuple(PastVisit(slot_id, starts, ends) for *_, slot_id, starts, ends in group if slot_id is not None)
        found.append(ChildFacts(child_id, name, birth_date, visits))
    return found


def family_children(session: Session, family_id: int) -> list[Child]:
    """The children of a family that were not removed, in the order they were added."""
    rows = select(Child).where(Child.family_id == family_id, Child.removed_at.is_(None)).order_by(Child.id)
    return list(session.scalars(rows))
