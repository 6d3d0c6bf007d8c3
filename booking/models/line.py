"""The waiting line before making reservations, and the families in it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


def _one_open(name: str, kind: str) -> Index:
    return Index(name, "is_open", unique=True, sqlite_where=text(kind), postgresql_where=text(kind))


class Line(Model):
    """줄: one rush. Open (``is_open`` is true, or null when it was closed) is at most one that load brought, and at most one
    order of an official: a line now or planned, or one of the kind ``off``, while which none stands.

    Families may join from ``starts_at``; turns are given from ``opens_at`` on. ``numbered``: how many numbers were given;
    ``admitted``: the last whose turn came; ``joined``: families in it, as of ``ticked_at``. ``answered`` and ``turned_away``
    are what the server's processes counted since then; the answers per turn are what the pace is judged by
    (:class:`booking.rules.line_pace.Pace`).
    """

    __tablename__ = "line"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    is_open: Mapped[bool | None] = mapped_column(default=True)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str | None] = mapped_column(String(300))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ticked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    calm_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined: Mapped[int] = mapped_column(default=0)
    numbered: Mapped[int] = mapped_column(default=0)
    admitted: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    turned_away: Mapped[int] = mapped_column(default=0)
    pace: Mapped[float]
    answers_lately: Mapped[float] = mapped_column(default=0.0, server_default="0")
    answers_usually: Mapped[float] = mapped_column(default=0.0, server_default="0")
    answers_before: Mapped[float] = mapped_column(default=0.0, server_default="0")
    trial_seconds: Mapped[float] = mapped_column(default=0.0, server_default="0")
    allowance: Mapped[float] = mapped_column(default=0.0)

    __table_args__ = (
        CheckConstraint("kind IN ('load', 'official', 'off')", name="kind_known"),
        CheckConstraint("is_open", name="open_or_null"),
        CheckConstraint("(is_open IS NULL) = (closed_at IS NOT NULL)", name="open_until_closed"),
        CheckConstraint("(kind = 'load') = (reason IS NULL)", name="reason_of_an_official"),
        CheckConstraint("admitted <= numbered", name="turns_by_number"),
        CheckConstraint("pace > 0", name="pace_positive"),
        _one_open("uq_line_brought", "kind = 'load'"),
        _one_open("uq_line_ordered", "kind <> 'load'"),
    )


class LineTicket(Model):
    """번호표: a family's place in a line, one however many windows it has open.

    ``rank`` orders those without a number (:func:`booking.rules.line.rank`). A family whose turn went by takes its place at
    the end in the same row.
    """

    __tablename__ = "line_ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"), index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rank: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int | None]
    let_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("line_id", "family_id"),
        UniqueConstraint("line_id", "number"),
        CheckConstraint("let_in_at IS NULL OR number IS NOT NULL", name="turn_by_number"),
        Index(
            "ix_line_ticket_without_number",
            "line_id",
            "rank",
            sqlite_where=text("number IS NULL"),
            postgresql_where=text("number IS NULL"),
        ),
    )
