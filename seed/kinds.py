"""Kinds of values in the seed files. Each says in a sentence what is wrong with a value, or ``None``."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

WEEKDAYS = ("월", "화", "수", "목", "금", "토", "일")
_SPAN = re.compile(r"(\d{2}):(\d{2})\s*[~–-]\s*(\d{2}):(\d{2})")
_SINCE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Span = tuple[time, time]


class Kind(Protocol):
    """What a value must be like."""

    def complaint(self, value: Any) -> str | None:
        """What is wrong with ``value``, or ``None``."""


def shown(value: Any) -> str:
    """A value as an official would find it in the file, cut when long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "표"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both included."""

    low: int
    high: int

    def complaint(self, value: Any) -> str | None:
        if type(value) is int and self.low <= value <= self.high:
            return None
        return f"{self.low}부터 {self.high}까지의 정수여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Degrees:
    """A coordinate that lies in Seoul."""

    low: float
    high: float

    def complaint(self, value: Any) -> str | None:
        if type(value) in (int, float) and self.low <= value <= self.high:
            return None
        return f"서울의 좌표({self.low}부터 {self.high}까지의 수)여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Words:
    """A text that is not empty and fits its column."""

    longest: int

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return f"따옴표로 묶은 글이어야 합니다(지금 {shown(value)})."
        if not value.strip():
            return "비어 있습니다."
        if len(value) > self.longest:
            return f"{self.longest}자보다 깁니다(지금 {len(value)}자)."
        # A NUL is legal in TOML and unknown to PostgreSQL; other control characters have no place on a page either.
        if not value.replace("\n", " ").isprintable():
            return "화면에 보이지 않는 제어 문자가 있습니다."
        return None


@dataclass(frozen=True)
class Code:
    """A facility id of the city's portal."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"[A-Z]{2}[0-9]{6}", value):
            return None
        return f'지점 코드는 "JN220501"처럼 대문자 두 자와 숫자 여섯 자여야 합니다(지금 {shown(value)}).'


@dataclass(frozen=True)
class Phone:
    """A phone number with hyphens."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"0[0-9]{1,2}-[0-9]{3,4}-[0-9]{4}", value):
            return None
        return f'전화번호는 "02-742-3320" 꼴이어야 합니다(지금 {shown(value)}).'


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def complaint(self, value: Any) -> str | None:
        return None if isinstance(value, bool) else f"true 또는 false여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class OneOf:
    """One of a few words, each with its meaning."""

    words: tuple[tuple[str, str], ...]

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and value in dict(self.words):
            return None
        choices = ", ".join(f'"{word}"({meaning})' for word, meaning in self.words)
        return f"{choices} 가운데 하나여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Day:
    """A date without quotes."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return None
        return f"따옴표 없는 날짜(2022-05-31)여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Since:
    """A day, a month or a year in quotes, as exactly as it is known."""

    def complaint(self, value: Any) -> str | None:
        try:
            if isinstance(value, str) and _SINCE.fullmatch(value):
                first_day(value)
                return None
        except ValueError:
            pass
        return f'아는 만큼만 "2022-05-31", "2022-05" 또는 "2022"로 적습니다(지금 {shown(value)}).'


@dataclass(frozen=True)
class OpenDays:
    """Weekdays by their Korean first syllable."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list) or not value:
            return f'["화", "수"]처럼 요일의 목록이어야 합니다(지금 {shown(value)}).'
        for day in value:
            if day not in WEEKDAYS:
                return f"{shown(day)}은(는) 요일이 아닙니다. {', '.join(WEEKDAYS)} 가운데서 적습니다."
        if len(set(value)) < len(value):
            return "같은 요일이 두 번 있습니다."
        return None


@dataclass(frozen=True)
class Spans:
    """The periods of a day in their order, each ``"09:30~11:30"``; none is allowed."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list):
            return f'["09:30~11:30", "13:00~15:00"]처럼 시간의 목록이어야 합니다(지금 {shown(value)}).'
        before: time | None = None
        for number, text in enumerate(value, start=1):
            try:
                starts, ends = span(text)
            except ValueError:
                return f'{number}회차 {shown(text)}은(는) "09:30~11:30" 꼴의 시각이 아닙니다.'
            if starts >= ends:
                return f"{number}회차 {shown(text)}은(는) 끝이 시작보다 늦지 않습니다."
            if before is not None and starts < before:
                return f"{number}회차 {shown(text)}이(가) 앞 회차와 겹치거나 순서가 바뀌었습니다."
            before = ends
        return None


def span(text: Any) -> Span:
    """Start and end of ``"09:30~11:30"``.

    :raises ValueError: the text is no such span.
    """
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("no span")
    start_hour, start_minute, end_hour, end_minute = (int(part) for part in found.groups())
    return time(start_hour, start_minute), time(end_hour, end_minute)


def first_day(text: str) -> date:
    """The first day of a day, month or year such as ``2022-11``.

    :raises ValueError: there is no such date.
    """
    return date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)
