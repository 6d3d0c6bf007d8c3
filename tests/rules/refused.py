"""One party for every reason that reserving knows: what the café says, the slot, who asks, and which codes come."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from booking.rules.parties import ChildFacts, NoShow, Party, PastVisit, Residence, SlotFacts
from booking.rules.policy import Policy
from booking.rules.refusals import Code
from tests.rules.stated import ENDS, JIA, MINJUN, MONDAY, SLOT, STARTS, stated

ALONE = Party([JIA])
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
CARE = replace(JIA, with_care=True)
GROUP = Party(is_group=True, head_count=12)
SCHOOL = ChildFacts(3, "서준", date(2018, 1, 1))
ELDERLY = date(1950, 1, 1)
OTHERS_LATER = {"openings": {"residents_first": "district", "others_after_minutes": 60}}
LITTLE = {"ages": {"basis": "year_age", "min": 0, "max": 6}, "siblings": {"basis": "year_age", "min": 0, "max": 9}}


@dataclass(frozen=True)
class Case:
    """A party that is refused for these reasons, in this order."""

    codes: tuple[Code, ...]
    party: Party = ALONE
    said: Any = None
    slot: SlotFacts = SLOT
    now: datetime = MONDAY

    @property
    def policy(self) -> Policy:
        return stated(self.said)


def busy(*visits: PastVisit) -> ChildFacts:
    return replace(JIA, visits=visits)


def visit(starts: datetime, slot_id: int = 9, reservation_id: int | None = None) -> PastVisit:
    return PastVisit(slot_id, 1, starts, starts + 2 * HOUR, reservation_id)


def limit(**keys: int) -> dict[str, dict[str, int]]:
    return {"limits": {"visits_per_day": 10, **keys}}


TOMORROW = visit(STARTS + timedelta(days=1), reservation_id=4)
CASES = (
    Case((Code.SLOT_CLOSED,), slot=replace(SLOT, closed_reason="방역")),
    Case((Code.SLOT_CLOSED,), said={"operation": {"state": "paused"}}),
    Case((Code.SLOT_WITHDRAWN,), slot=replace(SLOT, withdrawn=True)),
    Case((Code.SLOT_OVER,), now=ENDS - HOUR / 2),
    Case((Code.NOT_RESERVED_HERE,), said={"operation": {"booking": "walk_in"}}),
    Case((Code.NOT_RESERVED_HERE,), said={"operation": {"booking": "elsewhere", "site": "https://example.kr"}}),
    Case((Code.NOT_ONLINE_TODAY,), said={"same_day": {"how": ["phone", "walk_in"]}}, now=STARTS - HOUR),
    Case((Code.SLOT_NEVER_OPENS,), slot=replace(SLOT, opens_at=ENDS - HOUR / 2)),
    Case((Code.SLOT_NOT_OPEN_YET,), slot=replace(SLOT, opens_at=MONDAY + SECOND)),
    Case((Code.RESIDENTS_FIRST,), said=OTHERS_LATER, slot=replace(SLOT, opens_for_others_at=MONDAY + HOUR)),
    Case((Code.WRONG_KIND_OF_SLOT,), said={"admission": {"admits": "group"}}),
    Case((Code.NOT_A_RESIDENT,), said={"residency": {"who": "district"}}),
    Case(
        (Code.SUSPENDED,),
        Party([JIA], no_shows=[NoShow(MONDAY - HOUR, 2, 11260)]),
        {"suspension": {"steps": [{"count": 1, "window_days": 30, "days": 30}]}},
    ),
    Case((Code.NO_CHILD_CHOSEN,), Party()),
    Case((Code.TOO_MANY_CHILDREN,), Party([JIA, MINJUN]), limit(children_per_reservation=1)),
    Case((Code.CHILD_NOT_BORN,), Party([replace(JIA, birth_date=date(2026, 12, 1))])),
    Case((Code.CHILD_TOO_YOUNG,), said={"ages": {"basis": "full_age", "min": 6, "max": 9}}),
    Case((Code.CHILD_TOO_OLD,), said={"ages": {"basis": "year_age", "min": 0, "max": 4}}),
    Case((Code.DOOR_TOO_YOUNG,), said={"door_ages": {"basis": "months", "min": 67, "max": 80}}),
    Case((Code.DOOR_TOO_OLD,), said={"door_ages": {"basis": "months", "min": 0, "max": 36}}),
    Case((Code.SIBLING_ALONE,), Party([SCHOOL]), LITTLE),
    Case(
        (Code.SIBLING_NOT_MULTI_CHILD,),
        Party([JIA, SCHOOL]),
        LITTLE | {"siblings": {"basis": "year_age", "max": 9, "multi_child_only": True}, "multi_child": {"children_min": 3}},
    ),
    Case((Code.NO_ZONE_FITS,), said={"zone.baby": {"basis": "months", "min": 0, "max": 24, "children": 7}}),
    Case((Code.ALREADY_IN_SLOT,), Party([busy(visit(STARTS, slot_id=1))]), limit()),
    Case((Code.OVERLAPS,), Party([busy(visit(STARTS - HOUR))]), limit()),
    Case((Code.DAILY_LIMIT,), Party([busy(visit(ENDS))])),
    Case((Code.WEEKLY_LIMIT,), Party([busy(TOMORROW)]), limit(visits_per_week=1)),
    Case((Code.MONTHLY_LIMIT,), Party([busy(TOMORROW)]), limit(visits_per_month_here=1)),
    Case((Code.OPEN_LIMIT,), Party([busy(TOMORROW)]), limit(open_visits=1)),
    Case((Code.CARE_NOT_OFFERED,), Party([CARE])),
    Case(
        (Code.CARE_NOT_FOR_GROUPS,),
        replace(GROUP, children=[CARE]),
        {"care": {"offered": True}} | {"admission": {"admits": "shared"}},
    ),
    Case((Code.CARE_TOO_YOUNG,), Party([CARE]), {"care": {"offered": True, "months_min": 67}}),
    Case((Code.CARE_TOO_OLD,), Party([CARE]), {"care": {"offered": True, "months_max": 40}}),
    Case((Code.CARE_NEEDS_FORMER_VISIT,), Party([CARE]), {"care": {"offered": True, "former_visit": True}}),
    Case((Code.CARE_NEEDS_REASON,), Party([CARE]), {"care": {"offered": True, "reason_needed": True}}),
    Case((Code.FAMILY_LIMIT,), Party([JIA], sibling_visits=[TOMORROW]), limit(family_reservations_per_week=1)),
    Case((Code.NO_COMPANION,), Party([JIA], companion=True), {"adults": {"named_companion": False}}),
    Case((Code.TOO_FEW_ADULTS,), Party([JIA], 0)),
    Case((Code.TOO_MANY_ADULTS,), Party([JIA], 3)),
    Case((Code.ADULT_TOO_YOUNG,), Party([JIA], adult_births=[ELDERLY, date(2010, 1, 1)]), {"adults": {"min_age": 19}}),
    Case((Code.GROUP_TOO_SMALL,), GROUP, {"admission": {"admits": "group"}, "group": {"min": 13}}),
    Case((Code.GROUP_TOO_LARGE,), GROUP, {"admission": {"admits": "group"}, "group": {"max": 11}}),
    Case(
        (Code.GROUP_ALREADY_THERE,),
        GROUP,
        {"admission": {"admits": "group"}, "group": {"several_per_slot": False}},
        replace(SLOT, groups=1),
    ),
)
"""Each for one reason alone, in the order of reasons."""

AWFUL = Case(
    codes=(
        *(Code.SLOT_CLOSED, Code.SLOT_OVER, Code.NOT_RESERVED_HERE, Code.NOT_ONLINE_TODAY, Code.SLOT_NEVER_OPENS),
        *(Code.WRONG_KIND_OF_SLOT, Code.NOT_A_RESIDENT, Code.SUSPENDED, Code.TOO_MANY_CHILDREN),
        *(Code.CHILD_TOO_OLD, Code.NO_ZONE_FITS, Code.ALREADY_IN_SLOT, Code.OVERLAPS, Code.DAILY_LIMIT, Code.DAILY_LIMIT),
        *(Code.WEEKLY_LIMIT, Code.MONTHLY_LIMIT, Code.CARE_TOO_OLD, Code.CARE_NEEDS_REASON),
        *(Code.CHILD_TOO_OLD, Code.NO_ZONE_FITS),
        *(Code.FAMILY_LIMIT, Code.FAMILY_LIMIT),
        *(Code.NO_COMPANION, Code.TOO_MANY_ADULTS, Code.ADULT_TOO_YOUNG),
    ),
    party=Party(
        [replace(CARE, visits=[visit(STARTS, 1, 1), visit(STARTS + HOUR, 9, 2)]), MINJUN],
        9,
        adult_births=[date(2015, 1, 1)],
        companion=True,
        residence=Residence(11260, known=True),
        no_shows=[NoShow(MONDAY, 1, 11110)],
    ),
    said={
        "operation": {"booking": "elsewhere"},
        "same_day": {"how": ["phone"]},
        "admission": {"admits": "group"},
        "residency": {"who": "district"},
        "suspension": {"steps": [{"count": 1, "window_days": 30, "days": 30}]},
        "limits": {
            "children_per_reservation": 1,
            "visits_per_day": 1,
            "visits_per_day_here": 1,
            "visits_per_week": 2,
            "visits_per_month": 2,
            "family_reservations_per_day": 1,
            "family_reservations_per_month_here": 2,
        },
        "ages": {"basis": "months", "min": 0, "max": 24},
        "zone.baby": {"basis": "months", "min": 0, "max": 24, "children": 7},
        "care": {"offered": True, "months_max": 40, "reason_needed": True},
        "adults": {"min_age": 19, "named_companion": False},
    },
    slot=replace(SLOT, closed_reason="방역", opens_at=ENDS + HOUR),
    now=ENDS,
)
"""A party and a slot with nearly everything against them."""
