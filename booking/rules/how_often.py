"""How often a child may come, and how many reservations a family may have: sixteen limits, any of them or none.

Counted are live visits by the slot's date in Seoul: on that day, in its week (Monday to Sunday), in its month, or those that
have not ended yet. A family's reservation counts once, however many of its children come. The visit that is asked for
counts too, so a limit of 1 refuses whoever has one already.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

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
    for code, facts in _reached(CHILD_LIMITS, child.visits, slot, policy, now):
        yield no(code, "child_ids", child=child.name, **facts)


def family_limit_refusals(party: Party, slot: SlotFacts, policy: Policy, now: datetime) -> Iterator[Refusal]:
    """Every limit that one more reservation of the family in this slot would break, in the same order."""
    visits = chain(party.sibling_visits, *(child.visits for child in party.children))
    # A reservation is for one slot, so any of its visits stands for it.
    reservations = list({_reservation(visit): visit for visit in visits}.values())
    for code, facts in _reached(FAMILY_LIMITS, reservations, slot, policy, now):
        yield no(code, None, **facts)


def _reached(
    limits: Sequence[tuple[str, str, Code]], visits: Sequence[PastVisit], slot: SlotFacts, policy: Policy, now: datetime
) -> Iterator[tuple[Code, dict[str, object]]]:
    """Which of these limits so many visits have reached."""
    for per, key, code in limits:
        stated = (key, getattr(policy.limits, key), False), (f"{key}_here", getattr(policy.limits, f"{key}_here"), True)
        if stated[0][1] is None and stated[1][1] is None:
            continue
        within = _within(visits, slot, per, now)
        for name, limit, here in stated:
            count = sum(visit.cafe_id == slot.cafe_id for visit in within) if here else len(within)
            if limit is not None and count >= limit:
                facts = {"key": f"limits.{name}", "per": per, "here": here, "limit": limit, "count": count}
                yield code, facts | {"date": slot.date}


def _within(visits: Sequence[PastVisit], slot: SlotFacts, per: str, now: datetime) -> list[PastVisit]:
    if per == "open":
        return [visit for visit in visits if visit.ends_at > now]
    first, last = window(per, slot.date)
    return [visit for visit in visits if first <= visit.date <= last]


def window(per: str, day: date) -> tuple[date, date]:
    """The first and the last date of the day's ``day``, ``week`` or ``month``."""
    if per == "week":
        monday = week_of(day)
        return monday, monday + timedelta(days=6)
    if per == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day


def _reservation(visit: PastVisit) -> tuple[str, int]:
    """What tells reservations apart; a visit whose reservation is not named stands for that of its slot."""
    return ("slot", visit.slot_id) if visit.reservation_id is None else ("reservation", visit.reservation_id)
