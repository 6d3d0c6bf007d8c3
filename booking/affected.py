"""Which live reservations of the coming days a change of rules would strand: allowed before, refused after.

Asked is everything that a family is held to on the day: that the slot is there and of its kind, where it lives, each child's
age and zone (also at the door), how often children and family come, how many children and adults, and a companion. A
reservation is judged as of the instant at which it was made, with what the family had reserved by then: of two that a new
limit does not allow together, the later one is told.

A day that does not open any more ends its reservations as a closing does; all others stay as they are.

Left out is what ends with reserving or has a say of its own: from when, until when and where places are reserved; capacities
and shares of them (who has a place keeps it); what no-shows cost (counted anew at each
reserving, and cancelled by a job of its own); fees, deadlines and grace, which follow the rules of the day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from .calendar_days import holidays_between, with_days_before
from .facts import slot_facts
from .models import Account, Cafe, Family, Reservation, Slot, Visit
from .policies import PolicyBook
from .reserved_parties import Families
from .rules.open_slots import period_of
from .rules.parties import Party
from .rules.policy import Policy, PolicyIncomplete
from .rules.refusals import Code, Refusal, no
from .rules.reserving import reasons
from .rules.siblings import door_age_refusal
from .rules.timetable import Holiday, day_plan

NOT_OF_THE_DAY = frozenset(
    {
        *(Code.SLOT_CLOSED, Code.SLOT_WITHDRAWN, Code.SLOT_OVER, Code.NOT_RESERVED_HERE, Code.NOT_ONLINE_TODAY),
        *(Code.SLOT_NOT_OPEN_YET, Code.SLOT_NEVER_OPENS, Code.RESIDENTS_FIRST, Code.SUSPENDED),
        *(Code.ALREADY_IN_SLOT, Code.OVERLAPS),
    }
)
"""Reasons against reserving that are none against a reservation; whether the slot is there, its date's plan says."""


@dataclass(frozen=True)
class Affected:
    """A reservation that the new rules would not have, and why; ``name`` and ``phone`` of who made it (``None``: nobody with
    an account), to be told."""

    code: str
    cafe_name: str
    slot_id: int
    starts_at: datetime
    ends_at: datetime
    children: int
    reason: Refusal
    name: str | None
    phone: str | None

    @property
    def ends(self) -> bool:
        """Whether it is cancelled, as by a closing, when the rules change: its day does not open any more."""
        return self.reason.code == Code.SLOT_CLOSED


def ending(found: Iterable[Affected]) -> list[str]:
    """The codes of those that are cancelled."""
    return [one.code for one in found if one.ends]


@dataclass(frozen=True)
class Standing:
    """A live reservation of a coming slot, its party as it was known then, and what the rules have against it already."""

    code: str
    cafe: Cafe
    slot: Slot
    party: Party
    reserved_at: datetime
    refused: frozenset[Code]
    account: Account | None


def standing(session: Session, book: PolicyBook, now: datetime, cafes: ColumnElement[bool] | None = None) -> list[Standing]:
    """Every reservation with a reserved visit that is still to end, of the cafés meant by the condition: four statements."""
    rows = session.execute(
        select(Reservation, Cafe, Slot, Family, Account, Visit.child_id)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .join(Family, Family.id == Reservation.family_id)
        .outerjoin(Account, Account.id == Reservation.account_id)
        .where(Visit.state == "reserved", Slot.ends_at > now, true() if cafes is None else cafes)
        .order_by(Slot.starts_at, Reservation.code, Visit.id)
    ).all()
    if not rows:
        return []
    expected: dict[int, set[int]] = {}
    for reservation, *_, child_id in rows:
        expected.setdefault(reservation.id, set()).add(child_id)
    days = [row[2].date for row in rows]
    holidays = holidays_around(session, days)
    families = Families(session, (row[0].family_id for row in rows), min(days), max(days))
    found = []
    for reservation, cafe, slot, family, account, _ in {row[0].id: row for row in rows}.values():
        party = families.party(reservation, family)
        party = replace(party, children=[one for one in party.children if one.child_id in expected[reservation.id]])
        refused = _refused(book, holidays, slot, party, reservation.reserved_at)
        codes = frozenset(one.code for one in refused)
        found.append(Standing(reservation.code, cafe, slot, party, reservation.reserved_at, codes, account))
    return found


def affected(session: Session, before: Sequence[Standing], book: PolicyBook) -> list[Affected]:
    """Those that the rules of ``book`` refuse, for a reason that was none before."""
    holidays = holidays_around(session, [one.slot.date for one in before])
    found = []
    for one in before:
        said = _refused(book, holidays, one.slot, one.party, one.reserved_at)
        new = next((reason for reason in said if reason.code not in one.refused), None)
        if new is not None:
            slot = one.slot
            place = (one.cafe.name, slot.id, slot.starts_at, slot.ends_at)
            who = (one.account.name, one.account.phone) if one.account is not None else (None, None)
            found.append(Affected(one.code, *place, one.party.number, new, *who))
    return found


def holidays_around(session: Session, days: Iterable[date]) -> dict[date, Holiday]:
    """The holidays that decide about these dates."""
    days = list(days)
    return holidays_between(session, with_days_before(min(days)), max(days)) if days else {}


def slot_gone(slot: Slot, policy: Policy, holidays: Mapping[date, Holiday]) -> Refusal | None:
    """Why the rules of ``policy`` would not have this slot on its date, or ``None``."""
    plan = day_plan(slot.date, policy, holidays)
    if plan.closed is not None:
        return no(Code.SLOT_CLOSED, reason=plan.closed.reason)
    if period_of(slot.starts_at, slot.ends_at, plan) is None:
        return no(Code.NOT_IN_TIMETABLE, starts_at=slot.starts_at, ends_at=slot.ends_at)
    return None


def _refused(
    book: PolicyBook, holidays: Mapping[date, Holiday], slot: Slot, party: Party, at: datetime
) -> Iterator[Refusal]:
    """Everything that the rules have against the reservation, which was made at that instant: its slot first, what is asked
    of who reserves, then what is asked of the children at the door only."""
    try:
        policy = book.on(slot.cafe_id, slot.date)
    except PolicyIncomplete as missing:
        yield no(Code.RULES_INCOMPLETE, missing=str(missing))
        return
    gone = slot_gone(slot, policy, holidays)
    if gone is not None:
        yield gone
    of_slot = book.of_slot(slot)
    facts = slot_facts(slot, of_slot, book.district_of(slot.cafe_id))
    yield from (_unnamed(one) for one in reasons(facts, party, of_slot, at) if one.code not in NOT_OF_THE_DAY)
    if of_slot.door_ages is not None and of_slot.door_ages.applies == "door":
        for number, child in enumerate(party.children):
            others = [birth for n, birth in enumerate(party.births) if n != number]
            at_the_door = door_age_refusal(child.birth_date, slot.date, of_slot, others=others)
            if at_the_door is not None:
                yield at_the_door


def _unnamed(refusal: Refusal) -> Refusal:
    """A sentence about an age tells it by the birth year; it needs no other word for the child."""
    return replace(refusal, facts={**refusal.facts, "child": ""}) if "basis" in refusal.facts else refusal
