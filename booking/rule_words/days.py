"""When a café opens, in words: state, weekdays, season, holidays, timetable, periods."""

from collections.abc import Mapping
from typing import Any

from ..rules.kinds import WEEKDAYS
from ..rules.sections import DAY_KEYS, DAY_WORDS
from .speaking import date_words, dates_words, span_words, weekdays_words

Content = Mapping[str, Any]
_DAYS = dict(zip(DAY_KEYS, DAY_WORDS, strict=True))
_HOLIDAYS = {
    "open_on_holidays": "공휴일",
    "open_on_childrens_day": "어린이날(5월 5일)",
    "open_on_labour_day": "노동절(5월 1일)",
    "open_on_new_year": "1월 1일",
    "open_on_seollal_chuseok": "설·추석 연휴",
    "open_on_substitute": "대체공휴일",
    "open_on_election": "선거일",
    "open_on_temporary": "임시공휴일",
}
_WEEKLY_DAY = {
    "stays": "정기휴관 요일이 공휴일이어도 그대로 쉬어요.",
    "next_day": "정기휴관 요일이 공휴일이면 그날은 공휴일 규칙을 따르고 다음 날 쉬어요.",
    "after_run": "정기휴관 요일이 공휴일이면 이어지는 공휴일에는 열고, 공휴일도 주말도 아닌 첫날 쉬어요.",
}
_STATES = {
    "running": "운영하고 있어요.",
    "pilot": "시범 운영 중이에요.",
    "preparing": "문을 열 준비를 하고 있어요.",
    "paused": "지금은 쉬고 있어요.",
    "ended": "운영이 끝났어요.",
}
_BOOKING = {
    "online": "이 서비스에서 예약해요.",
    "walk_in": "예약 없이 현장에서 이용해요.",
    "elsewhere": "다른 누리집에서 예약해요.",
}


def _opened(content: Content) -> list[str]:
    return [f"개관: {date_words(content['when'])}"]


def _operation(content: Content) -> list[str]:
    lines = [_STATES[content["state"]]] if "state" in content else []
    if "booking" in content:
        lines.append(_BOOKING[content["booking"]])
    if "site" in content:
        lines.append(f"예약하는 곳: {content['site']}")
    return [*lines, *([content["reason"]] if "reason" in content else [])]


def _days(content: Content) -> list[str]:
    closed = [day for day in WEEKDAYS if day not in content["open"]]
    lines = [f"{weekdays_words(content['open'])}에 열어요." if closed else "모든 요일에 열어요."]
    if closed:
        lines.append(f"{weekdays_words(closed)}은 쉬어요.")
    lines += [f"{_nth(content['open_nth'])}에는 열어요."] if content.get("open_nth") else []
    return lines + ([f"{_nth(content['closed_nth'])}에는 쉬어요."] if content.get("closed_nth") else [])


def _nth(days: list[str]) -> str:
    return ", ".join(f"{day}요일" for day in days)


def _season(content: Content) -> list[str]:
    lines = [f"{dates_words(*(part.strip() for part in text.split('~')))}에 운영해요." for text in content.get("spans", ())]
    if content.get("dates"):
        only = "" if content.get("spans") else "이 날에만 "
        lines.append(f"{only}열어요: {', '.join(date_words(day) for day in content['dates'])}")
    return lines


def _holidays(content: Content) -> list[str]:
    lines = [f"{word}에는 {'열어요' if content[key] else '쉬어요'}." for key, word in _HOLIDAYS.items() if key in content]
    return lines + ([_WEEKLY_DAY[content["weekly_day_on_holiday"]]] if "weekly_day_on_holiday" in content else [])


def _timetable(content: Content) -> list[str]:
    lines = [f"{_DAYS[key]}: {_spans(content[key]) or '회차 없음'}" for key in DAY_KEYS if key in content]
    if content.get("derived"):
        why = content.get("derivation", "")
        lines.append(f"카페가 밝힌 시각이 아니라 계산한 시각이에요.{f' {why}' if why else ''}")
    return lines


def _breaks(content: Content) -> list[str]:
    lines = [
        f"{_DAYS[key]}: {_spans(content[key])}에는 문과 전화가 닫혀요." if content[key] else f"{_DAYS[key]}: 닫는 시간 없음"
        for key in DAY_KEYS
        if key in content
    ]
    # Else the minutes before the start would promise an open door.
    if any(content.get(key) for key in DAY_KEYS):
        lines.append("시작 전에 문을 여는 시간이 이때와 겹치면 닫는 시간이 끝날 때 열어요.")
    return lines


def _spans(texts: list[str]) -> str:
    return ", ".join(span_words(text) for text in texts)


def _closed(content: Content) -> list[str]:
    return [f"{dates_words(content['first'], content.get('last'))}: {content['reason']} (휴관)"]


def _extra(content: Content) -> list[str]:
    return [f"{dates_words(content['first'], content.get('last'))}: {content['reason']} (문을 열어요)"]


def _admission(content: Content) -> list[str]:
    words = {"individual": "개인(가족)이 이용해요.", "group": "단체만 이용해요.", "shared": "개인과 단체가 함께 이용해요."}
    return [words[content["admits"]]] if "admits" in content else []


def which_periods(content: Content) -> str:
    """Which slots a rule for some periods is about: ``화요일 1·2회차``."""
    parts = ["·".join(_DAYS[day] for day in content.get("days", ()))]
    parts.append("·".join(str(number) for number in content.get("numbers", ())) + ("회차" if content.get("numbers") else ""))
    if content.get("starts"):
        parts.append(f"{', '.join(content['starts'])}에 시작하는 회차")
    return " ".join(part for part in parts if part) or str(content.get("label") or "모든 회차")


SAYS = {
    "opening": _opened,
    "operation": _operation,
    "days": _days,
    "season": _season,
    "holidays": _holidays,
    "timetable": _timetable,
    "breaks": _breaks,
    "admission": _admission,
    "closed": _closed,
    "extra": _extra,
}
