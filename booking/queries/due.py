"""What jobs ask: what is due?"""

from datetime import datetime, timedelta

from sqlalchemy import select

from ..db import reading
from ..models import Cafe, Slot, Visit


def cafe_ids() -> list[int]:
    """Every café."""
    return list(reading().scalars(select(Cafe.id).order_by(Cafe.id)))


def slots_with_absent_children(now: datetime, *, back: timedelta = timedelta(days=7)) -> list[int]:
    """Slots begun in the last days whose board was open and that still have children neither in nor marked."""
    rows = (
        select(Slot.id)
        .where(
            Slot.starts_at <= now,
            Slot.starts_at > now - back,
            Slot.board_opened_at.is_not(None),
            select(Visit.id).where(Visit.slot_id == Slot.id, Visit.state == "reserved").exists(),
        )
        .order_by(Slot.id)
    )
    return list(reading().scalars(rows))
