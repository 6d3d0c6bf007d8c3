"""Who is expected in a slot, family by family, as staff see it. Of phone numbers only the last four digits leave here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from ..models import Account, Child, Reservation, Slot, Visit
from ..policies import PolicyBook
from ..rules.ages import age
from ..rules.arrivals import Arrival, arrival
from ..rules.checking_in import counts_as_inside
from ..rules.policy import AgeBasis, Policy
from ..shown import NOTHING, FamilyShown, families_shown
from .concessions import OfferedConcession, offered_concessions

CAME = ("checked_in", "checked_out")


@dataclass(frozen=True)
class RosterVisit:
    """One child of a family in the slot. ``age`` is by ``basis`` on the day; ``arrival`` only in state ``reserved``."""

    visit_id: int
    name: str
    age: int
    basis: AgeBasis
    state: str
    arrival: Arrival | None
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_at: datetime | None
    cancel_cause: str | None
    no_show_at: datetime | None
    is_inside: bool


@dataclass(frozen=True)
class Guardian:
    """A guardian as staff may see one: the name and the last four digits of the phone."""

    name: str
    phone_tail: str


@dataclass(frozen=True)
class Party:
    """One reservation: a family at the door. ``guardians``: who reserved first; none for a walk-in.
    ``companion``: who brings the children in their place, by name.

    ``fee_won`` is for all children who come (expected, in or out), ``fee_came_won`` for those who came so far; whole won,
    with what the family has shown. ``discount_won``: what of it the ``concessions`` take off ``fee_won``'s published prices.
    """

    reservation_id: int
    code: str
    slot_id: int
    starts_at: datetime
    ends_at: datetime
    adults: int
    companion: str | None
    walk_in: bool
    called_at: datetime | None
    guardians: tuple[Guardian, ...]
    visits: tuple[RosterVisit, ...]
    fee_won: int
    fee_came_won: int
    discount_won: int
    concessions: tuple[OfferedConcession, ...]

    def ids(self, *states: str) -> list[int]:
        """The visits in one of these states."""
        return [visit.visit_id for visit in self.visits if visit.state in states]

    @property
    def names(self) -> str:
        """The children's names in one line."""
        return ", ".join(visit.name for visit in self.visits)

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing of the reservation is left."""
        return all(visit.state == "cancelled" for visit in self.visits)


def parties(session: Session, policies: PolicyBook, now: datetime, *conditions: ColumnElement[bool]) -> list[Party]:
    """The reservations under these conditions on visit, reservation or slot, by time and then by name: two statements, and
    two more where a café states concessions.

    The caller's conditions decide what the actor may see.
    """
    rows = session.execute(
        select(Visit, Child, Reservation, Slot)
        .join(Child, Child.id == Visit.child_id)
        .join(Reservation, Reservation.id == Visit.reservation_id)
        .join(Slot, Slot.id == Visit.slot_id)
        .where(*conditions)
        .order_by(Visit.id)
    )
    grouped: dict[int, list[tuple[Visit, Child, Reservation, Slot]]] = defaultdict(list)
    for row in rows:
        grouped[row[2].id].append(row)
    known_ids = {group[0][2].family_id for group in grouped.values()}
    known = _guardians(session, known_ids)
    shown = families_shown(session, known_ids, [policies.of_slot(group[0][3]) for group in grouped.values()])
    found = [_party(group, known, shown.get(group[0][2].family_id, NOTHING), policies, now) for group in grouped.values()]
    return sorted(found, key=lambda party: (party.starts_at, party.visits[0].name, party.reservation_id))


def _party(
    group: list[tuple[Visit, Child, Reservation, Slot]],
    known: dict[int, list[Account]],
    shown: FamilyShown,
    policies: PolicyBook,
    now: datetime,
) -> Party:
    _, _, reservation, slot = group[0]
    policy = policies.of_slot(slot)
    district_id = policies.district_of(slot.cafe_id)
    came = [child.birth_date for visit, child, *_ in group if visit.state in CAME]
    coming = [child.birth_date for visit, child, *_ in group if visit.state in (*CAME, "reserved")]
    fee = shown.fee(coming, reservation.adults, slot.date, district_id, policy)
    accounts = sorted(known.get(reservation.family_id, ()), key=lambda one: (one.id != reservation.account_id, one.id))
    return Party(
        reservation_id=reservation.id,
        code=reservation.code,
        slot_id=slot.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        adults=reservation.adults,
        companion=reservation.companion,
        walk_in=reservation.source == "walk_in",
        called_at=reservation.called_at,
        guardians=tuple(Guardian(one.name, (one.phone or "")[-4:]) for one in accounts),
        visits=tuple(_visit(visit, child, reservation, slot, policy, now) for visit, child, *_ in group),
        fee_won=fee.total_won,
        fee_came_won=shown.fee(came, reservation.adults, slot.date, district_id, policy).total_won,
        discount_won=fee.discount_won,
        concessions=offered_concessions(
            shown, fee, policy, on=slot.date, district_id=district_id, cafe_id=slot.cafe_id, now=now
        ),
    )


def _visit(visit: Visit, child: Child, reservation: Reservation, slot: Slot, policy: Policy, now: datetime) -> RosterVisit:
    where = None
    if visit.state == "reserved":
        where = arrival(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            reserved_at=visit.reserved_at,
            grace_minutes=policy.minutes.no_show_grace_minutes,
            board_opened_at=slot.board_opened_at,
            called=reservation.called_at is not None,
            now=now,
        )
    return RosterVisit(
        visit_id=visit.id,
        name=child.name,
        age=age(child.birth_date, slot.date, policy.ages.basis),
        basis=policy.ages.basis,
        state=visit.state,
        arrival=where,
        checked_in_at=visit.checked_in_at,
        checked_out_at=visit.checked_out_at,
        cancelled_at=visit.cancelled_at,
        cancel_cause=visit.cancel_cause,
        no_show_at=visit.no_show_at,
        is_inside=counts_as_inside(visit.state, slot.ends_at, now),
    )


def _guardians(session: Session, family_ids: Iterable[int]) -> dict[int, list[Account]]:
    """Who answers for these families; deleted accounts are nobody."""
    wanted = sorted(set(family_ids))
    if not wanted:
        return {}
    rows = select(Account).where(Account.family_id.in_(wanted), Account.forgotten_at.is_(None))
    found: dict[int, list[Account]] = defaultdict(list)
    for account in session.scalars(rows):
        if account.family_id is not None:
            found[account.family_id].append(account)
    return found
