"""Kinds of values that a rule can hold: what a file or a form may say, and what it means.

Each kind knows three forms of a value: as TOML gives it (:meth:`Kind.complaint` says in a sentence what is wrong with it),
as it is kept in a row (:meth:`Kind.kept`: JSON types only), and as rules read it (:meth:`Kind.read`). :meth:`Kind.toml`
writes the kept form as a line of a café's file again.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from .korean import ordinal
from .times import SEOUL

WEEKDAYS = ("월", "화", "수", "목", "금", "토", "일")
NTHS = ("첫째", "둘째", "셋째", "넷째", "다섯째", "마지막")
_SPAN = re.compile(r"(\d{2}):(\d{2})\s*[~–-]\s*(\d{2}):(\d{2})")
_SINCE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Span = tuple[time, time]
EMPTY = "목록이 비어 있습니다. 하나도 없으면 그 줄을 지웁니다."
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
"""No rule speaks of a date before or after these; another one is a slip of the keyboard."""


class Kind(ABC):
    """What a value must be like. Most kinds are kept and read as they are written."""

    @abstractmethod
    def complaint(self, value: Any) -> str | None:
        """What is wrong with ``value``, or ``None``."""

    def kept(self, value: Any) -> Any:
        """A good value as JSON types."""
        return value

    def read(self, kept: Any) -> Any:
        """The kept value as rules use it."""
        return kept

    def toml(self, kept: Any) -> str:
        """The kept value as TOML text."""
        return json.dumps(kept, ensure_ascii=False)


def shown(value: Any) -> str:
    """A value as an official would find it in the file, cut when long."""
    text = _written(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_written(one)}' for key, one in value.items())}}}" if value else "빈 표"
    return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number between two bounds, both included."""

    low: int
    high: int

    def complaint(self, value: Any) -> str | None:
        if type(value) is int and self.low <= value <= self.high:
            return None
        return f"{self.low}부터 {self.high}까지의 정수여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Degrees(Kind):
    """A coordinate that lies in Seoul."""

    low: float
    high: float

    def complaint(self, value: Any) -> str | None:
        if type(value) in (int, float) and self.low <= value <= self.high:
            return None
        return f"서울의 좌표({self.low}부터 {self.high}까지의 수)여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Words(Kind):
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
class WebAddress(Kind):
    """The address of a page; it becomes a link, so no other scheme will do."""

    longest: int

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and len(value) <= self.longest and re.fullmatch(r"https?://[^\s<>\"']+", value):
            return None
        return f'"https://"로 시작하는 {self.longest}자까지의 주소여야 합니다(지금 {shown(value)}).'


@dataclass(frozen=True)
class Code(Kind):
    """A facility id of the city's portal."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"[A-Z]{2}[0-9]{6}", value):
            return None
        return f'지점 코드는 "JN220501"처럼 대문자 두 자와 숫자 여섯 자여야 합니다(지금 {shown(value)}).'


@dataclass(frozen=True)
class Phone(Kind):
    """A phone number with hyphens."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"0[0-9]{1,2}-[0-9]{3,4}-[0-9]{4}", value):
            return None
        return f'전화번호는 "02-742-3320" 꼴이어야 합니다(지금 {shown(value)}).'


@dataclass(frozen=True)
class Flag(Kind):
    """true or false."""

    def complaint(self, value: Any) -> str | None:
        return None if isinstance(value, bool) else f"true 또는 false여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a few words, each with its meaning."""

    words: tuple[tuple[str, str], ...]

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and value in dict(self.words):
            return None
        choices = ", ".join(f'"{word}"({meaning})' for word, meaning in self.words)
        return f"{choices} 가운데 하나여야 합니다(지금 {shown(value)})."


@dataclass(frozen=True)
class Day(Kind):
    """A date without quotes."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, date) or isinstance(value, datetime):
            return f"따옴표 없는 날짜(2022-05-31)여야 합니다(지금 {shown(value)})."
        return far_away(value)

    def kept(self, value: date) -> str:
        return value.isoformat()

    def read(self, kept: str) -> date:
        return date.fromisoformat(kept)

    def toml(self, kept: str) -> str:
        return kept


@dataclass(frozen=True)
class Since(Kind):
    """A day, a month or a year in quotes, as exactly as it is known."""

    def complaint(self, value: Any) -> str | None:
        try:
            if isinstance(value, str) and _SINCE.fullmatch(value):
                return far_away(first_day(value))
        except ValueError:
            pass
        return f'아는 만큼만 "2022-05-31", "2022-05" 또는 "2022"로 적습니다(지금 {shown(value)}).'

    def read(self, kept: str) -> date:
        """The first day that it may be."""
        return first_day(kept)


@dataclass(frozen=True)
class Weekdays(Kind):
    """Weekdays by their Korean first syllable; read as numbers, 0 = Monday."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list) or not value:
            return f'["화", "수"]처럼 요일의 목록이어야 합니다(지금 {shown(value)}).'
        for day in value:
            if day not in WEEKDAYS:
                return f"{shown(day)}은(는) 요일이 아닙니다. {', '.join(WEEKDAYS)} 가운데서 적습니다."
        if len(set(value)) < len(value):
            return "같은 요일이 두 번 있습니다."
        return None

    def read(self, kept: list[str]) -> frozenset[int]:
        return frozenset(WEEKDAYS.index(day) for day in kept)


@dataclass(frozen=True)
class Weekday(Kind):
    """One weekday; read as a number, 0 = Monday."""

    def complaint(self, value: Any) -> str | None:
        return None if value in WEEKDAYS else f"{', '.join(WEEKDAYS)} 가운데 하나여야 합니다(지금 {shown(value)})."

    def read(self, kept: str) -> int:
        return WEEKDAYS.index(kept)


@dataclass(frozen=True)
class NthWeekdays(Kind):
    """Weekdays of a month such as ``"마지막 일"`` or ``"셋째 월"``; read as (n, weekday), n = -1 for the last one."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list):
            return f'["마지막 일"]처럼 목록이어야 합니다(지금 {shown(value)}).'
        if not value:
            return EMPTY
        for one in value:
            words = one.split(" ") if isinstance(one, str) else []
            if len(words) != 2 or words[0] not in NTHS or words[1] not in WEEKDAYS:
                return (
                    f'{shown(one)}은(는) "마지막 일", "셋째 월" 꼴이 아닙니다. 앞말은 {", ".join(NTHS)} 가운데 하나입니다.'
                )
        return "같은 날이 두 번 있습니다." if len(set(value)) < len(value) else None

    def read(self, kept: list[str]) -> frozenset[tuple[int, int]]:
        pairs = (one.split(" ") for one in kept)
        return frozenset((-1 if nth == NTHS[-1] else NTHS.index(nth) + 1, WEEKDAYS.index(day)) for nth, day in pairs)


@dataclass(frozen=True)
class Clock(Kind):
    """A time of day in quotes, ``"09:00"``."""

    def complaint(self, value: Any) -> str | None:
        try:
            _clock(value)
        except ValueError:
            return f'"09:00" 꼴의 시각이어야 합니다(지금 {shown(value)}).'
        return None

    def read(self, kept: str) -> time:
        return _clock(kept)


@dataclass(frozen=True)
class Clocks(Kind):
    """Different times of day."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list) or not value:
            return f'["09:30", "13:00"]처럼 시각의 목록이어야 합니다(지금 {shown(value)}).'
        for one in value:
            if (sentence := Clock().complaint(one)) is not None:
                return sentence
        return "같은 시각이 두 번 있습니다." if len(set(value)) < len(value) else None

    def read(self, kept: list[str]) -> frozenset[time]:
        return frozenset(_clock(text) for text in kept)


@dataclass(frozen=True)
class Instant(Kind):
    """A date and a time without quotes, Seoul's clock when no zone is given: ``2026-04-01T09:00:00``."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            return far_away(value.date())
        return f"따옴표 없는 날짜와 시각(2026-04-01T09:00:00)이어야 합니다(지금 {shown(value)})."

    def kept(self, value: datetime) -> str:
        return (value if value.tzinfo else value.replace(tzinfo=SEOUL)).astimezone(SEOUL).isoformat()

    def read(self, kept: str) -> datetime:
        return datetime.fromisoformat(kept)

    def toml(self, kept: str) -> str:
        return kept


@dataclass(frozen=True)
class Dates(Kind):
    """A list of dates without quotes."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list) or any(not isinstance(day, date) or isinstance(day, datetime) for day in value):
            return f"[2026-04-11, 2026-04-18]처럼 따옴표 없는 날짜의 목록이어야 합니다(지금 {shown(value)})."
        if not value:
            return EMPTY
        if len(set(value)) < len(value):
            return "같은 날짜가 두 번 있습니다."
        return next((sentence for day in value if (sentence := far_away(day)) is not None), None)

    def kept(self, value: list[date]) -> list[str]:
        return [day.isoformat() for day in value]

    def read(self, kept: list[str]) -> tuple[date, ...]:
        return tuple(date.fromisoformat(day) for day in kept)

    def toml(self, kept: list[str]) -> str:
        return f"[{', '.join(kept)}]"


@dataclass(frozen=True)
class DateSpans(Kind):
    """Stretches of dates, both ends included: ``["2026-04-18~2026-06-21"]``."""

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, list):
            return f'["2026-04-18~2026-06-21"]처럼 목록이어야 합니다(지금 {shown(value)}).'
        if not value:
            return EMPTY
        before: date | None = None
        for text in value:
            try:
                first, last = _date_span(text)
            except (ValueError, AttributeError):
                return f'{shown(text)}은(는) "2026-04-18~2026-06-21" 꼴이 아닙니다.'
            if last < first:
                return f"{shown(text)}은(는) 끝이 시작보다 빠릅니다."
            if (sentence := far_away(first) or far_away(last)) is not None:
                return sentence
            if before is not None and first <= before:
                return f"{shown(text)}이(가) 앞의 기간과 겹치거나 순서가 바뀌었습니다."
            before = last
        return None

    def read(self, kept: list[str]) -> tuple[tuple[date, date], ...]:
        return tuple(_date_span(text) for text in kept)


@dataclass(frozen=True)
class WholeList(Kind):
    """Different whole numbers between two bounds, in rising order."""

    low: int
    high: int

    def complaint(self, value: Any) -> str | None:
        good = isinstance(value, list) and value and all(type(one) is int and self.low <= one <= self.high for one in value)
        if not good or sorted(set(value)) != value:
            wanted = f"{self.low}부터 {self.high}까지의 서로 다른 정수를 커지는 순서로 적은 목록"
            return f"{wanted}이어야 합니다(지금 {shown(value)})."
        return None

    def read(self, kept: list[int]) -> tuple[int, ...]:
        return tuple(kept)


@dataclass(frozen=True)
class Several(Kind):
    """Some of a few words, each with its meaning."""

    words: tuple[tuple[str, str], ...]

    def complaint(self, value: Any) -> str | None:
        known = dict(self.words)
        if isinstance(value, list) and value and all(isinstance(one, str) and one in known for one in value):
            return "같은 말이 두 번 있습니다." if len(set(value)) < len(value) else None
        choices = ", ".join(f'"{word}"({meaning})' for word, meaning in self.words)
        return f"{choices} 가운데서 적은 목록이어야 합니다(지금 {shown(value)})."

    def read(self, kept: list[str]) -> tuple[str, ...]:
        return tuple(kept)


@dataclass(frozen=True)
class Rows(Kind):
    """A list of small tables with the same keys, all of them needed: ``[{count = 1, window_days = 30}]``."""

    keys: Mapping[str, Kind]

    def complaint(self, value: Any) -> str | None:
        example = ", ".join(f"{key} = …" for key in self.keys)
        if not isinstance(value, list) or not value or any(not isinstance(row, dict) for row in value):
            return f"[{{{example}}}]처럼 표의 목록이어야 합니다(지금 {shown(value)})."
        for number, row in enumerate(value, start=1):
            if (sentence := self._row(row)) is not None:
                return f"{ordinal(number)} 표의 {sentence}"
        return None

    def _row(self, row: Mapping[str, Any]) -> str | None:
        known = f"{', '.join(self.keys)}을(를) 모두, 그것만 적습니다."
        for key in row.keys() - self.keys.keys():
            return f"{key}: 모르는 이름입니다. {known}"
        for key, kind in self.keys.items():
            if key not in row:
                return f"{key}: 이 키가 없습니다. {known}"
            if (sentence := kind.complaint(row[key])) is not None:
                return f"{key}: {sentence}"
        return None

    def toml(self, kept: list[dict[str, Any]]) -> str:
        rows = (", ".join(f"{key} = {kind.toml(row[key])}" for key, kind in self.keys.items()) for row in kept)
        return f"[{', '.join(f'{{{row}}}' for row in rows)}]"


@dataclass(frozen=True)
class Spans(Kind):
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

    def read(self, kept: list[str]) -> tuple[Span, ...]:
        return tuple(span(text) for text in kept)


@dataclass(frozen=True)
class OneSpan(Kind):
    """One stretch of a day, ``"18:30~20:00"``."""

    def complaint(self, value: Any) -> str | None:
        return Spans().complaint([value])

    def read(self, kept: str) -> Span:
        return span(kept)


def far_away(day: date) -> str | None:
    """What is wrong with a date that no rule can mean, or ``None``."""
    if FIRST_DAY <= day <= LAST_DAY:
        return None
    return f"{FIRST_DAY}부터 {LAST_DAY}까지의 날짜여야 합니다(지금 {day})."


def _clock(text: Any) -> time:
    found = re.fullmatch(r"(\d{2}):(\d{2})", text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("no time")
    return time(int(found[1]), int(found[2]))


def _date_span(text: str) -> tuple[date, date]:
    first, last = (_plain_date(one.strip()) for one in text.split("~"))
    return first, last


def _plain_date(text: str) -> date:
    """The date that is written ``2026-04-18``, not in one of ISO 8601's other ways."""
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError("no plain date")
    return found


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
