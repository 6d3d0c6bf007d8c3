"""What the portal's list says in words: weekdays, closing days, seasons. Pure; what it does not say is left out."""

import re
from datetime import date
from typing import Any

from booking.rules.kinds import WEEKDAYS

_HOURS = re.compile(r"\d{1,2}:\d{2}\s*~\s*\d{1,2}:\d{2}")
_RANGE = re.compile(r"([월화수목금토일])~([월화수목금토일])")
_DATE = re.compile(r"(?:(?:(\d{2})\.)?(\d{1,2})\.)?(\d{1,2})\.?\([월화수목금토일]\)")
CENTURY = 2000


def open_weekdays(text: str) -> list[str]:
    """``화~일``, ``월, 수~일``, ``주말(토, 일)``: the weekdays in their order; none when the text names none."""
    bare = re.sub(r"\s|요일|주말", "", _HOURS.sub("", text))
    found = set(re.findall("[월화수목금토일]", _RANGE.sub("", bare)))
    for first, last in _RANGE.findall(bare):
        begins, ends = WEEKDAYS.index(first), WEEKDAYS.index(last)
        found |= {WEEKDAYS[n % 7] for n in range(begins, begins + (ends - begins) % 7 + 1)}
    return [day for day in WEEKDAYS if day in found]


def closed_holidays(text: str) -> dict[str, Any]:
    """The switches for holidays that a text of closing days sets.

    One that names no holiday says nothing of them, but for the travelling cafés, which close on weekdays (``평일``) only.
    One that names some by name, without 공휴일, closes on these only.
    """
    if "공휴일" in text:
        switches: dict[str, Any] = {"open_on_holidays": False}
        if re.search("어린이\\s*날", text):
            # Wherever the list names the day, it is the exception.
            switches["open_on_childrens_day"] = True
        if re.search("근로자의?\\s*날|노동", text):
            switches["open_on_labour_day"] = False
        if "월요일이 공휴일인 경우 그 다음날" in text:
            switches["weekly_day_on_holiday"] = "next_day"
        return switches
    if "1월 1일" in text:
        named = {"open_on_holidays": True, "open_on_new_year": False}
        return named | ({"open_on_seollal_chuseok": False} if "설날" in text else {})
    return {"open_on_holidays": True} if "평일" in text else {}


def season(text: str) -> dict[str, Any]:
    """``26.4.18(토)~6.21(일)`` as a span, ``26.4.11(토), 4.18(토)`` as dates: what is not repeated is as before."""
    found: list[date] = []
    year, month = 0, 0
    for in_year, in_month, day in _DATE.findall(text):
        year, month = int(in_year or year), int(in_month or month)
        found.append(date(CENTURY + year, month, int(day)))
    if "~" in text:
        first, last = found
        return {"spans": [f"{first}~{last}"]}
    return {"dates": found} if found else {}
