"""What to say at the door about a reservation that was found by its code: may they come in, and if not, what to do."""

from dataclasses import dataclass
from datetime import datetime

from ..filters import clock_time, full_day, span
from ..queries.door import CodeAnswer
from ..queries.roster import Party
from ..rules.refusals import Code
from ..rules.times import seoul_date
from .standing import standing


@dataclass(frozen=True)
class Advice:
    """``kind`` of notice (ok, info, warn), what is the case, what to do; ``walk_in``: a way in that is open now."""

    kind: str
    title: str
    text: str
    walk_in: bool = False


def advice(answer: CodeAnswer, now: datetime) -> Advice | None:
    """The advice for a reservation of the own café; ``None`` when there is none."""
    party = answer.party
    if party is None:
        return None
    if answer.refusal is None:
        return _welcome(party)
    when = span(party.starts_at, party.ends_at)
    code = answer.refusal.code
    if code == Code.TOO_EARLY_TO_CHECK_IN and answer.slot is not None:
        opens = clock_time(answer.slot.doors_open_at)
        text = f"오늘 {when} 회차예요. {opens}부터 입장할 수 있으니 그때 다시 와 달라고 안내해 주세요."
        return Advice("warn", "아직 입장 시간이 아니에요", text)
    free = _walk_in(answer)
    offer = "" if not free else f" 지금 회차에 자리가 {answer.current.places_left}개 있어 현장 접수할 수 있어요."  # type: ignore[union-attr]
    if code == Code.WRONG_DAY:
        past = party.starts_at < now and seoul_date(party.starts_at) != seoul_date(now)
        text = f"{full_day(party.starts_at)} {when} {'예약이었어요' if past else '예약이에요'}."
        if not past:
            text += " 그날 와 달라고 안내해 주세요."
        return Advice("warn", "오늘 예약이 아니에요", text + offer, free)
    if code == Code.WRONG_SLOT:
        return Advice(
            "warn",
            "끝난 회차의 예약이에요",
            f"오늘 {when} 회차였어요.{offer or ' 오늘 다른 회차의 자리를 확인해 주세요.'}",
            free,
        )
    if code == Code.VISIT_CANCELLED:
        note = standing(party.visits[0], now).note or ""
        return Advice("warn", "취소된 예약이에요", f"{note}.{offer or ' 자리가 나면 현장 접수할 수 있어요.'}", free)
    text = "노쇼로 바뀌어 자리가 다른 가족에게 열렸고, 지금은 빈자리가 없어요. 자리가 나면 ‘늦은 입장’을 누를 수 있어요."
    return Advice("warn", "지금은 입장할 수 없어요", text)


def _walk_in(answer: CodeAnswer) -> bool:
    slot = answer.current
    return slot is not None and slot.takes_in and slot.places_left > 0 and slot.closed_reason is None


def _welcome(party: Party) -> Advice:
    if party.ids("reserved"):
        return Advice("ok", "지금 입장할 수 있어요", "온 아이의 ‘입장’을 눌러 주세요.")
    if party.ids("checked_in"):
        return Advice("info", "이미 입장했어요", "나갈 때 ‘퇴장’을 눌러 주세요.")
    if party.ids("checked_out"):
        return Advice("info", "이미 퇴장했어요", "잘못 눌렀다면 ‘퇴장 취소’를 눌러 주세요.")
    return Advice("warn", "노쇼로 바뀐 예약이에요", "아직 자리가 있어요. ‘늦은 입장’을 누르면 들어올 수 있어요.")
