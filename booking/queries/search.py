"""Finding slots: where, when, who. Grouped by day and café; what cannot be reserved is shown with its reason."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..calendar_days import ClosedDays, closed_days_between, holidays_between, with_days_before
from ..db import reading
from ..facts import FamilyFacts, family_facts, slot_facts
from ..models import Cafe, District, Slot
from ..policies import PolicyBook, policy_book
from ..rules.parties import FAMILY, ChildFacts, Party, SlotFacts
from ..rules.policy import Policy
from ..rules.refusals import Code, Refusal, no
from ..rules.reserving import child_refusal, refusal, slot_refusal
from ..rules.times import days
from ..rules.timetable import Holiday, day_plan
from ..scope import Actor


@dataclass(frozen=True)
class Wanted:
    """What is looked for: dates inclusive, a district or a café or neither, children of the family or years of birth."""

    first: date
    last: date
    district_id: int | None = None
    cafe_code: str | None = None
    child_ids: tuple[int, ...] = ()
    birth_years: tuple[int, ...] = ()

    @property
    def places(self) -> int:
        return max(1, len(self.child_ids), len(self.birth_years))


@dataclass(frozen=True)
class FoundSlot:
    """A slot of a café that has at least one to offer. ``refusal``: why this one cannot be had, or ``None``."""

    slot_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    places_left: int
    capacity: int
    refusal: Refusal | None


@dataclass(frozen=True)
class FoundCafe:
    """A café on one day: its slots, or why there is nothing (``refusal`` of ``why_slot_id``, or ``closed`` as a text)."""

    code: str
    name: str
    district: str
    slots: tuple[FoundSlot, ...] = ()
    refusal: Refusal | None = None
    closed: str | None = None
    why_slot_id: int | None = None


@dataclass(frozen=True)
class FoundDay:
    """One day: cafés with something to offer, and the others with their reasons."""

    date: date
    holiday: str | None
    cafes: tuple[FoundCafe, ...]
    others: tuple[FoundCafe, ...]


@dataclass(frozen=True)
class Looking:
    """Who is to come: children of the family, or years of birth."""

    family: FamilyFacts | None
    child_ids: Sequence[int]
    birth_years: Sequence[int]

    def refusal(self, slot: SlotFacts, policy: Policy, now: datetime) -> Refusal | None:
        """The first reason why the slot is not for them, or ``None``. What is asked of the adults is left to the form."""
        party = self._party(slot, policy)
        reason = slot_refusal(slot, policy, now, party)
        if reason is None and self.child_ids:
            reason = refusal(slot, party, policy, now)
        for year in self.birth_years:
            reason = reason or _year_refusal(year, slot, policy, now)
        return reason

    def _party(self, slot: SlotFacts, policy: Policy) -> Party:
        if self.family is None:
            return FAMILY
        return self.family.party(self.child_ids, slot.date, adults=policy.adults.min)


def _year_refusal(year: int, slot: SlotFacts, policy: Policy, now: datetime) -> Refusal | None:
    """Why nobody born in that year may come; with only the year known, one possible birthday that fits is enough."""
    refused = None
    for birthday in [*(date(year, month, 1) for month in range(1, 13)), date(year, 12, 31)]:
        reason = child_refusal(ChildFacts(0, "", birthday), slot, policy, now)
        if reason is None:
            return None
        refused = reason
    return refused


def find_slots(wanted: Wanted, actor: Actor | None, now: datetime) -> list[FoundDay]:
    """What there is, day by day: nine statements, however many days and cafés."""
    session = reading()
    cafes = _cafes(wanted)
    book = policy_book(session)
    holidays = holidays_between(session, with_days_before(wanted.first), wanted.last)
    orders = closed_days_between(session, wanted.first, wanted.last)
    looking = _looking(wanted, actor, book, now)
    slots: dict[tuple[date, int], list[Slot]] = defaultdict(list)
    rows = select(Slot).where(
        Slot.cafe_id.in_([cafe.id for cafe in cafes]),
        Slot.date.between(wanted.first, wanted.last),
        Slot.withdrawn_at.is_(None),
    )
    for slot in session.scalars(rows.order_by(Slot.starts_at)):
        slots[slot.date, slot.cafe_id].append(slot)
    found = []
    for day in days(wanted.first, wanted.last):
        answers = [
            _with_slots(cafe, slots[day, cafe.id], book, looking, wanted.places, now)
            if slots[day, cafe.id]
            else _without_slots(cafe, day, book, holidays, orders)
            for cafe in cafes
        ]
        holiday = holidays.get(day)
        found.append(
            FoundDay(
                day,
                holiday.name if holiday else None,
                tuple(answer for answer in answers if answer.slots),
                tuple(answer for answer in answers if not answer.slots),
            )
        )
    return found


def _cafes(wanted: Wanted) -> list[Cafe]:
    rows = select(Cafe).options(joinedload(Cafe.district)).join(Cafe.district).order_by(District.name, Cafe.name)
    if wanted.district_id is not None:
        rows = rows.where(Cafe.district_id == wanted.district_id)
    if wanted.cafe_code is not None:
        rows = rows.where(Cafe.code == wanted.cafe_code)
    return list(reading().scalars(rows))


def _looking(wanted: Wanted, actor: Actor | None, book: PolicyBook, now: datetime) -> Looking:
    if actor is None or actor.family_id is None:
        return Looking(None, (), wanted.birth_years)
    family = family_facts(reading(), actor.family_id, wanted.first, now=now, book=book)
    return Looking(family, wanted.child_ids, () if wanted.child_ids else wanted.birth_years)


def _with_slots(cafe: Cafe, slots: list[Slot], book: PolicyBook, looking: Looking, places: int, now: datetime) -> FoundCafe:
    rows = tuple(_found(slot, book, looking, places, now) for slot in slots)
    if any(row.refusal is None for row in rows):
        ahead = tuple(row for row in rows if row.refusal is None or row.refusal.code != Code.SLOT_OVER)
        return FoundCafe(cafe.code, cafe.name, cafe.district.name, slots=ahead)
    # Of several reasons the one that holds for the day's last slot helps most: earlier ones may just be over.
    return FoundCafe(cafe.code, cafe.name, cafe.district.name, refusal=rows[-1].refusal, why_slot_id=rows[-1].slot_id)


def _found(slot: Slot, book: PolicyBook, looking: Looking, places: int, now: datetime) -> FoundSlot:
    policy, left = book.of_slot(slot), slot.capacity - slot.taken
    facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
    reason = looking.refusal(facts, policy, now)
    if reason is None and left < places:
        reason = no(Code.SLOT_FULL, places_left=left, children=places)
    return FoundSlot(slot.id, slot.period_number, slot.starts_at, slot.ends_at, left, slot.capacity, reason)


def _without_slots(
    cafe: Cafe,
    day: date,
    book: PolicyBook,
    holidays: dict[date, Holiday],
    orders: ClosedDays,
) -> FoundCafe:
    order = orders.reason(day, cafe.id, cafe.district_id)
    plan = day_plan(day, book.on(cafe.id, day), holidays, order)
    closed = f"휴관: {plan.closed.reason}" if plan.closed else "아직 예약이 열리지 않았어요."
    return FoundCafe(cafe.code, cafe.name, cafe.district.name, closed=closed)
