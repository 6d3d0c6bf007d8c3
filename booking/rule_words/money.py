"""What a visit costs, in words."""

from collections.abc import Mapping
from typing import Any

from ..filters import won
from .speaking import called

Content = Mapping[str, Any]
_COMBINE = {
    "best": "감면이 여럿이면 가장 큰 것 하나를 써요.",
    "sum": "감면이 여럿이면 율을 더해서 써요(100%까지).",
    "successive": "감면이 여럿이면 차례로 이어서 써요.",
}
_ROUND = {"down": "버려요", "half_up": "반올림해요", "up": "올려요"}


def _fees(content: Content) -> list[str]:
    prices = [
        f"{word} {won(content[key])}"
        for key, word in (("child_won", "아이 한 명"), ("adult_won", "보호자 한 명"))
        if key in content
    ]
    lines = [f"이용료: {', '.join(prices)}"] if prices else []
    if "care_won" in content:
        lines.append(f"놀이돌봄: 아이 한 명에 {won(content['care_won'])}{'을 더해요' if content['care_won'] else ''}")
    if "group_child_won" in content or "group_adult_won" in content:
        child = content.get("group_child_won", content.get("child_won", 0))
        lines.append(f"단체: 아이 한 명 {won(child)}, 인솔자 한 명 {won(content.get('group_adult_won', 0))}")
    if content.get("free_adults"):
        lines.append(f"예약 하나에 보호자 {content['free_adults']}명까지 무료예요.")
    if content.get("free_adults_per_child"):
        lines.append(f"아이 한 명마다 보호자 {content['free_adults_per_child']}명까지 무료예요.")
    if "round_to_won" in content or "round" in content:
        unit = content.get("round_to_won", "1")
        lines.append(f"합계의 {unit}원 미만은 {_ROUND[content.get('round', 'down')]}.")
    return lines


def _concession(content: Content) -> list[str]:
    whom = called("concession", "applies", content.get("applies", "all"))
    if content.get("won"):
        cut = f"{whom} 한 명에 {won(content['won'])} 할인"
    else:
        percent = content.get("percent", 0)
        cut = f"{whom} 무료" if percent == 100 else f"{whom} {percent}% 할인"
    lines = [f"{content['label']}: {cut}"]
    if "evidence" in content:
        lines.append(f"{content['label']} 증빙: {content['evidence']}")
    if "valid_days" in content:
        lines.append(f"{content['label']}: 한 번 확인하면 {content['valid_days']}일 동안 다시 보여 주지 않아도 돼요.")
    return lines


SAYS = {
    "fees": _fees,
    "concession": _concession,
    "concessions": lambda content: [_COMBINE[content["combine"]]] if "combine" in content else [],
    "payment": lambda content: [
        f"카페에서 내는 방법: {', '.join(called('payment', 'methods', way) for way in content['methods'])}"
    ],
}
