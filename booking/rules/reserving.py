"""Who may reserve what when: the one file that answers it. Everything but "is there room?", which only the database can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .ages import age_refusal
from .policy import Policy
from .refusals import Code, Refusal, no
from .times import overlap, seoul_date


@dataclass(frozen=True)
class SlotFacts:
    """What rules know of a slot. ``opens_at``: the instant from which it may be reserved, or ``None`` for at once."""

    slot_id: int
    cafe_id: int
    starts_at: datetime
    ends_at: datetime
    closed_reason: str | None = None
    opens_at: datetime | None = None

    @property
    def date(self) -> date:
        return seoul_date(self.starts_at)


@dataclass(frozen=True)
class PastVisit:
    """A live visit of the child in some slot."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ChildFacts:
    """A child that is to come, with its live visits around that day."""

    child_id: int
    name: str
    birth_date: date
    visits: Sequence[PastVisit] = ()


def last_reserving(slot: SlotFacts, policy: Policy) -> datetime:
    """The instant until which (exclusive) the slot may be reserved: some minutes before its end, even after its start."""
    return slot.ends_at - timedelta(minutes=policy.reserve_until_minutes_before_end)


def slot_refusal(slot: SlotFacts, policy: Policy, now: datetime) -> Refusal | None:
    """Why nobody may reserve this slot now, whoever asks, or ``None``."""
    if slot.closed_reason is not None:
        return no(Code.SLOT_CLOSED, reason=slot.closed_reason)
    if now >= last_reserving(slot, policy):
        return no(Code.SLOT_OVER, until=last_reserving(slot, policy))
    if slot.opens_at is not None and now < slot.opens_at:
        return no(Code.SLOT_NOT_OPEN_YET, opens_at=slot.opens_at)
    return None


def child_refusal(child: ChildFacts, slot: SlotFacts, policy: Policy) -> Refusal | None:
    """Why this child may not be in this slot, or ``None``: age, the slot itself, overlap, then the daily limit."""
    refusal = age_refusal(child.birth_date, slot.date, policy, child.name)
    if refusal is not None:
        return refusal
    if any(visit.slot_id == slot.slot_id for visit in child.visits):
        return no(Code.ALREADY_IN_SLOT, "child_ids", child=child.name)
    for visit in child.visits:
        if overlap(visit.starts_at, visit.ends_at, slot.starts_at, slot.ends_at):
            return no(Code.OVERLAPS, "child_ids", child=child.name, starts_at=visit.starts_at, ends_at=visit.ends_at)
    same_day = sum(seoul_date(visit.starts_at) == slot.date for visit in child.visits)
    if same_day >= policy.visits_per_day:
        return no(Code.DAILY_LIMIT, "child_ids", child=child.name, limit=policy.visits_per_day, date=slot.date)
    return None


def adults_refusal(adults: int, children: int, policy: Policy) -> Refusal | None:
    """Why so many adults may not come with so many children, or ``None``.

    The published rule is "1 per child recommended, up to 2": the upper bound is per child, the lower one
    holds for the party, so a mother may bring her twins alone.
    """
    most = policy.adults_per_child_max * children
    if adults < policy.adults_min:
        return no(Code.TOO_FEW_ADULTS, "adults", least=policy.adults_min)
    if adults > most:
        return no(Code.TOO_MANY_ADULTS, "adults", most=most, children=children)
    return None


def adults_staying(adults: int, children: int, policy: Policy) -> int:
    """How many of a party's adults still come when only so many of its children do: no more than may come with them.
    Without any child left the number stays as it was reserved."""
    return min(adults, policy.adults_per_child_max * children) if children else adults


def refusal(slot: SlotFacts, children: Sequence[ChildFacts], adults: int, policy: Policy, now: datetime) -> Refusal | None:
    """The first reason why this party may not reserve this slot now, or ``None``.

    Fixed order: the slot, the number of children, each child in the order given, the adults.
    """
    reason = slot_refusal(slot, policy, now)
    if reason is not None:
        return reason
    if not children:
        return no(Code.NO_CHILD_CHOSEN, "child_ids")
    if len(children) > policy.children_per_reservation:
        return no(Code.TOO_MANY_CHILDREN, "child_ids", most=policy.children_per_reservation)
    for child in children:
        reason = child_refusal(child, slot, policy)
        if reason is not None:
            return reason
    return adults_refusal(adults, len(children), policy)
