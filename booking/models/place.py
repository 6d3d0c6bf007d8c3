"""Where: districts, cafés, and the days on which they are closed. What they state is in :mod:`booking.models.statement`."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model, UtcDateTime


class District(Model):
    """One of the 25 자치구. ``id`` is the official district code (11440 = 마포구)."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(20), unique=True)


class Cafe(Model):
    """One kids café (지점). ``code`` is the facility id of the city's portal, such as ``JN220501``.

    ``year`` and ``source``: when its name and address were true, and who said so.
    """

    __tablename__ = "cafe"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    opened_on: Mapped[date | None] = mapped_column(Date)
    year: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(600))

    district: Mapped[District] = relationship()


def _live_once(name: str, *columns: str, where: str) -> Index:
    """One order in force per scope and date."""
    condition = text(f"{where} AND reopened_at IS NULL")
    return Index(name, *columns, "date", unique=True, sqlite_where=condition, postgresql_where=condition)


class ClosedDay(Model):
    """휴관일: one date on which a café, a district (``cafe_id`` null) or the city (both null) is closed, with a reason.

    A reopened day keeps its row; ``reopened_at`` says since when it no longer holds.
    """

    __tablename__ = "closed_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"))
    date: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(300))
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("district_id IS NULL OR cafe_id IS NULL", name="one_scope"),
        _live_once("uq_closed_day_cafe", "cafe_id", where="cafe_id IS NOT NULL"),
        _live_once("uq_closed_day_district", "district_id", where="district_id IS NOT NULL"),
        _live_once("uq_closed_day_city", where="cafe_id IS NULL AND district_id IS NULL"),
        Index("ix_closed_day_date", "date"),
    )


class TemporaryHoliday(Model):
    """임시공휴일 that the government names at short notice and the holidays library does not know yet."""

    __tablename__ = "temporary_holiday"

    date: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(300))
