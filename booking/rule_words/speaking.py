"""How numbers, dates and bands of rules are said."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, time
from typing import Any, cast

from ..rules.kinds import WEEKDAYS, Kind, OneOf, Several
from ..rules.policy import Band
from ..rules.sections import section_of
from ..words import band_of

_BAND = tuple(one.name for one in fields(Band))
MINUTES_A_DAY = 24 * 60


def band_words(content: Mapping[str, Any]) -> str:
    """``연나이 0~9세``, from a section that has a band's keys."""
    return band_of(Band(**{key: content[key] for key in _BAND if key in content}))


def called(section: str, key: str, value: str) -> str:
    """What the language of rules calls a word: ``running`` → ``운영``."""
    kind: Kind = section_of(section).keys[key].kind
    return dict(cast(OneOf | Several, kind).words)[value]


def minutes_words(minutes: int) -> str:
    """``30분``, ``1시간 30분``, ``2일``."""
    if minutes and minutes % MINUTES_A_DAY == 0:
        return f"{minutes // MINUTES_A_DAY}일"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}시간" if hours else "", f"{rest}분" if rest or not hours else ""]
    return " ".join(part for part in parts if part)


def time_words(at: time) -> str:
    """``오전 9:00``; midnight is ``0시``, which nobody takes for noon."""
    if at == time(0):
        return "0시"
    return f"{'오전' if at.hour < 12 else '오후'} {at.hour % 12 or 12}:{at.minute:02d}"


def span_words(text: str) -> str:
    """``오전 9:30–11:30``, from ``09:30~11:30``."""
    first, last = (time_words(time.fromisoformat(part.strip())) for part in text.replace("–", "~").split("~"))
    return f"{first}–{last[3:] if first[:2] == last[:2] else last}"


def date_words(text: str) -> str:
    """``2026년 11월 24일(화)``, from ``2026-11-24``; of a month or a year only that."""
    parts = text.split("-")
    if len(parts) < 3:
        return " ".join(f"{int(part)}{unit}" for part, unit in zip(parts, ("년", "월"), strict=False))
    day = date.fromisoformat(text)
    return f"{day.year}년 {day.month}월 {day.day}일({WEEKDAYS[day.weekday()]})"


def dates_words(first: str, last: str | None) -> str:
    """One date, or from the first to the last."""
    return date_words(first) if last in (None, first) else f"{date_words(first)} ~ {date_words(str(last))}"


def instant_words(text: str) -> str:
    """``2026년 4월 1일(수) 오전 9:00``, from an instant on Seoul's clock."""
    at = datetime.fromisoformat(text)
    return f"{date_words(at.date().isoformat())} {time_words(at.time())}"


def weekdays_words(days: Iterable[str]) -> str:
    """``화·수요일``, in the order of a week."""
    return f"{'·'.join(sorted(days, key=WEEKDAYS.index))}요일"
