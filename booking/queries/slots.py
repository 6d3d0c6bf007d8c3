"""One slot, as everybody sees it, and for a guardian with an answer for each child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from ..db import reading, table
from ..facts import BesideFamily, FamilyFacts, beside_family, slot_facts
from ..models import Cafe, District, Slot
from ..policies import POLICY_VERSION, policy_book
from ..rules.ages import age
from ..rules.cancelling import cancel_deadline
from ..rules.checking_in import doors_open_at
from ..rules.fees import entitled
from ..rules.going_first import FirstOpening, first_opening
from ..rules.kinds import Span
from ..rules.parties import FAMILY, Party, SlotFacts
from ..rules.policy import Admits, Policy, Programme
from ..rules.refusals import NotThere, Refusal
from ..rules.reserving import child_refusal, last_reserving, opening_of, slot_refusal, who_refusal
from ..rules.timetable import breaks_on
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
    first_opening: FirstOpening | None
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


_slot, _cafe, _district = table(Slot), table(Cafe), table(District)
_PAGE = beside_family(
    select(
        *(_slot.c.id, _slot.c.cafe_id, _slot.c.date, _slot.c.day_key, _slot.c.period_number),
        *(_slot.c.starts_at, _slot.c.ends_at, _slot.c.closed_reason, _slot.c.capacity, _slot.c.taken),
        *(_slot.c.withdrawn_at, _slot.c.on_holiday),
        *(_cafe.c.code, _cafe.c.name.label("cafe"), _cafe.c.address, _cafe.c.phone),
        *(_cafe.c.district_id, _district.c.name.label("district"), POLICY_VERSION.label("policy_version")),
    )
    .select_from(_slot)
    .join(_cafe, _cafe.c.id == _slot.c.cafe_id)
    .join(_district, _district.c.id == _cafe.c.district_id)
    .where(_slot.c.id == bindparam("slot_id"))
)


def slot_page(slot_id: int, actor: Actor | None, now: datetime) -> SlotPage:
    """The slot; with a guardian as ``actor``, each child of the family with an answer. One statement, and those of the
    policies where they have changed.

    :raises NotThere: no such slot.
    """
    session = reading()
    family_id = actor.family_id if actor is not None else None
    asked = BesideFamily.of(session, _PAGE, family_id, now=now, slot_id=slot_id)
    if asked is None:
        raise NotThere
    slot = asked.found
    book = policy_book(session, version=slot.policy_version)
    policy = book.of_slot(slot)
    facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
    family = asked.family(book) if family_id is not None else None
    whole = _all_of(family, slot.date)
    breaks = breaks_on(slot.date, policy, slot.on_holiday)
    return SlotPage(
        slot_id=slot.id,
        cafe_id=slot.cafe_id,
        cafe_code=slot.code,
        cafe=slot.cafe,
        district=slot.district,
        address=slot.address,
        phone=slot.phone,
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
        first_opening=first_opening(slot.date, policy, facts.district_id, whole.residence, now),
        doors_open_at=doors_open_at(slot.starts_at, policy, breaks),
        breaks=breaks,
        district_id=slot.district_id,
        programmes=programmes_on(slot.date, policy),
        party=whole,
        begun=now >= slot.starts_at,
        children=_answers(family, facts, policy, now),
        entitled=entitled(whole, slot.date, slot.district_id, policy),
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
