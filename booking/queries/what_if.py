"""A draft of rules against the families of last month: who could not have come? Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ..affected import holidays_around, slot_gone
from ..db import reading
from ..facts import HOLDS_PLACE, slot_facts
from ..models import Child, Family, Reservation, Slot, Visit
from ..places import cafes_at
from ..policies import PolicyBook
from ..rules.drafts import Draft
from ..rules.parties import ChildFacts, Party, PastVisit, Residence
from ..rules.places import Place
from ..rules.policy import Policy
from ..rules.refusals import Code, Refusal
from ..rules.reserving import reasons
from ..rules.sections import names_of_list, weekday_key
from ..rules.times import seoul, seoul_date
from ..rules.timetable import Holiday
from ..scope import Actor
from .rule_preview import drafted

DAYS_BACK = 30
MOST_RESERVATIONS = 5000
"""So many are looked at, the newest first: the whole city's month would take longer than anybody waits."""
SHOWN = 50
CALLED = "아이"
"""Whom sentences name instead of a child."""


@dataclass(frozen=True)
class CouldNotCome:
    """A reservation of last month that the draft would not have let be: the slot, the children's births, the new reasons."""

    cafe_name: str
    starts_at: datetime
    ends_at: datetime
    births: tuple[date, ...]
    reason: Refusal


@dataclass(frozen=True)
class WhatIf:
    """How many reservations of how many families were looked at, how many could not have come, by the first new reason."""

    first: date
    last: date
    reservations: int
    families: int
    capped: bool
    stopped_reservations: int
    stopped_families: int
    by_reason: tuple[tuple[Code, int], ...]
    shown: tuple[CouldNotCome, ...]


def what_if(place: Place, draft: Draft, *, actor: Actor, now: datetime) -> WhatIf:
    """The live visits of the 30 days before today, under the rules of the draft's first date with and without it.

    Each reservation is decided as of the instant at which it was made, with the family's earlier visits; what no-shows cost
    is left out. A reason counts when the present rules do not have it.

    :raises Refused: as stating the draft would be refused.
    :raises NotThere: not this official's place.
    """
    session = reading()
    change = drafted(session, place, draft, actor=actor, now=now)
    today = seoul_date(now)
    first, last = today - timedelta(days=DAYS_BACK), today - timedelta(days=1)
    rows = _reservations(session, place, first, last)
    parties = _Families(session, rows, first, last)
    holidays = holidays_around(session, [slot.date for _, slot, _, _ in rows])
    books = (change.before, change.after)
    stopped = [
        (reservation.family_id, one)
        for reservation, slot, births, family in rows
        if (one := _compared(books, draft, slot, parties.party(reservation, family), reservation, births, holidays))
    ]
    return WhatIf(
        first=first,
        last=last,
        reservations=len(rows),
        families=len({reservation.family_id for reservation, *_ in rows}),
        capped=len(rows) == MOST_RESERVATIONS,
        stopped_reservations=len(stopped),
        stopped_families=len({family_id for family_id, _ in stopped}),
        by_reason=tuple(Counter(one.reason.code for _, one in stopped).most_common()),
        shown=tuple(one for _, one in stopped[:SHOWN]),
    )


Row = tuple[Reservation, Slot, tuple[date, ...], Family]


def _reservations(session: Session, place: Place, first: date, last: date) -> list[Row]:
    """Reservations with live visits in these dates, the newest first, with the births of the children who came."""
    newest = (
        select(Reservation.id)
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Slot.cafe)
        .where(
            cafes_at(place),
            Slot.date.between(first, last),
            Reservation.id.in_(select(Visit.reservation_id).where(Visit.state.in_(HOLDS_PLACE))),
        )
        .order_by(Slot.starts_at.desc(), Reservation.id)
        .limit(MOST_RESERVATIONS)
    )
    rows = (
        select(Reservation, Slot, Child.birth_date, Family)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Child, Child.id == Visit.child_id)
        .join(Family, Family.id == Reservation.family_id)
        .where(Reservation.id.in_(newest.scalar_subquery()), Visit.state.in_(HOLDS_PLACE))
        .options(joinedload(Slot.cafe))
        .order_by(Slot.starts_at.desc(), Reservation.id, Visit.id)
    )
    found = []
    for _, group in groupby(session.execute(rows).all(), key=lambda row: row[0].id):
        same = list(group)
        reservation, slot, _, family = same[0]
        found.append((reservation, slot, tuple(row[2] for row in same), family))
    return found


class _Families:
    """The live visits of these families around the dates, and their children: two statements."""

    def __init__(self, session: Session, rows: Sequence[Row], first: date, last: date) -> None:
        families = {reservation.family_id for reservation, *_ in rows}
        around = (first - timedelta(days=31), last + timedelta(days=31))
        visits = (
            select(Child.family_id, Visit.child_id, Visit.reservation_id, Visit.reserved_at, Slot)
            .join(Visit, Visit.child_id == Child.id)
            .join(Slot, Slot.id == Visit.slot_id)
            .where(Child.family_id.in_(families), Visit.state.in_(HOLDS_PLACE), Slot.date.between(*around))
            .order_by(Visit.id)
        )
        children = select(Child).where(Child.family_id.in_(families)).order_by(Child.id)
        self._visits: dict[int, list[Any]] = {}
        self._children: dict[int, list[Child]] = {}
        for row in session.execute(visits):
            self._visits.setdefault(row[0], []).append(row)
        for child in session.scalars(children):
            self._children.setdefault(child.family_id, []).append(child)

    def party(self, reservation: Reservation, family: Family) -> Party:
        """Who came with this reservation, as the service knew them when it was made."""
        all_visits = self._visits.get(family.id, [])
        coming = {row[1] for row in all_visits if row[2] == reservation.id}
        before = [row for row in all_visits if row[2] != reservation.id and row[3] <= reservation.reserved_at]
        known = self._children.get(family.id, [])
        return Party(
            [
                ChildFacts(child.id, CALLED, child.birth_date, _past(row for row in before if row[1] == child.id))
                for child in known
                if child.id in coming
            ],
            reservation.adults,
            companion=reservation.companion is not None,
            residence=Residence(family.residence_district_id, family.life_zone, family.residence_known),
            sibling_visits=_past(row for row in before if row[1] not in coming),
            family_births=[child.birth_date for child in known if child.removed_at is None or child.id in coming],
            at_the_door=reservation.source == "walk_in",
        )


def _past(rows: Iterable[Any]) -> tuple[PastVisit, ...]:
    return tuple(PastVisit(row[4].id, row[4].cafe_id, row[4].starts_at, row[4].ends_at, row[2]) for row in rows)


def _compared(
    books: tuple[PolicyBook, PolicyBook],
    draft: Draft,
    slot: Slot,
    party: Party,
    reservation: Reservation,
    births: tuple[date, ...],
    holidays: Mapping[date, Holiday],
) -> CouldNotCome | None:
    """The first reason that only the draft has, or ``None``."""
    before, after = (
        _reasons(book.on(slot.cafe_id, draft.valid_from), book, slot, party, reservation.reserved_at, holidays)
        for book in books
    )
    known = {one.code for one in before}
    new = next((one for one in after if one.code not in known), None)
    return CouldNotCome(slot.cafe.name, slot.starts_at, slot.ends_at, births, new) if new else None


def _reasons(
    policy: Policy, book: PolicyBook, slot: Slot, party: Party, at: datetime, holidays: Mapping[date, Holiday]
) -> list[Refusal]:
    """Everything that these rules have against the reservation: first that the slot is not there at all."""
    gone = slot_gone(slot, policy, holidays)
    names = names_of_list(slot.day_key or weekday_key(slot.date))
    of_slot = policy.for_period(names, slot.period_number, seoul(slot.starts_at).time())
    facts = slot_facts(slot, of_slot, book.district_of(slot.cafe_id))
    return [*([gone] if gone else []), *reasons(facts, party, of_slot, at)]
