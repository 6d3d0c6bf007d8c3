"""How often a child may come, and how many reservations a family may have: sixteen limits, any of them or none.

Counted are live visits by the slot's date in Seoul: on that day, in its week (Monday to Sunday), in its month, or those that
have not ended yet. A family's reservation counts once, however many of its children come. The visit that is asked for
counts too, so a limit of 1 refuses whoever has one already.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from .parties import ChildFacts, Party, PastVisit, SlotFacts
from .policy import Policy
from .refusals import Code, Refusal, no

CHILD_LIMITS = (
    ("day", "visits_per_day", Code.DAILY_LIMIT),
    ("week", "visits_per_week", Code.WEEKLY_LIMIT),
    ("month", "visits_per_month", Code.MONTHLY_LIMIT),
    ("open", "open_visits", Code.OPEN_LIMIT),
)
FAMILY_LIMITS = (
    ("day", "family_reservations_per_day", Code.FAMILY_LIMIT),
    ("week", "family_reservations_per_week", Code.FAMILY_LIMIT),
    ("month", "family_reservations_per_month", Code.FAMILY_LIMIT),
    ("open", "family_open_reservations", Code.FAMILY_LIMIT),
)
"""What a limit counts over, its name in the policy (for all cafés; ``…_here`` for this one), and the code that says no."""


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def child_limit_refusals(child: ChildFacts, slot: SlotFacts, policy: Policy, now: datetime) -> Iterator[Refusal]:
    """Every limit that one more visit of the child in this slot would break: a day, a week, a month, open ones; each for
    all cafés, then for this one."""
    for per, key, code in CHILD_LIMITS:
        for name, here, limit in _stated(policy, key):
            count = sum(1 for _ in _counted(child.visits, slot, per, here, now))
            if count >= limit:
                facts = {
                    "key": f"limits.{name}",
                    "per": per,
                    "here": here,
                    "limit": limit,
                    "count": count,
                    "date": slot.date,
                }
                yield no(code, "child_ids", child=child.name, **facts)


def family_limit_refusals(party: Party, slot: SlotFacts, policy: Policy, now: datetime) -> Iterator[Refusal]:
    """Every limit that one more reservation of the family in this slot would break, in the same order."""
    visits = [*party.sibling_visits, *(visit for child in party.children for visit in child.visits)]
    for per, key, code in FAMILY_LIMITS:
        for name, here, limit in _stated(policy, key):
            count = len({_reservation(visit) for visit in _counted(visits, slot, per, here, now)})
            if count >= limit:
                yield no(code, key=f"limits.{name}", per=per, here=here, limit=limit, count=count, date=slot.date)


def _stated(policy: Policy, key: str) -> Iterator[tuple[str, bool, int]]:
    for name, here in ((key, False), (f"{key}_here", True)):
        limit = getattr(policy.limits, name)
        if limit is not None:
            yield name, here, limit


def _counted(visits: Iterable[PastVisit], slot: SlotFacts, per: str, here: bool, now: datetime) -> Iterator[PastVisit]:
    for visit in visits:
        if (not here or visit.cafe_id == slot.cafe_id) and _is_within(visit, slot.date, per, now):
            yield visit


def _is_within(visit: PastVisit, day: date, per: str, now: datetime) -> bool:
    if per == "open":
        return visit.ends_at > now
    if per == "day":
        return visit.date == day
    if per == "week":
        return week_of(visit.date) == week_of(day)
    return (visit.date.year, visit.date.month) == (day.year, day.month)


def _reservation(visit: PastVisit) -> tuple[str, int]:
    """A reservation is for one slot, so a visit whose reservation is not named stands for that of its slot."""
    return ("slot", visit.slot_id) if visit.reservation_id is None else ("reservation", visit.reservation_id)
