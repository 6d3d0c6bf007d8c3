"""From when a slot may be reserved, how often and in what other way, in words."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from ..rules.kinds import WEEKDAYS
from .speaking import called, instant_words, minutes_words, time_words

Content = Mapping[str, Any]
_OVER = {"day": "하루", "week": "한 주(월~일)에", "month": "한 달(1일~말일)에"}
FIRST = {"district": "이 자치구에 사는 분", "seoul": "서울에 사는 분"}


def _openings(content: Content) -> list[str]:
    at = time_words(time.fromisoformat(content.get("at", "00:00")))
    lines = [{"weekly": _weekly, "monthly": _monthly, "rolling": _rolling}[content.get("kind", "rolling")](content, at)]
    if "not_before" in content:
        lines.append(f"첫 예약은 {instant_words(content['not_before'])}부터예요.")
    first, after = content.get("residents_first", "nobody"), content.get("others_after_minutes", 0)
    if first in FIRST:
        lines.append(f"{FIRST[first]}이 먼저 예약하고, 그 밖의 분은 {minutes_words(after)} 뒤부터 예약해요.")
    return lines


def _weekly(content: Content, at: str) -> str:
    day, ahead = content.get("day", "화"), content.get("first_day", 7)
    first = WEEKDAYS[(WEEKDAYS.index(day) + ahead) % 7]
    covers = f"{ahead}일 뒤 {first}요일부터" if ahead else "그날부터"
    return f"매주 {day}요일 {at}에 {covers} 한 주치 예약이 열려요."


def _monthly(content: Content, at: str) -> str:
    days = ", ".join(f"{day}일" for day in content.get("days_of_month", [1]))
    covers = (
        "그날부터 다음 여는 날 전날까지의"
        if content.get("covers", "next") == "this"
        else "다음 여는 날부터 그다음 여는 날 전날까지의"
    )
    return f"매달 {days} {at}에 {covers} 예약이 열려요."


def _rolling(content: Content, at: str) -> str:
    days = content.get("days", 28)
    return f"이용일 {days}일 전 {at}에 예약이 열려요." if days else f"이용일 당일 {at}에 예약이 열려요."


def _limits(content: Content) -> list[str]:
    lines = []
    if "children_per_reservation" in content:
        lines.append(f"한 번에 아이 {content['children_per_reservation']}명까지 함께 예약할 수 있어요.")
    for key, number in content.items():
        if key != "children_per_reservation":
            lines.append(_limit(key, number))
    return lines


def _limit(key: str, number: int) -> str:
    where = "이 지점에서 " if key.endswith("_here") else "모든 지점을 합해 "
    whose = "한 가족이" if key.startswith("family_") else "아이 한 명이"
    does = "예약" if key.startswith("family_") else "이용"
    if "open" in key.split("_"):
        return f"{whose} 아직 끝나지 않은 예약을 {where}{number}번까지 둘 수 있어요."
    over = next(words for word, words in _OVER.items() if f"per_{word}" in key)
    return f"{whose} {where}{over} {number}번까지 {does}할 수 있어요."


def _same_day(content: Content) -> list[str]:
    return [f"당일 남은 자리를 받는 방법: {', '.join(called('same_day', 'how', way) for way in content['how'])}"]


def _waitlist(content: Content) -> list[str]:
    kind = content.get("kind", "none")
    if kind == "none":
        return ["대기는 받지 않아요."] if content else []
    most = f"(회차마다 {content['children']}명까지)" if content.get("children") else ""
    return [
        f"{called('waitlist', 'kind', kind)}으로 대기를 받아요{most}."
        if kind == "online"
        else f"전화로 대기를 받아요{most}."
    ]


SAYS = {"openings": _openings, "limits": _limits, "same_day": _same_day, "waitlist": _waitlist}
