"""How a child on the roster stands, in words: the state's look, and a sentence where staff need one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..filters import clock_time, kst
from ..queries.roster import RosterVisit
from ..words import CANCEL_CAUSES
from . import bp

SOON = timedelta(minutes=10)
UNCONFIRMED = {
    "board_closed": "이 회차 동안 명단 화면이 열려 있지 않아 왔는지 알 수 없어요. 그래서 노쇼로 처리하지 않았어요.",
    "board_late": "명단 화면이 늦게 열려 왔는지 알 수 없어요. 그래서 노쇼로 처리하지 않았어요.",
    "called": "늦게 온다고 전화한 뒤 입장 기록이 없어요. 노쇼로 처리하지 않았어요.",
}


@dataclass(frozen=True)
class Standing:
    """``look`` names the badge (macros/states.html); ``label`` overrules its word; ``note`` is a sentence, or ``None``."""

    look: str
    label: str | None = None
    note: str | None = None


@bp.app_template_filter("standing")
def standing(visit: RosterVisit, now: datetime) -> Standing:
    """How this child stands now."""
    if visit.state == "cancelled":
        cause = CANCEL_CAUSES.get(visit.cancel_cause or "", "")
        return Standing("cancelled", note=f"{kst(visit.cancelled_at)} {cause}" if visit.cancelled_at else None)
    if visit.state == "no_show":
        return Standing("no_show", note=f"{clock_time(visit.no_show_at)}에 노쇼" if visit.no_show_at else None)
    if visit.arrival is None:
        return Standing(visit.state)
    return _absent(visit, now)


def _absent(visit: RosterVisit, now: datetime) -> Standing:
    where = visit.arrival
    assert where is not None
    if where.kind == "awaited" and where.at is not None:
        minutes = -(-(where.at - now) // timedelta(minutes=1))
        look = "due" if where.at - now <= SOON else "reserved"
        return Standing(look, note=f"{minutes}분 뒤({clock_time(where.at)}) 노쇼")
    if where.kind == "due":
        return Standing("due", note="곧 노쇼로 바뀌어요")
    if where.kind == "called":
        return Standing("late")
    if where.kind == "unconfirmed":
        return Standing("unconfirmed", note=UNCONFIRMED[where.why or "board_closed"])
    return Standing("reserved")


@bp.app_template_filter("age_on_day")
def age_on_day(visit: RosterVisit) -> str:
    """``연나이 5세``, ``만 5세`` or ``30개월``, by the basis of the café."""
    if visit.basis == "months":
        return f"{visit.age}개월"
    return f"{'만' if visit.basis == 'full_age' else '연나이'} {visit.age}세"
