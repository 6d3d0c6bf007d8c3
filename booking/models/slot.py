"""The slots of each day with their counters, and the changes that officials made to capacity."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model, UtcDateTime
from .place import Cafe


class Slot(Model):
    """회차 of one date: a copy of a period's times and capacity, so a new timetable never moves a reservation.

    ``day_key``: the list of the timetable that it was opened from (``holiday``, or a weekday's name). ``on_holiday``: the
    date is a public holiday. ``withdrawn_at``: since when the timetable has it no more (:mod:`booking.opened_slots`); who is
    in keeps the place. Another slot may begin at the same time then, so its end belongs to its key.

    ``taken`` counts children with a live visit; only :mod:`booking.capacity` writes it. ``board_opened_at`` is the first
    instant after the start at which the café's board was heard; without it nobody is marked a no-show.
    """

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    cafe_id: Mapped[int] = mapped_column(ForeignKey("cafe.id"))
    date: Mapped[date] = mapped_column(Date)
    day_key: Mapped[str | None] = mapped_column(String(10))
    period_number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    timetable_capacity: Mapped[int]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_reason: Mapped[str | None] = mapped_column(String(300))
    board_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    on_holiday: Mapped[bool] = mapped_column(default=False, server_default=false())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cafe: Mapped[Cafe] = relationship()

    __table_args__ = (
        UniqueConstraint("cafe_id", "starts_at", "ends_at"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within_capacity"),
        CheckConstraint("timetable_capacity >= 0", name="timetable_capacity_not_negative"),
        CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
        CheckConstraint("(closed_at IS NULL) = (closed_reason IS NULL)", name="closed_with_reason"),
        Index("ix_slot_cafe_date", "cafe_id", "date"),
        Index("ix_slot_date", "date"),
        Index("ix_slot_starts_at", "starts_at"),
    )


class CapacityChange(Model):
    """What an official ordered for the capacity of slots; it holds for slots opened later too, and the newest one wins.

    Scope: one slot, a café, a district, or the city (all null); dates inclusive; ``period_numbers`` such as ``1,3`` or
    null for all. Exactly one of ``places`` (children) and ``percent`` (of the timetable's capacity, rounded down) is given.
    """

    __tablename__ = "capacity_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    from_date: Mapped[date] = mapped_column(Date)
    to_date: Mapped[date] = mapped_column(Date)
    period_numbers: Mapped[str | None] = mapped_column(String(40))
    places: Mapped[int | None]
    percent: Mapped[int | None]
    below_taken: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(places IS NULL) <> (percent IS NULL)", name="places_or_percent"),
        CheckConstraint("places >= 0", name="places_not_negative"),
        CheckConstraint("percent >= 0", name="percent_not_negative"),
        CheckConstraint("from_date <= to_date", name="dates_upright"),
        CheckConstraint("below_taken IN ('shrink', 'cancel')", name="below_taken_known"),
        Index("ix_capacity_change_dates", "from_date", "to_date"),
    )
