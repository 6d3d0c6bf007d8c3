"""The terms of officials' pages about rules: how sections are grouped, what a value is called, why somebody could not come.

:mod:`booking.rule_words` says whole sections in sentences; here each value stands alone, with who said it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..filters import full_day, won
from ..queries.rule_preview import flat
from ..queries.rules import SectionFacts
from ..rule_words import in_words
from ..rules import kinds
from ..rules.ages import year_age
from ..rules.refusals import Code, no
from ..rules.sections import NAMED, SECTIONS, Key, section_of
from ..rules.statements import LAYERS as LAYER_ORDER
from ..rules.statements import Layer, Statement
from ..rules.times import seoul_date
from ..rules.why import keys_of
from ..words import section_title, sentence
from .rule_fields import is_number
from .rule_labels import key_hint, key_label, plain
from .rule_texts import text_of

__all__ = ["flat", "in_words", "is_number", "key_hint", "key_label", "plain", "section_of", "section_title", "sentence"]

LAYERS = {"city": "시", "district": "자치구", "cafe": "지점", "period": "일부 회차", None: "아무도 적지 않음"}
GROUPS: dict[str, tuple[str, ...]] = {
    "언제 여나요": ("operation", "opening", "days", "season", "holidays", "closed", "extra"),
    "회차와 정원": (
        *("timetable", "breaks", "admission", "capacity.individual", "capacity.group", "capacity.together"),
        *("capacity.people", "capacity.walk_in", "capacity.reserve", "zone"),
    ),
    "누가 오나요": ("ages", "door_ages", "siblings", "multi_child", "residency", "adults", "limits"),
    "예약·취소·노쇼": ("openings", "minutes", "suspension", "waitlist", "same_day"),
    "이용료": ("fees", "concessions", "concession", "payment"),
    "돌봄·단체·프로그램": ("care", "group", "programme"),
    "안내": ("conduct", "notes.socks", "notes.entrance", "notes.break", "notes.visit"),
    "일부 회차에만": ("period",),
}
"""Every section, and every first name of named ones, once."""
REASONS = {
    Code.CHILD_TOO_YOUNG: "나이가 어려서",
    Code.CHILD_TOO_OLD: "나이가 많아서",
    Code.DOOR_TOO_YOUNG: "현장 기준보다 어려서",
    Code.DOOR_TOO_OLD: "현장 기준보다 나이가 많아서",
    Code.SIBLING_ALONE: "형제자매와 함께여야 해서",
    Code.SIBLING_NOT_MULTI_CHILD: "다자녀 가정이 아니어서",
    Code.NO_ZONE_FITS: "나이에 맞는 구역이 없어서",
    Code.SLOT_CLOSED: "여는 날이 아니어서",
    Code.NOT_IN_TIMETABLE: "운영표에 그 회차가 없어서",
    Code.SLOT_WITHDRAWN: "운영표에 그 회차가 없어져서",
    Code.SLOT_NOT_OPEN_YET: "예약이 아직 열리지 않아서",
    Code.SLOT_NEVER_OPENS: "예약이 열리기 전에 끝나서",
    Code.SLOT_OVER: "예약이 끝난 뒤여서",
    Code.NOT_A_RESIDENT: "사는 곳 때문에(사는 곳을 알려 주지 않은 가족 포함)",
}
"""Why somebody could not come, for counts; a reason without words here is called by its section."""
_DEFAULTS = {"dates만": "적은 날짜만", "days만": "적은 요일만", "표의 이름": "위에 적은 이름"}
_UNIT = re.compile(r"\((원|명|%|cm|분)\)")
_UNITS_BY_NAME = (("months", "개월"), ("minutes", "분"), ("days", "일"), ("won", "원"))


def left_empty(section: str, layer: str) -> str:
    """What an empty field of the section's form means, by how its layers merge. ``layer``: in words (``지점``)."""
    farther = {"지점": "자치구나 시의 값", "자치구": "시의 값"}.get(layer)
    if section.split(".", 1)[0] == "period":
        return "적은 규칙만 이 회차들에서 달라져요. 비워 둔 규칙은 다른 회차와 같아요."
    how = section_of(section).merge
    if how == "keys":
        return f"비워 두면 적지 않은 것이고, 그때는 {farther or '기본값'}을 따라요."
    alone = f"여기 적은 것만 맞고, 비워 둔 칸에 {farther}이 들어오지 않아요. " if farther else ""
    if how == "whole":
        return f"{alone}비워 둔 칸은 그 칸의 기본값이 돼요."
    usual = "다만 비워 둔 월~금의 요일은 ‘월~금’을, 공휴일은 그날의 요일을 따라요."
    return f"{alone}비워 둔 날에는 회차가 없어요. {usual}"


def unit_of(name: str, key: Key) -> str | None:
    """``원``, ``명``, ``분`` …, where a number has a unit."""
    if not isinstance(key.kind, kinds.Whole):
        return None
    found = _UNIT.search(key.meaning)
    if found:
        return found[1]
    return next((unit for part, unit in _UNITS_BY_NAME if part in name), None)


def value_words(section: str, name: str, kept: Any) -> str:
    """A kept value in plain words."""
    key = section_of(section).keys[name]
    kind = key.kind
    if isinstance(kind, kinds.Flag):
        return "예" if kept else "아니요"
    if isinstance(kind, kinds.OneOf):
        return dict(kind.words)[kept]
    if isinstance(kind, kinds.Several):
        return ", ".join(dict(kind.words)[one] for one in kept)
    if isinstance(kind, kinds.Weekdays):
        return ", ".join(kept)
    if isinstance(kind, kinds.Rows):
        return "; ".join(_row_words(row) for row in kept)
    if isinstance(kind, kinds.Day):
        return full_day(kind.read(kept))
    if isinstance(kind, kinds.Whole):
        unit = unit_of(name, key)
        if unit == "원" and not section.startswith("concession"):
            return won(kept)
        return f"{kept:,}{unit or ''}"
    return text_of(kind, kept)


def default_words(section: str, name: str) -> str:
    """What holds when nobody says it, in plain words."""
    key = section_of(section).keys[name]
    default = key.default.strip('"')
    if default in section_of(section).keys:
        return f"‘{key_label(section, default)}’의 값과 같음"
    if isinstance(key.kind, kinds.Flag) and default in ("true", "false"):
        return "예" if default == "true" else "아니요"
    if isinstance(key.kind, kinds.OneOf):
        return dict(key.kind.words).get(default, default)
    if isinstance(key.kind, kinds.Whole) and default.isdigit():
        return value_words(section, name, int(default))
    return _DEFAULTS.get(default, default)


def or_default(section: str, name: str, kept: Any) -> str:
    """The value in plain words, or what holds when nobody says it."""
    return default_words(section, name) if kept is None else value_words(section, name, kept)


def unsaid(section: str, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The keys that nobody states, as labels, with what holds then."""
    keys = section_of(section).keys
    return [(key_label(section, key), default_words(section, key)) for key in keys if key not in content]


def layers_of(facts: SectionFacts) -> list[Layer]:
    """The layers that say what holds, the nearest first."""
    said = {one.layer for one in facts.origins.values()}
    return [layer for layer in reversed(LAYER_ORDER) if layer in said]


def content_words(section: str, content: Mapping[str, Any]) -> str:
    """Everything that a statement says, in one line."""
    said = flat(section, content).items()
    return ", ".join(f"{key_label(of, key)} {value_words(of, key, kept)}" for (of, key), kept in said)


def statements_words(statements: Sequence[Statement]) -> str:
    """What they say, and who said it."""
    said = (
        "그 전에 적은 것을 거두기" if one.content is None else content_words(one.section, one.content) for one in statements
    )
    return ", ".join(f"{words} ({one.year}년 · {one.source})" for words, one in zip(said, statements, strict=True))


def ages_words(births: Sequence[date], at: datetime) -> str:
    """``연나이 5세, 3세``: how old the children were on the day."""
    on = seoul_date(at)
    return "연나이 " + ", ".join(f"{year_age(birth, on)}세" for birth in births)


def lines_of(text: str | None) -> int:
    """How many lines a field for several shows: all that stands in it and one more."""
    return min(max(4, len((text or "").splitlines()) + 2), 12)


def is_day(kind: kinds.Kind) -> bool:
    """Whether the browser's own field for dates will do."""
    return isinstance(kind, kinds.Day)


def has_errors(form: Any, part: Any) -> bool:
    """Whether something is wrong with one of the part's fields."""
    return any(form[name].errors for name in part.fields.values())


def reason_words(code: Code) -> str:
    """Why somebody could not come."""
    if code in REASONS:
        return REASONS[code]
    section = _section_behind(code)
    return f"‘{section_of(section).title}’ 규칙 때문에" if section else "그 밖의 규칙 때문에"


def _section_behind(code: Code) -> str | None:
    """The section behind a reason, as far as its code alone tells it."""
    if code in (Code.DAILY_LIMIT, Code.WEEKLY_LIMIT, Code.MONTHLY_LIMIT, Code.OPEN_LIMIT, Code.FAMILY_LIMIT):
        return "limits"
    first = next((key for key in keys_of(no(code))), None) if code not in (Code.ZONE_FULL, Code.NO_ZONE_FITS) else "zone"
    name = first or ""
    return next((one for one in (name, name.rpartition(".")[0]) if one in SECTIONS or one in NAMED), None)


def _row_words(row: Mapping[str, int]) -> str:
    if row.keys() == {"count", "window_days", "days"}:
        return f"{row['window_days']}일 안에 {row['count']}번이면 {row['days']}일"
    return ", ".join(f"{key} {value}" for key, value in row.items())
