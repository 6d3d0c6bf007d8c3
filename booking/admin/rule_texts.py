"""One value of a rule as text in a form: what is typed becomes a value that its kind may complain about, and back."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from ..rules import kinds
from ..rules.kinds import Kind
from ..rules.korean import ordinal, settled

NONE = "없음"
"""How an empty list is typed where one is allowed."""
ROW_WORDS = {"count": "노쇼 횟수", "window_days": "며칠 안", "days": "제한하는 날수"}
"""What the columns of a list of small tables are called."""
LISTS = (kinds.Spans, kinds.Clocks, kinds.Dates, kinds.DateSpans, kinds.NthWeekdays, kinds.WholeList)
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2})?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHORT_HOUR = re.compile(r"(?<!\d)(\d):(?=\d{2})")


def value_of(kind: Kind, text: str) -> Any:
    """What was typed, as a file would hold it; where it is no such thing, the text itself, for the kind's complaint."""
    text = text.strip()
    if isinstance(kind, LISTS):
        return _list_of(kind, text)
    if isinstance(kind, kinds.Rows):
        return [_row(kind, line) for line in text.splitlines() if line.strip()]
    return _READERS.get(type(kind), lambda one: one)(text)


def text_of(kind: Kind, kept: Any) -> str:
    """The kept value as it would be typed."""
    if isinstance(kind, LISTS):
        return ", ".join(str(one) for one in kept) if kept else NONE
    if isinstance(kind, kinds.Rows):
        return "\n".join(", ".join(str(row[key]) for key in kind.keys) for row in kept)
    if isinstance(kind, kinds.Instant):
        return datetime.fromisoformat(kept).replace(tzinfo=None).isoformat(timespec="auto")
    return str(kept)


def hint_of(kind: Kind) -> str | None:
    """How to type it, where that is not plain."""
    if isinstance(kind, kinds.Rows):
        return f"한 줄에 하나씩, 쉼표로 나누어 적어요: {', '.join(ROW_WORDS.get(key, key) for key in kind.keys)}"
    return _HINTS.get(type(kind))


def in_words(kind: Kind, sentence: str) -> str:
    """What a kind complains of, with the columns of small tables by their names in the form."""
    for key in kind.keys if isinstance(kind, kinds.Rows) else ():
        sentence = re.sub(rf"(?<![a-z_]){key}(?![a-z_])", ROW_WORDS.get(key, key), sentence)
    if isinstance(kind, kinds.Rows):
        sentence = sentence.replace("번째 표의", "번째 줄의")
    return settled(sentence)


def _whole(text: str) -> Any:
    plain = text.replace(",", "")
    return int(plain) if _WHOLE.fullmatch(plain) else text


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else text
    except ValueError:
        return text


def _moment(text: str) -> Any:
    try:
        return datetime.fromisoformat(_clock(text)) if _INSTANT.fullmatch(text) else text
    except ValueError:
        return text


def _clock(text: str) -> str:
    """``9:00`` as ``09:00``, wherever it stands."""
    return _SHORT_HOUR.sub(r"0\1:", text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain_span(text: str) -> str:
    """Spaces around the sign and signs that keyboards put there say nothing."""
    return re.sub(r"\s*[~∼〜～–-]\s*", "~", _clock(text))


_READERS: dict[type[Kind], Callable[[str], Any]] = {
    kinds.Whole: _whole,
    kinds.Day: _day,
    kinds.Instant: _moment,
    kinds.Clock: _clock,
    kinds.OneSpan: _plain_span,
    kinds.Words: _lines,
    kinds.WebAddress: str.strip,
}
_OF_LIST: dict[type[Kind], Callable[[str], Any]] = {
    kinds.Spans: _plain_span,
    kinds.Clocks: _clock,
    kinds.Dates: _day,
    kinds.DateSpans: lambda text: re.sub(r"\s*[~∼〜～]\s*", "~", text),
    kinds.NthWeekdays: lambda text: " ".join(text.replace("요일", "").split()),
    kinds.WholeList: _whole,
}
_HINTS: dict[type[Kind], str] = {
    kinds.Spans: "예: 09:30~11:30, 13:00~15:00 (회차가 없으면 ‘없음’)",
    kinds.OneSpan: "예: 16:00~16:40",
    kinds.Clock: "예: 09:00",
    kinds.Clocks: "예: 09:30, 13:00",
    kinds.Dates: "예: 2026-04-11, 2026-04-18",
    kinds.DateSpans: "예: 2026-04-18~2026-06-21",
    kinds.NthWeekdays: "예: 마지막 일, 셋째 월",
    kinds.WholeList: "예: 1, 16",
    kinds.Since: "아는 만큼만. 예: 2022-05-31, 2022-05, 2022",
    kinds.Instant: "예: 2026-04-01T09:00",
}


def _list_of(kind: Kind, text: str) -> list[Any]:
    if text == NONE:
        return []
    return [_OF_LIST[type(kind)](one.strip()) for one in re.split(r"[,\n]", text) if one.strip()]


def _row(kind: kinds.Rows, line: str) -> dict[str, Any]:
    """The columns by their names; too few leave names out, too many add one, and both are complained of."""
    parts = [part.strip() for part in line.split(",")]
    names = [*kind.keys, *(ordinal(n) for n in range(len(kind.keys) + 1, len(parts) + 1))]
    return {name: _whole(part) for name, part in zip(names, parts, strict=False)}
