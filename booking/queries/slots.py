"""One slot, as everybody sees it, and for a guardian with an answer for each child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ..db import reading
from ..facts import FamilyFacts, family_facts, slot_facts
from ..models import Cafe, Slot
from ..policies import policy_book
from ..rules.ages import age
from ..rules.cancelling import cancel_deadline
from ..rules.checking_in import breaks_of, doors_open_at
from ..rules.fees import entitled
from ..rules.kinds import Span
from ..rules.parties import FAMILY, Party, SlotFacts
from ..rules.policy import Admits, Policy, Programme
from ..rules.refusals import NotThere, Refusal
from ..rules.reserving import child_refusal, last_reserving, opening_of, slot_refusal, who_refusal
from ..scope import Actor
from .cafes import notes_of


@dataclass(frozen=True)
class ChildAnswer:
    """A child of the family and why it may not come to this slot, or ``None``. ``age`` by the café's basis on that day."""

    child_id: int
    name: str
    birth_date: date
    age: int
    refusal: Refusal | None


@dataclass(frozen=True)
class SlotPage:
    """A slot with what must be known before reserving it. ``refusal``: why nobody may (not: that it is full);
    ``family_refusal``: why this family may not, whichever of its children come; ``entitled``: the café's concessions that
    it has by what is known, by name."""

    slot_id: int
    cafe_id: int
    cafe_code: str
    cafe: str
    district: str
    address: str
    phone: str
    notes: tuple[tuple[str, str], ...]
    date: date
    number: int
    starts_at: datetime
    ends_at: datetime
    places_left: int
    capacity: int
    policy: Policy
    refusal: Refusal | None
    family_refusal: Refusal | None
    cancel_until: datetime
    reserve_until: datetime
    admits: Admits
    opens_at: datetime | None
    opens_for_others_at: datetime | None
    opens_for_you_at: datetime | None
    doors_open_at: datetime
    breaks: tuple[Span, ...]
    district_id: int
    programmes: tuple[Programme, ...]
    party: Party
    begun: bool
    children: tuple[ChildAnswer, ...]
    entitled: tuple[str, ...]

    @property
    def full(self) -> bool:
        return self.places_left <= 0


def slot_page(slot_id: int, actor: Actor | None, now: datetime) -> SlotPage:
    """The slot; with a guardian as ``actor``, each child of the family with an answer. Five statements at most.

    :raises NotThere: no such slot.
    """
    session = reading()
    slot = session.scalars(
        select(Slot).join(Slot.cafe).options(contains_eager(Slot.cafe).joinedload(Cafe.district)).where(Slot.id == slot_id)
    ).one_or_none()
    if slot is None:
        raise NotThere
    book = policy_book(session)
    policy = book.of_slot(slot)
    facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
    family = None
    if actor is not None and actor.family_id is not None:
        family = family_facts(session, actor.family_id, slot.date, now=now, book=book)
    whole = _all_of(family, slot.date)
    breaks = breaks_of(slot.date, slot.day_key, policy)
    return SlotPage(
        slot_id=slot.id,
        cafe_id=slot.cafe_id,
        cafe_code=slot.cafe.code,
        cafe=slot.cafe.name,
        district=slot.cafe.district.name,
        address=slot.cafe.address,
        phone=slot.cafe.phone,
        notes=notes_of(policy),
        date=slot.date,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        places_left=slot.capacity - slot.taken,
        capacity=slot.capacity,
        policy=policy,
        refusal=slot_refusal(facts, policy, now, whole),
        family_refusal=who_refusal(facts, whole, policy, now) if family else None,
        cancel_until=cancel_deadline(slot.starts_at, policy),
        reserve_until=last_reserving(facts, policy),
        admits=policy.admits,
        opens_at=facts.opens_at,
        opens_for_others_at=facts.opens_for_others_at,
        opens_for_you_at=opening_of(facts, whole, policy),
        doors_open_at=doors_open_at(slot.starts_at, policy, breaks),
        breaks=breaks,
        district_id=slot.cafe.district_id,
        programmes=programmes_on(slot.date, policy),
        party=whole,
        begun=now >= slot.starts_at,
        children=_answers(family, facts, policy, now),
        entitled=entitled(whole, slot.date, slot.cafe.district_id, policy),
    )


def programmes_on(day: date, policy: Policy) -> tuple[Programme, ...]:
    """The programmes of that date."""
    return tuple(one for one in policy.programmes if day in one.dates or day.weekday() in one.days)


def _all_of(family: FamilyFacts | None, on: date) -> Party:
    """The whole family, for what is the same whoever of it comes."""
    return FAMILY if family is None else family.party([child.child_id for child in family.children], on)


def _answers(family: FamilyFacts | None, slot: SlotFacts, policy: Policy, now: datetime) -> tuple[ChildAnswer, ...]:
    if family is None:
        return ()
    party = _all_of(family, slot.date)
    return tuple(
        ChildAnswer(
            child_id=child.child_id,
            name=child.name,
            birth_date=child.birth_date,
            age=age(child.birth_date, slot.date, policy.ages.basis),
            refusal=child_refusal(child, slot, policy, now, party),
        )
        for child in family.children
    )


def fitting(children: Sequence[ChildAnswer]) -> list[int]:
    """The children who may come, for a form that is opened."""
    return [child.child_id for child in children if child.refusal is None]
