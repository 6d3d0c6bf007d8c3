"""Cancelling, not coming, play-care, groups, programmes and conduct, in words."""

from collections.abc import Mapping
from typing import Any

from ..filters import won
from .speaking import date_words, minutes_words, span_words, weekdays_words

Content = Mapping[str, Any]
_SCOPE = {"cafe": "이 지점", "district": "이 자치구의 지점", "all": "모든 지점"}


def _minutes(content: Content) -> list[str]:
    lines = []
    if "check_in_minutes_before" in content:
        before = content["check_in_minutes_before"]
        lines.append(f"시작 {minutes_words(before)} 전에 문을 열어요." if before else "시작할 때 문을 열어요.")
    if "cancel_minutes_before" in content:
        before = content["cancel_minutes_before"]
        lines.append(
            f"시작 {minutes_words(before)} 전까지 취소할 수 있어요." if before else "시작할 때까지 취소할 수 있어요."
        )
    if "no_show_grace_minutes" in content:
        lines.append(no_show_words(content["no_show_grace_minutes"]))
    if "reserve_until_minutes_before_end" in content:
        before = content["reserve_until_minutes_before_end"]
        lines.append(
            f"끝나기 {minutes_words(before)} 전까지 예약할 수 있어요." if before else "끝날 때까지 예약할 수 있어요."
        )
    return lines


def no_show_words(grace_minutes: int) -> str:
    """When not coming counts as a no-show; below zero, word is asked for before the start."""
    if grace_minutes > 0:
        return f"연락 없이 시작 {minutes_words(grace_minutes)} 뒤까지 오지 않으면 노쇼로 처리돼요."
    if grace_minutes == 0:
        return "연락 없이 시작할 때까지 오지 않으면 노쇼로 처리돼요."
    return f"시작 {minutes_words(-grace_minutes)} 전까지 알리지 않고 오지 않으면 노쇼로 처리돼요."


def _suspension(content: Content) -> list[str]:
    where = _SCOPE[content.get("scope", "all")]
    lines = [
        f"{step['window_days']}일 안에 노쇼가 {step['count']}번이면 {step['days']}일 동안 {where} 예약이 제한돼요."
        for step in content["steps"]
    ]
    if "cancels_future" in content:
        kept = "제한 기간 안의 남은 예약도 취소돼요." if content["cancels_future"] else "이미 해 둔 예약은 그대로예요."
        lines.append(kept)
    return lines


def _care(content: Content) -> list[str]:
    if not content.get("offered"):
        return ["놀이돌봄이 없어요."]
    lines = [f"보호자 없이 아이를 맡기는 놀이돌봄이 있어요(한 회차에 {content.get('children', 0)}명)."]
    ends = [f"{content['months_min']}개월 이상" if content.get("months_min") else ""]
    ends.append(f"{content['months_max']}개월 이하" if content.get("months_max") is not None else "")
    if any(ends):
        lines.append(f"놀이돌봄은 {' '.join(end for end in ends if end)} 아이가 신청해요.")
    if content.get("former_visit"):
        lines.append("이 지점을 이용한 적이 있어야 신청할 수 있어요.")
    if content.get("reason_needed"):
        lines.append("급한 사유가 있을 때 신청할 수 있어요.")
    if "individual_only" in content:
        lines.append("개인 예약만 신청할 수 있어요." if content["individual_only"] else "단체도 신청할 수 있어요.")
    if "refund_after_entry" in content:
        back = content["refund_after_entry"]
        lines.append("입장한 뒤에도 돌봄 요금을 돌려드려요." if back else "입장한 뒤에는 돌봄 요금을 돌려드리지 않아요.")
    return lines


def _group(content: Content) -> list[str]:
    counted = "인솔자까지 합해" if content.get("counts") == "people" else "아이"
    lines = []
    if "min" in content or "counts" in content:
        lines.append(f"단체는 {counted} {content.get('min', 1)}명부터 예약해요.")
    if "max" in content:
        lines.append(f"단체는 {counted} {content['max']}명까지 예약해요.")
    if "who" in content:
        lines.append(f"단체로 이용하는 곳: {content['who']}")
    if "several_per_slot" in content:
        several = "한 회차에 여러 단체가 함께 이용해요." if content["several_per_slot"] else "한 회차에 한 단체만 이용해요."
        lines.append(several)
    return lines


def _programme(content: Content) -> list[str]:
    when = [f"매주 {weekdays_words(content['days'])}"] if content.get("days") else []
    when += [", ".join(date_words(day) for day in content["dates"])] if content.get("dates") else []
    fee = won(content.get("fee_won", 0))
    return [f"{content['label']}: {' '.join([*when, span_words(content['time'])])} · 아이 {content['children']}명 · {fee}"]


def _conduct(content: Content) -> list[str]:
    lines = []
    if content.get("socks"):
        lines.append("미끄럼 방지 양말을 신어요.")
    if "food" in content:
        lines.append("음식을 먹을 수 있어요." if content["food"] else "음식은 먹을 수 없어요.")
    if "proxy" in content:
        lines.append(
            "다른 사람이 대신 예약할 수 있어요." if content["proxy"] else "다른 사람 이름으로 대신 예약할 수 없어요."
        )
    if content.get("tidy_minutes"):
        lines.append(f"끝나기 {content['tidy_minutes']}분 전부터 함께 정리해요.")
    if content.get("slide_height_cm"):
        lines.append(f"미끄럼틀은 키 {content['slide_height_cm']}cm부터 탈 수 있어요.")
    return lines


SAYS = {
    "minutes": _minutes,
    "suspension": _suspension,
    "care": _care,
    "group": _group,
    "programme": _programme,
    "conduct": _conduct,
    "notes": lambda content: [content["text"]],
}
