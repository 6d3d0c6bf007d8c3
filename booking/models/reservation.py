"""Reservations and the visits in them: one visit is one child in one slot, and what staff check in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model, UtcDateTime
from .people import Account, Child, Family
from .slot import Slot

LIVE = "state IN ('reserved', 'checked_in', 'checked_out')"
"""A visit in one of these states holds a place of its slot."""


class Reservation(Model):
    """예약: what one family asked for in one act. Children are its visits; adults come along.

    ``request_id`` makes a double tap or a repeated request the same reservation; ``request_hash`` tells whether its content
    was the same. ``sequence`` rises with every change, for the calendar file. ``companion``: who brings the children in the
    guardians' place, by name.
    """

    __tablename__ = "reservation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", deferrable=True, initially="DEFERRED"), index=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    adults: Mapped[int]
    source: Mapped[str] = mapped_column(String(8))
    request_id: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    reserved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sequence: Mapped[int] = mapped_column(default=0)
    companion: Mapped[str | None] = mapped_column(String(40))

    slot: Mapped[Slot] = relationship()
    family: Mapped[Family] = relationship()
    account: Mapped[Account | None] = relationship()
    visits: Mapped[list["Visit"]] = relationship(back_populates="reservation", order_by="Visit.id")

    __table_args__ = (
        UniqueConstraint("family_id", "request_id"),
        CheckConstraint("adults >= 0", name="adults_not_negative"),
        CheckConstraint("source IN ('online', 'walk_in')", name="source_known"),
    )


class Visit(Model):
    """이용: one child in one slot. ``date`` is the slot's: by it what a child has ahead is found, without all that was.

    ``state``: reserved → checked_in → checked_out, or cancelled, or no_show. The partial unique index lets a child be in a
    slot once only, while a cancelled visit leaves the way free for a new one.
    """

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", deferrable=True, initially="DEFERRED"), index=True)
    date: Mapped[date] = mapped_column(Date)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    state: Mapped[str] = mapped_column(String(12), default="reserved")
    reserved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_cause: Mapped[str | None] = mapped_column(String(12))
    no_show_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    waived_reason: Mapped[str | None] = mapped_column(String(300))

    reservation: Mapped[Reservation] = relationship(back_populates="visits")
    slot: Mapped[Slot] = relationship()
    child: Mapped[Child] = relationship()

    __table_args__ = (
        CheckConstraint("state IN ('reserved', 'checked_in', 'checked_out', 'cancelled', 'no_show')", name="state_known"),
        CheckConstraint(
            "(state IN ('checked_in', 'checked_out')) = (checked_in_at IS NOT NULL)",
            name="checked_in_with_instant",
        ),
        CheckConstraint("(state = 'checked_out') = (checked_out_at IS NOT NULL)", name="checked_out_with_instant"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_with_instant"),
        CheckConstraint("(state = 'cancelled') = (cancel_cause IS NOT NULL)", name="cancelled_with_cause"),
        CheckConstraint(
            "cancel_cause IN ('guardian', 'capacity', 'closing', 'account', 'child', 'staff', 'suspended')",
            name="cancel_cause_known",
        ),
        CheckConstraint("(state = 'no_show') = (no_show_at IS NOT NULL)", name="no_show_with_instant"),
        CheckConstraint("(waived_at IS NULL) = (waived_reason IS NULL)", name="waived_with_reason"),
        Index(
            "uq_visit_live_child_in_slot",
            "slot_id",
            "child_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_visit_child_date", "child_id", "date"),
        Index(
            "ix_visit_child_no_show",
            "child_id",
            sqlite_where=text("state = 'no_show'"),
            postgresql_where=text("state = 'no_show'"),
        ),
        Index(
            "ix_visit_no_show",
            "no_show_at",
            sqlite_where=text("state = 'no_show'"),
            postgresql_where=text("state = 'no_show'"),
        ),
    )


class Move(Model):
    """예약 변경: a reservation that went from one slot to another, whole.

    ``request_id`` makes a double tap or a repeated request the same move.
    """

    __tablename__ = "move"

    id: Mapped[int] = mapped_column(primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"))
    from_slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    to_slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    request_id: Mapped[str | None] = mapped_column(String(64))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("reservation_id", "request_id"),
        CheckConstraint("from_slot_id <> to_slot_id", name="elsewhere"),
    )
