"""Rules as rows: policies in layers with dates, and the timetable.

City (both ids null) → district → café; the nearest value that is not null wins, from ``valid_from`` on. Rows are added,
never edited, so that yesterday's decision stays explainable.
"""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Time, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, UtcDateTime


class PolicyRow(Model):
    """One layer's values from one date on. Null means: not said here, ask the layer above."""

    __tablename__ = "policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    age_basis: Mapped[str | None] = mapped_column(String(12))
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]
    fee_child_won: Mapped[int | None]
    fee_adult_won: Mapped[int | None]
    children_per_reservation: Mapped[int | None]
    visits_per_day: Mapped[int | None]
    adults_min: Mapped[int | None]
    adults_per_child_max: Mapped[int | None]
    cancel_minutes_before: Mapped[int | None]
    no_show_grace_minutes: Mapped[int | None]
    reserve_until_minutes_before_end: Mapped[int | None]
    check_in_minutes_before: Mapped[int | None]
    open_mon: Mapped[bool | None]
    open_tue: Mapped[bool | None]
    open_wed: Mapped[bool | None]
    open_thu: Mapped[bool | None]
    open_fri: Mapped[bool | None]
    open_sat: Mapped[bool | None]
    open_sun: Mapped[bool | None]
    open_on_holidays: Mapped[bool | None]
    open_on_childrens_day: Mapped[bool | None]
    open_on_labour_day: Mapped[bool | None]
    closed_after_monday_holiday: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("district_id IS NULL OR cafe_id IS NULL", name="one_scope"),
        CheckConstraint("age_basis IN ('year_age', 'full_age', 'months')", name="age_basis_known"),
        CheckConstraint("age_min >= 0 AND age_min <= age_max", name="age_band_upright"),
        CheckConstraint(
            "(age_basis IS NULL) = (age_min IS NULL) AND (age_basis IS NULL) = (age_max IS NULL)",
            name="age_band_whole",
        ),
        CheckConstraint("fee_child_won >= 0 AND fee_adult_won >= 0", name="fees_not_negative"),
        CheckConstraint("visits_per_day >= 1", name="visits_per_day_positive"),
        CheckConstraint("children_per_reservation BETWEEN 1 AND 5", name="children_per_reservation_one_to_five"),
        CheckConstraint("adults_min >= 1 AND adults_per_child_max >= 1", name="adults_positive"),
        CheckConstraint("cancel_minutes_before >= 0 AND no_show_grace_minutes >= 0", name="minutes_not_negative"),
        Index("ix_policy_scope", "cafe_id", "district_id", "valid_from"),
    )


class Period(Model):
    """회차 of a timetable: a café's own, or the city's default (``cafe_id`` null), for a day kind, from a date on.

    ``starts`` and ``ends`` are Seoul wall-clock times. The rows of one (café, valid_from) are one timetable and replace
    the earlier one as a whole.
    """

    __tablename__ = "period"

    id: Mapped[int] = mapped_column(primary_key=True)
    cafe_id: Mapped[int | None] = mapped_column(ForeignKey("cafe.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    day_kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    capacity: Mapped[int]

    __table_args__ = (
        CheckConstraint("day_kind IN ('weekday', 'saturday', 'sunday')", name="day_kind_known"),
        CheckConstraint("starts < ends", name="starts_before_ends"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("number >= 1", name="number_positive"),
        Index("uq_period_cafe_number", "cafe_id", "valid_from", "day_kind", "number", unique=True),
        Index(
            "uq_period_city_number",
            "valid_from",
            "day_kind",
            "number",
            unique=True,
            sqlite_where=text("cafe_id IS NULL"),
            postgresql_where=text("cafe_id IS NULL"),
        ),
    )
