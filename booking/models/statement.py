"""Rules as rows: what the city, a district or a café states, section by section, from a date on.

City (both ids null) → district → café; :mod:`booking.rules.statements` says how they merge. Rows are added, never edited,
so that yesterday's decision stays explainable.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class StatementRow(Model):
    """One section of a café's file (or a district's, or the city's), for the dates from ``valid_from`` to ``valid_until``.

    ``content`` is JSON, checked against :data:`booking.rules.sections.SECTIONS` before it gets here; null withdraws what the
    same layer said of the section before. ``year``: in which the value held. ``created_by_id`` null: from a file.
    """

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"))
    section: Mapped[str] = mapped_column(String(80))
    content: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    year: Mapped[int]
    source: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("district_id IS NULL OR cafe_id IS NULL", name="one_scope"),
        CheckConstraint("valid_from <= valid_until", name="dates_upright"),
        Index("ix_statement_scope", "cafe_id", "district_id", "section"),
    )
