"""Who may come and how many, in words: ages, zones, residence, adults, places."""

from collections.abc import Mapping
from typing import Any

from .speaking import band_words, minutes_words

Content = Mapping[str, Any]
_WHO = {
    "anyone": "누구나 예약할 수 있어요.",
    "seoul_life": "서울에 살거나 직장·학교·사업장이 서울인 분이 예약할 수 있어요.",
    "seoul": "서울에 사는 분이 예약할 수 있어요.",
    "district": "이 지점의 자치구에 사는 분이 예약할 수 있어요.",
}
_LEAP = {"march_1": "3월 1일", "february_28": "2월 28일"}


def _ages(content: Content) -> list[str]:
    return [f"{band_words(content)} 아이가 이용해요.", *_leap(content)]


def _leap(content: Content) -> list[str]:
    if "leap_birthday" not in content:
        return []
    return [f"2월 29일에 태어난 아이는 평년에 {_LEAP[content['leap_birthday']]}에 한 살을 더 먹어요."]


def _door_ages(content: Content) -> list[str]:
    asked = (
        "예약할 때부터 확인해요."
        if content.get("applies", "reserving") == "reserving"
        else "예약은 되지만 현장에서 확인해요."
    )
    return [f"현장 기준: {band_words(content)} 아이가 이용해요. {asked}", *_leap(content)]


def _siblings(content: Content) -> list[str]:
    whose = "다자녀 가정의 " if content.get("multi_child_only") else ""
    return [f"{whose}{band_words(content)} 형제자매는 이용할 수 있는 아이와 함께라면 올 수 있어요.", *_leap(content)]


def _zone(content: Content) -> list[str]:
    return [f"{content['label']}: {band_words(content)}, 아이 {content['children']}명까지", *_leap(content)]


def _residency(content: Content) -> list[str]:
    lines = [_WHO[content["who"]]] if "who" in content else []
    # Where anyone may come, nobody has to show where they live, whatever a farther layer says is shown elsewhere.
    shows = "evidence" in content and content.get("who", "anyone") != "anyone"
    return lines + ([f"현장에서 보여 주세요: {content['evidence']}"] if shows else [])


def _adults(content: Content) -> list[str]:
    lines = []
    if "min" in content:
        least = content["min"]
        lines.append(f"보호자가 {least}명 이상 함께 와요." if least else "보호자 없이도 올 수 있어요.")
    if "per_child_max" in content:
        lines.append(f"아이 한 명에 보호자 {content['per_child_max']}명까지 올 수 있어요.")
    if "baby_per_child_max" in content or "baby_months_below" in content:
        months = content.get("baby_months_below", 12)
        most = content.get("baby_per_child_max", content.get("per_child_max", 2))
        lines.append(f"{months}개월이 안 된 아기는 한 명에 보호자 {most}명까지 올 수 있어요.")
    if content.get("min_age"):
        lines.append(f"보호자는 만 {content['min_age']}세 이상이어야 해요.")
    if "holder_counts" in content:
        counts = (
            "예약한 분도 보호자 수에 세요."
            if content["holder_counts"]
            else "예약한 분은 세지 않고, 적은 수에 한 명을 더해 와요."
        )
        lines.append(counts)
    if "named_companion" in content:
        may = "이름을 적은 동반인(조부모, 도우미)이 대신 데려올 수 있어요."
        lines.append(may if content["named_companion"] else "보호자가 직접 함께 와야 해요.")
    return lines


def _multi_child(content: Content) -> list[str]:
    youngest = f", 막내가 만 {content['youngest_age_max']}세 이하인" if "youngest_age_max" in content else ""
    return [f"다자녀는 아이가 {content.get('children_min', 2)}명 이상{youngest or '인'} 가정이에요."]


def _walk_in(content: Content) -> list[str]:
    if content.get("children"):
        return [f"자리 가운데 {content['children']}자리는 현장에서 받아요."]
    return [f"자리의 {content['percent']}%는 현장에서 받아요."] if content.get("percent") else []


def _reserve(content: Content) -> list[str]:
    until = content["released_minutes_before"]
    when = f"시작 {minutes_words(until)} 전에" if until else "시작할 때"
    return [f"{content['children']}자리는 남겨 두었다가 {when} 풀어요."]


SAYS = {
    "ages": _ages,
    "door_ages": _door_ages,
    "siblings": _siblings,
    "zone": _zone,
    "residency": _residency,
    "adults": _adults,
    "multi_child": _multi_child,
    "capacity.individual": lambda content: [f"한 회차에 아이 {content['children']}명까지 이용해요."],
    "capacity.group": lambda content: [f"단체는 한 회차에 아이 {content['children']}명까지 이용해요."],
    "capacity.together": lambda content: [f"개인과 단체를 합해 한 회차에 아이 {content['children']}명까지 이용해요."],
    "capacity.people": lambda content: [f"보호자까지 합해 한 회차에 {content['people']}명까지 들어와요."],
    "capacity.walk_in": _walk_in,
    "capacity.reserve": _reserve,
}
