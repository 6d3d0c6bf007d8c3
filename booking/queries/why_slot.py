"""Why (not)? One slot, or one date of a café, for a family or for anybody: every answer with the rule behind it.

For a slot it decides on what reserving decides on, in the same order: the address confirmed, all the rules on the family's
real visits, places left, room kept apart. For a date without opened slots it says what the timetable and the rules of today
say (:mod:`booking.queries.explain`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import select

from .. import room
from ..db import reading
from ..facts import FamilyFacts, family_facts, slot_facts
from ..models import Cafe, Slot
from ..policies import policy_book
from ..rules.fees import Fee, Shown, fee, fee_shown
from ..rules.parties import UNKNOWN, ChildFacts, Party, Residence, SlotFacts
from ..rules.policy import Policy
from ..rules.refusals import Code, no
from ..rules.reserving import never_opens, opening_of, reasons, slot_refusal
from ..rules.times import instant
from ..scope import Actor
from .explain import Answer, PlannedDay, PlannedSlot, Reason, answer_of, cafe_ids, door_reasons, planned_days, reason_of, why
from .slots import SlotPage, slot_page


@dataclass(frozen=True)
class Who:
    """Who would come, as asked: children of one's own family, or birth dates of others. ``adults`` ``None``: as few as the
    rule asks for. ``residence`` counts for birth dates only: where a family lives is known."""

    child_ids: tuple[int, ...] = ()
    births: tuple[date, ...] = ()
    adults: int | None = None
    residence: Residence = UNKNOWN
    concessions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartyAnswer:
    """What reserving would say to this party now: all reasons in their order, and what staff would say at the door besides;
    the fee, and what showing evidence changes in it.
    ``names`` (empty ones where only a birth date is known) and ``births`` of its children."""

    names: tuple[str, ...]
    births: tuple[date, ...]
    reasons: tuple[Reason, ...]
    door: tuple[Reason, ...]
    fee: Fee | None
    shown: Shown | None
    adults: int

    @property
    def allowed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Why:
    """All of them together (``None``: nobody was named), and each child by itself when there are several. ``of_slot``: why
    nobody like them may reserve it, whoever comes; ``policy``: what holds for the slot, or the date when it has no such
    slot; ``opens_at``: from when these people may reserve it (``None``: at once, or never)."""

    of_slot: Reason | None
    together: PartyAnswer | None
    each: tuple[PartyAnswer, ...]
    policy: Policy
    opens_at: datetime | None


@dataclass(frozen=True)
class WhyDay:
    """A date of a café with the answer for the slot that starts then (``None``: the date has none); ``slot_id``: the opened
    slot, which knows more."""

    day: PlannedDay
    slot: PlannedSlot | None
    why: Why
    slot_id: int | None


def why_slot(slot_id: int, actor: Actor | None, who: Who, now: datetime) -> tuple[SlotPage, Why]:
    """The slot as everybody sees it, and what it says to these people now.

    :raises NotThere: no such slot.
    """
    session = reading()
    page = slot_page(slot_id, actor, now)
    slot = session.get_one(Slot, slot_id)
    book = policy_book(session)
    policy, on = page.policy, slot.date
    facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
    family = _family(actor, who, on, now)

    def answer(party: Party) -> PartyAnswer:
        unconfirmed = family is not None and actor is not None and not actor.email_confirmed
        said = [no(Code.EMAIL_NOT_CONFIRMED)] if unconfirmed else []
        said += reasons(facts, party, policy, now)
        said += room.refusals(session, slot, policy, party, now=now)
        found = tuple(reason_of(one, policy) for one in said)
        door, district_id = door_reasons(party, on, policy), facts.district_id
        cost, shown = fee(party, on, district_id, policy), fee_shown(party, on, district_id, policy)
        return _answer(party, found, door, cost, shown)

    whole, *alone = _parties(family, who, on, policy)
    refused = slot_refusal(facts, policy, now, whole)
    return page, Why(
        of_slot=reason_of(refused, policy) if refused else None,
        together=answer(whole) if whole.number else None,
        each=tuple(answer(party) for party in alone),
        policy=policy,
        opens_at=_opening(facts, whole, policy),
    )


def why_day(code: str, day: date, starts: time | None, actor: Actor | None, who: Who, now: datetime) -> WhyDay:
    """The date as it is planned, and what its slot that starts then says to these people; without ``starts`` its first
    slot. A closed date says why it is closed.

    :raises NotThere: no such café.
    """
    (planned,) = planned_days(code, day, day, now)
    if starts is None:
        starts = planned.slots[0].period.starts if planned.slots else time(0)
    slot = next((one for one in planned.slots if one.period.starts == starts), None)

    policy = slot.policy if slot else policy_book(reading()).on(cafe_ids(code)[0], day)
    whole, *alone = _parties(_family(actor, who, day, now), who, day, policy)
    said = Why(
        of_slot=_of_planned(planned, slot, starts, whole, now),
        together=_planned(planned, starts, whole, now) if whole.number else None,
        each=tuple(_planned(planned, starts, party, now) for party in alone),
        policy=policy,
        opens_at=_opening(slot.facts, whole, slot.policy) if slot else None,
    )
    return WhyDay(planned, slot, said, _opened(code, day, starts))


def why_by_rules(code: str, day: date, starts: time, party: Party, now: datetime) -> Answer:
    """What the rules say to a party of the slot that starts then, were it empty; of one that was opened
    and that the timetable has no more, that it is withdrawn.

    :raises NotThere: no such café.
    :raises NoRulesYet: the city's rules begin later.
    """
    answer = why(code, day, starts, party, now)
    if answer.slot is not None or answer.day.plan.closed is not None or _opened(code, day, starts) is None:
        return answer
    policy = policy_book(reading()).on(cafe_ids(code)[0], day)
    return replace(answer, reasons=(reason_of(no(Code.SLOT_WITHDRAWN), policy),))


def _opened(code: str, day: date, starts: time) -> int | None:
    """The opened slot that starts then: the newest, one that was withdrawn only where there is no other."""
    at = Cafe.code == code, Slot.starts_at == instant(day, starts)
    newest = Slot.withdrawn_at.is_not(None), Slot.id.desc()
    return reading().scalar(select(Slot.id).join(Slot.cafe).where(*at).order_by(*newest).limit(1))


def _opening(slot: SlotFacts, party: Party, policy: Policy) -> datetime | None:
    return None if never_opens(slot, party, policy) else opening_of(slot, party, policy)


def _planned(day: PlannedDay, starts: time, party: Party, now: datetime) -> PartyAnswer:
    found = answer_of(day, starts, party, now)
    return _answer(party, found.reasons, found.door, found.fee, found.shown)


def _of_planned(day: PlannedDay, slot: PlannedSlot | None, starts: time, party: Party, now: datetime) -> Reason | None:
    if slot is None:
        return answer_of(day, starts, party, now).reasons[0]
    refused = slot_refusal(slot.facts, slot.policy, now, party)
    return reason_of(refused, slot.policy) if refused else None


def _answer(
    party: Party, said: tuple[Reason, ...], door: tuple[Reason, ...], cost: Fee | None, shown: Shown | None
) -> PartyAnswer:
    names = tuple(child.name for child in party.children)
    return PartyAnswer(names, tuple(party.births), said, door, cost, shown, party.adults)


def _family(actor: Actor | None, who: Who, on: date, now: datetime) -> FamilyFacts | None:
    """The family's facts, unless others are asked about."""
    if actor is None or actor.family_id is None or who.births:
        return None
    session = reading()
    return family_facts(session, actor.family_id, on, now=now, book=policy_book(session))


def _parties(family: FamilyFacts | None, who: Who, on: date, policy: Policy) -> Iterator[Party]:
    """All together first, then each child by itself when there are several."""
    adults = who.adults if who.adults is not None else policy.adults.min
    if family is not None:
        chosen = [child for child in family.children if not who.child_ids or child.child_id in who.child_ids]
        whole = family.party([child.child_id for child in chosen], on, adults=adults)
        alone = [family.party([child.child_id], on, adults=adults) for child in chosen]
    else:
        chosen = [ChildFacts(-n, "", birth) for n, birth in enumerate(who.births, 1)]
        whole = Party(chosen, adults, residence=who.residence, concessions=who.concessions)
        alone = [replace(whole, children=[child]) for child in chosen]
    yield whole
    if len(alone) > 1:
        yield from alone
