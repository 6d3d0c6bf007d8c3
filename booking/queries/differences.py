"""Whether the three accounts of places agree: the slot's counters, its ledger, and its live visits."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from ..db import reading
from ..facts import HOLDS_PLACE
from ..models import Ledger, Slot, Visit


@dataclass(frozen=True)
class Difference:
    """One slot whose accounts differ; all values count children or places for children."""

    slot_id: int
    cafe_id: int
    taken: int
    taken_by_ledger: int
    live_visits: int
    capacity: int
    capacity_by_ledger: int

    def __str__(self) -> str:
        return (
            f"slot {self.slot_id}: taken {self.taken}, ledger {self.taken_by_ledger}, live visits {self.live_visits};"
            f" capacity {self.capacity}, ledger {self.capacity_by_ledger}"
        )


def differences() -> list[Difference]:
    """Every slot whose accounts differ. One statement, so all of it is seen at one moment while families reserve."""
    ledger = (
        select(
            Ledger.slot_id,
            func.sum(Ledger.taken_change).label("taken"),
            func.sum(Ledger.capacity_change).label("capacity"),
        )
        .group_by(Ledger.slot_id)
        .subquery()
    )
    live = (
        select(Visit.slot_id, func.count().label("visits"))
        .where(Visit.state.in_(HOLDS_PLACE))
        .group_by(Visit.slot_id)
        .subquery()
    )
    taken = func.coalesce(ledger.c.taken, 0)
    capacity = func.coalesce(ledger.c.capacity, 0)
    visits = func.coalesce(live.c.visits, 0)
    rows = (
        select(Slot.id, Slot.cafe_id, Slot.taken, taken, visits, Slot.capacity, capacity)
        .outerjoin(ledger, ledger.c.slot_id == Slot.id)
        .outerjoin(live, live.c.slot_id == Slot.id)
        .where(or_(Slot.taken != taken, Slot.taken != visits, Slot.capacity != capacity))
        .order_by(Slot.id)
    )
    return [Difference(*row) for row in reading().execute(rows)]
