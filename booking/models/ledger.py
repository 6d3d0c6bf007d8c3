"""자리 장부: every plus and minus of a slot's counters, with its cause."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class Ledger(Model):
    """One change of one slot: ``taken_change`` children, ``capacity_change`` places. Sums equal the slot's counters."""

    __tablename__ = "ledger"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", deferrable=True, initially="DEFERRED"), index=True)
    reservation_id: Mapped[int | None]
    taken_change: Mapped[int] = mapped_column(default=0)
    capacity_change: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(
            "cause IN ('open', 'reserve', 'walk_in', 'cancel', 'capacity', 'closing', 'account', 'child', 'no_show',"
            " 'readmit', 'undo', 'move', 'suspended')",
            name="cause_known",
        ),
    )
