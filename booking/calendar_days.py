"""What is special about dates: public holidays and ordered closings."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import ClosedDay, TemporaryHoliday
from .rules.holiday_days import DAYS_BEFORE, Holiday, both

LABOUR_DAY = (5, 1)
SUBSTITUTE = " 대체 휴일"
KINDS = {
    "신정연휴": "new_year",
    "설날 전날": "seollal_chuseok",
    "설날": "seollal_chuseok",
    "설날 다음날": "seollal_chuseok",
    "추석 전날": "seollal_chuseok",
    "추석": "seollal_chuseok",
    "추석 다음날": "seollal_chuseok",
    "어린이날": "childrens_day",
    "삼일절": "public",
    "부처님오신날": "public",
    "현충일": "public",
    "제헌절": "public",
    "광복절": "public",
    "개천절": "public",
    "한글날": "public",
    "기독탄신일": "public",
}
"""The holidays of every year by the library's names. What it names otherwise is a substitute, an election, or a day that the
government named once: 1 October 2024 stands there as 국군의 날."""
PLAIN_NAMES = {"신정연휴": "새해 첫날", "기독탄신일": "성탄절"}
"""How people call what the library names by a word of its own."""


def holidays_between(session: Session, first: date, last: date) -> dict[date, Holiday]:
    """Every holiday from ``first`` to ``last``: the library's, and with them the table of temporary ones.

    A row whose name says 선거 is an election. To decide about a café, ask from :func:`with_days_before`.
    """
    found = {
        day: holiday
        for year in range(first.year, last.year + 1)
        for day, holiday in _yearly(year).items()
        if first <= day <= last
    }
    rows = select(TemporaryHoliday).where(TemporaryHoliday.date.between(first, last))
    for row in session.scalars(rows):
        _add(found, row.date, Holiday(row.name, frozenset({"election" if "선거" in row.name else "temporary"})))
    return found


def with_days_before(first: date) -> date:
    """The first date whose holidays must be known to decide about ``first``: a closing day may have moved there."""
    return first - timedelta(days=DAYS_BEFORE)


@lru_cache(maxsize=64)
def _yearly(year: int) -> Mapping[date, Holiday]:
    """The holidays of one year as the library knows them, and Labour Day also until 2025, when it was no public holiday."""
    known = holidays.country_holidays("KR", years=year, language="ko")
    found: dict[date, Holiday] = {}
    for day in sorted(known):
        for name in sorted(known.get_list(day)):
            one = _holiday(name)
            found[day] = both(found[day], one) if day in found else one
    _add(found, date(year, *LABOUR_DAY), Holiday("근로자의 날", frozenset({"labour_day"})))
    return found


def _add(found: dict[date, Holiday], day: date, holiday: Holiday) -> None:
    """Add what somebody else knows of the date; one that adds no kind is the same day under another name."""
    if day not in found:
        found[day] = holiday
    elif not holiday.kinds <= found[day].kinds:
        found[day] = both(found[day], holiday)


def _holiday(name: str) -> Holiday:
    """A name of the library as a holiday. Substitutes come first: their names hold that of the day they stand for."""
    if name.endswith(SUBSTITUTE):
        of = name.removesuffix(SUBSTITUTE)
        return Holiday(f"{PLAIN_NAMES.get(of, of)} 대체공휴일", frozenset({"substitute"}))
    if name == "노동절":
        return Holiday(name, frozenset({"labour_day", "public"}))
    if name.endswith("선거일"):
        return Holiday(name, frozenset({"election"}))
    return Holiday(PLAIN_NAMES.get(name, name), frozenset({KINDS.get(name, "temporary")}))


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
