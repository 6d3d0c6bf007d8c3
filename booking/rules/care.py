"""Play-care (놀이돌봄): children stay without their guardian. How many seats are left, only the database knows."""

from collections.abc import Iterator
from datetime import datetime

from .ages import age_months
from .parties import ChildFacts, Party, SlotFacts
from .policy import Policy
from .refusals import Code, Refusal, no


def care_reasons(child: ChildFacts, party: Party, slot: SlotFacts, policy: Policy, now: datetime) -> Iterator[Refusal]:
    """Why the child may not stay in play-care: all reasons; none for a child that is not to.

    Both bounds are full months on the day, the upper one through the last day of its month.
    """
    rule = policy.care
    if not child.with_care:
        return
    if not rule.offered:
        yield no(Code.CARE_NOT_OFFERED, "care")
        return
    if party.is_group and rule.individual_only:
        yield no(Code.CARE_NOT_FOR_GROUPS, "care")
    months = age_months(child.birth_date, slot.date)
    if months < rule.months_min:
        yield no(Code.CARE_TOO_YOUNG, "care", child=child.name, months=months, least=rule.months_min)
    if rule.months_max is not None and months > rule.months_max:
        yield no(Code.CARE_TOO_OLD, "care", child=child.name, months=months, most=rule.months_max)
    if rule.former_visit and not has_been_here(child, slot, now):
        yield no(Code.CARE_NEEDS_FORMER_VISIT, "care", child=child.name)
    if rule.reason_needed and not party.care_reason:
        yield no(Code.CARE_NEEDS_REASON, "care")


def has_been_here(child: ChildFacts, slot: SlotFacts, now: datetime) -> bool:
    """Whether the child visited this café before: it is known, or a live visit of its own here is over."""
    return child.has_been_here or any(visit.cafe_id == slot.cafe_id and visit.ends_at <= now for visit in child.visits)
