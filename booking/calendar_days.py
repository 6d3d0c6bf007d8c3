"""What is special about dates: public holidays and ordered closings."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import ClosedDay, TemporaryHoliday
from .rules.timetable import Holiday

LABOUR_DAY = (5, 1)
CHILDRENS_DAY = (5, 5)


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> Mapping[date, Holiday]:
    """The holidays of one year as the library knows them, substitutes included.

    Labour Day is named apart in every year: the library holds it as public only from 2026, and cafés switch it by itself.
    """
    found = {
        day: Holiday(name, _kind(day, name))
        for day, name in holidays.country_holidays("KR", years=year, language="ko").items()
    }
    labour_day = date(year, *LABOUR_DAY)
    found.setdefault(labour_day, Holiday("근로자의 날" if year < 2026 else "노동절", "labour_day"))
    return found


def _kind(day: date, name: str) -> str:
    if "노동절" in name or "근로자" in name:
        return "labour_day"
    if (day.month, day.day) == CHILDRENS_DAY:
        return "childrens_day"
    if "대체" in name:
        return "substitute"
    return "temporary" if "임시" in name else "public"


def holidays_between(session: Session, first: date, last: date) -> dict[date, Holiday]:
    """Every holiday from ``first`` to ``last``: the library's, and over them the table of temporary ones."""
    found = {
        day: holiday
        for year in range(first.year, last.year + 1)
        for day, holiday in _public_holidays(year).items()
        if first <= day <= last
    }
    rows = select(TemporaryHoliday).where(TemporaryHoliday.date.between(first, last))
    for row in session.scalars(rows):
        found.setdefault(row.date, Holiday(row.name, "temporary"))
    return found


class ClosedDays:
    """Ordered closings in a stretch of dates; the nearest order gives the reason."""

    def __init__(self, rows: list[ClosedDay]) -> None:
        self._reasons = {(row.date, row.cafe_id, row.district_id): row.reason for row in rows}

    def reason(self, day: date, cafe_id: int, district_id: int) -> str | None:
        """Why the café was ordered closed on ``day``, or ``None``."""
        for key in ((day, cafe_id, None), (day, None, district_id), (day, None, None)):
            if key in self._reasons:
                return self._reasons[key]
        return None


def closed_days_between(session: Session, first: date, last: date) -> ClosedDays:
    """Orders in force for these dates: one statement."""
    rows = select(ClosedDay).where(ClosedDay.date.between(first, last), ClosedDay.reopened_at.is_(None))
    return ClosedDays(list(session.scalars(rows)))


def with_yesterday(first: date) -> date:
    """The day before: a Monday holiday may close the Tuesday after it."""
    return first - timedelta(days=1)
