"""Who may reserve what when: the one file that answers it. Everything but "is there room?", which only the database can.

All reasons come in one fixed order, so that the first is always the same one; :data:`ORDER` names their codes:

1. the slot: closed, withdrawn, over, not reserved here or not today, never or not yet open, for another kind of party;
2. who asks: where they live, a suspension after no-shows;
3. the number of children;
4. each child in the order given: age (with its brothers and sisters), zone, the same slot, overlaps, limits, play-care;
5. the family's limits;
6. the adults;
7. the group.
"""

from collections.abc import Iterator
from datetime import datetime

from .adults import adults_reasons
from .care import care_reasons
from .groups import group_reasons, kind_refusal
from .how_often import child_limit_refusals, family_limit_refusals
from .openings import booking_closes
from .parties import FAMILY, ChildFacts, NoShow, Party, PastVisit, Residence, SlotFacts
from .policy import Policy
from .refusals import Code, Refusal, no
from .residency import goes_first, residency_refusal
from .siblings import age_reasons, may_come_along
from .suspensions import suspension_refusal
from .times import overlap, seoul_date
from .timetable import closed_by_date
from .zones import zone_refusal

__all__ = ["ChildFacts", "NoShow", "Party", "PastVisit", "Residence", "SlotFacts", "reasons", "refusal"]

ORDER = (
    *(Code.SLOT_CLOSED, Code.SLOT_WITHDRAWN, Code.SLOT_OVER, Code.NOT_RESERVED_HERE, Code.NOT_ONLINE_TODAY),
    *(Code.SLOT_NEVER_OPENS, Code.SLOT_NOT_OPEN_YET, Code.RESIDENTS_FIRST, Code.WRONG_KIND_OF_SLOT),
    *(Code.NOT_A_RESIDENT, Code.SUSPENDED),
    *(Code.NO_CHILD_CHOSEN, Code.TOO_MANY_CHILDREN),
    *(Code.CHILD_NOT_BORN, Code.CHILD_TOO_YOUNG, Code.CHILD_TOO_OLD, Code.DOOR_TOO_YOUNG, Code.DOOR_TOO_OLD),
    *(Code.SIBLING_ALONE, Code.SIBLING_NOT_MULTI_CHILD, Code.NO_ZONE_FITS, Code.ALREADY_IN_SLOT, Code.OVERLAPS),
    *(Code.DAILY_LIMIT, Code.WEEKLY_LIMIT, Code.MONTHLY_LIMIT, Code.OPEN_LIMIT),
    *(Code.CARE_NOT_OFFERED, Code.CARE_NOT_FOR_GROUPS, Code.CARE_TOO_YOUNG, Code.CARE_TOO_OLD),
    *(Code.CARE_NEEDS_FORMER_VISIT, Code.CARE_NEEDS_REASON),
    Code.FAMILY_LIMIT,
    *(Code.NO_COMPANION, Code.TOO_FEW_ADULTS, Code.TOO_MANY_ADULTS, Code.ADULT_TOO_YOUNG),
    *(Code.GROUP_TOO_SMALL, Code.GROUP_TOO_LARGE, Code.GROUP_ALREADY_THERE),
)
"""Every code that may be a reason, in the order of reasons (the codes of a child: for each child anew)."""


def reasons(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> list[Refusal]:
    """All reasons why this party may not reserve this slot now, in the fixed order; none: it may, if there is room.

    ``policy`` is that of the slot's date and period (:meth:`~booking.rules.policy.Policy.for_period`).
    """
    return list(_reasons(slot, party, policy, now))


def refusal(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Refusal | None:
    """The first of :func:`reasons`, or ``None``."""
    return next(_reasons(slot, party, policy, now), None)


def slot_refusal(slot: SlotFacts, policy: Policy, now: datetime, party: Party = FAMILY) -> Refusal | None:
    """The first reason that lies in the slot: why no such party may reserve it now, whoever its children are, or ``None``.
    Of ``party`` its kind, its residence and whether it stands at the door count."""
    return next(_slot_reasons(slot, party, policy, now), None)


def who_refusal(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Refusal | None:
    """The first reason that lies in who asks, whichever of its children come: residence, a suspension; or ``None``."""
    return next(_who_reasons(slot, party, policy, now), None)


def child_refusal(
    child: ChildFacts, slot: SlotFacts, policy: Policy, now: datetime, party: Party | None = None
) -> Refusal | None:
    """The first reason why this child may not be in this slot, or ``None``. ``party``: with whom it would come; alone when
    nothing is said."""
    return next(_child_reasons(child, slot, party or Party([child]), policy, now), None)


def last_reserving(slot: SlotFacts, policy: Policy) -> datetime:
    """The instant until which (exclusive) the slot may be reserved: some minutes before its end, even after its start."""
    return booking_closes(slot.ends_at, policy)


def opening_of(slot: SlotFacts, party: Party, policy: Policy) -> datetime | None:
    """The instant from which (inclusive) this party may reserve the slot; ``None``: at once."""
    if slot.opens_for_others_at is None or goes_first(party.residence, slot.district_id, policy):
        return slot.opens_at
    return slot.opens_for_others_at


def never_opens(slot: SlotFacts, party: Party, policy: Policy) -> bool:
    """Whether reserving is over by the time this party might begin to: no opening is to be promised then."""
    opens_at = opening_of(slot, party, policy)
    return opens_at is not None and opens_at >= last_reserving(slot, policy)


def _reasons(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Iterator[Refusal]:
    yield from _slot_reasons(slot, party, policy, now)
    if not party.at_the_door:
        yield from _who_reasons(slot, party, policy, now)
    if party.number == 0:
        yield no(Code.NO_CHILD_CHOSEN, "child_ids")
    elif not party.is_group and party.number > policy.limits.children_per_reservation:
        yield no(Code.TOO_MANY_CHILDREN, "child_ids", most=policy.limits.children_per_reservation)
    for child in party.children:
        yield from _child_reasons(child, slot, party, policy, now)
    yield from family_limit_refusals(party, slot, policy, now)
    yield from adults_reasons(party, slot.date, policy)
    yield from group_reasons(party, slot, policy)


def _slot_reasons(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Iterator[Refusal]:
    operation = policy.operation
    closed = closed_by_date(slot.date, policy)
    if closed is not None and slot.closed_reason in (None, closed.reason):
        yield no(Code.SLOT_CLOSED, reason=closed.reason, key=closed.key)
    elif slot.closed_reason is not None:
        yield no(Code.SLOT_CLOSED, reason=slot.closed_reason)
    elif slot.withdrawn:
        # Of a closed date nobody says which slots it would have: the mark is from before.
        yield no(Code.SLOT_WITHDRAWN)
    until = last_reserving(slot, policy)
    if now >= until:
        yield no(Code.SLOT_OVER, until=until)
    if not party.at_the_door:
        if operation.booking != "online":
            yield no(Code.NOT_RESERVED_HERE, booking=operation.booking, site=operation.site)
        if policy.same_day and "portal" not in policy.same_day and seoul_date(now) == slot.date:
            yield no(Code.NOT_ONLINE_TODAY, how=policy.same_day)
        yield from _opening_reasons(slot, party, policy, now)
    wrong_kind = kind_refusal(party, policy)
    if wrong_kind is not None:
        yield wrong_kind


def _opening_reasons(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Iterator[Refusal]:
    opens_at = opening_of(slot, party, policy)
    if opens_at is None or now >= opens_at:
        return
    until = last_reserving(slot, policy)
    if opens_at >= until:
        of_others = slot.opens_at is not None and slot.opens_at < until
        yield no(Code.SLOT_NEVER_OPENS, of_others=of_others, known=party.residence.known or not of_others)
    elif slot.opens_at is not None and now < slot.opens_at:
        yield no(Code.SLOT_NOT_OPEN_YET, opens_at=opens_at)
    else:
        yield no(Code.RESIDENTS_FIRST, opens_at=opens_at, who=policy.openings.residents_first, known=party.residence.known)


def _who_reasons(slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Iterator[Refusal]:
    lives = residency_refusal(party.residence, slot.district_id, policy)
    if lives is not None:
        yield lives
    suspended = suspension_refusal(party.no_shows, slot.cafe_id, slot.district_id, policy, now)
    if suspended is not None:
        yield suspended


def _child_reasons(child: ChildFacts, slot: SlotFacts, party: Party, policy: Policy, now: datetime) -> Iterator[Refusal]:
    birth, on = child.birth_date, slot.date
    yield from age_reasons(child, party, on, policy)
    if on < birth:
        # Who is not born has no months to count for a zone or for play-care.
        return
    if policy.zones and not may_come_along(birth, on, policy, at_the_door=party.at_the_door):
        no_zone = zone_refusal(birth, on, policy, child.name)
        if no_zone is not None:
            yield no_zone
    if any(visit.slot_id == slot.slot_id for visit in child.visits):
        yield no(Code.ALREADY_IN_SLOT, "child_ids", child=child.name)
    for visit in child.visits:
        if visit.slot_id != slot.slot_id and overlap(visit.starts_at, visit.ends_at, slot.starts_at, slot.ends_at):
            yield no(Code.OVERLAPS, "child_ids", child=child.name, starts_at=visit.starts_at, ends_at=visit.ends_at)
    yield from child_limit_refusals(child, slot, policy, now)
    yield from care_reasons(child, party, slot, policy, now)
