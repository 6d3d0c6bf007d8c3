"""A family's reservations: the list, one with all that is needed at the door, and the way from a code to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import contains_eager, selectinload

from ..db import reading
from ..kept_slots import kept_though_shut
from ..models import Cafe, Child, Reservation, Slot, Visit
from ..policies import PolicyBook, policy_book
from ..rules.cancelling import cancel_deadline, cancel_refusal, move_refusal
from ..rules.fees import Fee
from ..rules.policy import Concession, Policy
from ..rules.refusals import NotThere, Refusal
from ..rules.times import seoul_date
from ..scope import Actor, visible_reservations
from ..shown import NOTHING, FamilyShown, families_shown
from .cafes import notes_of
from .concessions import applied

PAST_SHOWN = 30
HOLDS_PLACE = ("reserved", "unconfirmed", "checked_in", "checked_out")


@dataclass(frozen=True)
class VisitRow:
    """One child of a reservation. ``state``: the visit's, but ``unconfirmed`` when the slot is over and staff said neither
    that the child came nor that it did not. ``cancel_refusal``: why it can no longer be cancelled, or ``None``."""

    visit_id: int
    child_id: int
    birth_date: date
    child: str
    state: str
    cancel_cause: str | None
    cancel_refusal: Refusal | None


@dataclass(frozen=True)
class ReservationRow:
    """A reservation with its café and slot. ``state`` sums up its visits; ``fee`` is for those that hold a place,
    with what the family has ``shown`` by now; ``applied``: the concessions that take something off it;
    ``move_refusal``: why it can no longer be moved, or ``None``; ``kept_though_shut``: why its date does not open, where
    nobody has decided yet what becomes of it."""

    reservation_id: int
    code: str
    state: str
    adults: int
    companion: str | None
    sequence: int
    reserved_at: datetime
    slot_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    cafe: str
    cafe_code: str
    district: str
    address: str
    phone: str
    latitude: float | None
    longitude: float | None
    notes: tuple[tuple[str, str], ...]
    closed_reason: str | None
    withdrawn: bool
    kept_though_shut: str | None
    visits: tuple[VisitRow, ...]
    fee: Fee
    applied: tuple[Concession, ...]
    shown: FamilyShown
    policy: Policy
    cancel_until: datetime
    move_refusal: Refusal | None
    over: bool

    @property
    def fee_won(self) -> int:
        return self.fee.total_won

    @property
    def discount_won(self) -> int:
        return self.fee.discount_won

    @property
    def can_cancel(self) -> bool:
        return any(visit.cancel_refusal is None for visit in self.visits)

    @property
    def coming(self) -> tuple[VisitRow, ...]:
        """The visits that hold a place."""
        return tuple(visit for visit in self.visits if visit.state in HOLDS_PLACE)


@dataclass(frozen=True)
class MyReservations:
    """Those still ahead (or running), soonest first, and those of slots still ahead of which nothing is left."""

    coming: tuple[ReservationRow, ...]
    cancelled: tuple[ReservationRow, ...]


@dataclass(frozen=True)
class PastReservations:
    """A part of those whose slots are over, the newest first. ``next_before``: with what the next part is asked for."""

    rows: tuple[ReservationRow, ...]
    next_before: int | None


def _all(actor: Actor) -> Select[Reservation]:
    return (
        visible_reservations(actor)
        .join(Reservation.slot)
        .options(
            contains_eager(Reservation.slot).joinedload(Slot.cafe).joinedload(Cafe.district),
            selectinload(Reservation.visits).joinedload(Visit.child),
        )
    )


def my_reservations(actor: Actor, now: datetime) -> MyReservations:
    """The family's reservations that are not over: four statements, however many are."""
    rows = _rows(actor, _ahead(actor, now), now)
    return MyReservations(
        coming=tuple(row for row in rows if row.coming), cancelled=tuple(row for row in rows if not row.coming)
    )


def past_reservations(actor: Actor, now: datetime, before: int | None = None) -> PastReservations:
    """Those that are over, :data:`PAST_SHOWN` at most: the newest, or those before the reservation ``before``.

    :raises NotThere: ``before`` is another family's, or none.
    """
    session, place = reading(), tuple_(Slot.starts_at, Reservation.id)
    ended = _all(actor).where(Slot.ends_at <= now).order_by(Slot.starts_at.desc(), Reservation.id.desc())
    if before is not None:
        shown = session.scalars(_all(actor).where(Reservation.id == before)).one_or_none()
        if shown is None:
            raise NotThere
        ended = ended.where(place < (shown.slot.starts_at, shown.id))
    found = list(session.scalars(ended.limit(PAST_SHOWN + 1)))
    rows = tuple(_rows(actor, found[:PAST_SHOWN], now))
    return PastReservations(rows, rows[-1].reservation_id if len(found) > PAST_SHOWN else None)


def _rows(actor: Actor, found: Sequence[Reservation], now: datetime) -> list[ReservationRow]:
    book = policy_book(reading())
    shown = _shown(actor, found, book)
    return [_row(row, book, shown, now) for row in found]


def next_reservation(actor: Actor, now: datetime) -> ReservationRow | None:
    """The family's soonest reservation that is not over: four statements."""
    return next((row for row in _rows(actor, _ahead(actor, now), now) if row.coming), None)


def _shown(actor: Actor, rows: Sequence[Reservation], book: PolicyBook) -> FamilyShown:
    """What the family has shown, asked only where a café of these reservations states concessions."""
    policies = [book.of_slot(row.slot) for row in rows]
    found = families_shown(reading(), {row.family_id for row in rows}, policies)
    return found.get(actor.family_id or 0, NOTHING)


def _ahead(actor: Actor, now: datetime) -> list[Reservation]:
    # By date, so that those of former years are not looked at.
    of_children = select(Visit.reservation_id).join(Child, Child.id == Visit.child_id)
    ahead = of_children.where(Child.family_id == actor.family_id, Visit.date >= seoul_date(now))
    found = _all(actor).where(Reservation.id.in_(ahead), Slot.ends_at > now).order_by(Slot.starts_at, Reservation.id)
    return list(reading().scalars(found))


def reservation_page(reservation_id: int, actor: Actor, now: datetime) -> ReservationRow:
    """One reservation of the family.

    :raises NotThere: another family's, or none.
    """
    session = reading()
    found = session.scalars(_all(actor).where(Reservation.id == reservation_id)).one_or_none()
    if found is None:
        raise NotThere
    book = policy_book(session)
    return _row(found, book, _shown(actor, [found], book), now)


def was_answered(request_id: str, actor: Actor) -> bool:
    """Whether this request of the family made a reservation already: one statement."""
    found = visible_reservations(actor).where(Reservation.request_id == request_id).with_only_columns(Reservation.id)
    return reading().scalar(found) is not None


def reservation_of_code(code: str, actor: Actor) -> int:
    """The id of the family's reservation with this code.

    :raises NotThere: another family's, or none.
    """
    found = reading().scalar(visible_reservations(actor).where(Reservation.code == code).with_only_columns(Reservation.id))
    if found is None:
        raise NotThere
    return int(found)


def _row(reservation: Reservation, book: PolicyBook, shown: FamilyShown, now: datetime) -> ReservationRow:
    slot, cafe = reservation.slot, reservation.slot.cafe
    policy = book.of_slot(slot)
    over = now >= slot.ends_at
    visits = tuple(
        VisitRow(
            visit_id=visit.id,
            child_id=visit.child_id,
            birth_date=visit.child.birth_date,
            child=visit.child.name,
            state="unconfirmed" if over and visit.state == "reserved" else visit.state,
            cancel_cause=visit.cancel_cause,
            cancel_refusal=cancel_refusal(visit.state, slot.starts_at, policy, now),
        )
        for visit in reservation.visits
    )
    births = [visit.birth_date for visit in visits if visit.state in HOLDS_PLACE]
    fee = shown.fee(births, reservation.adults, slot.date, cafe.district_id, policy)
    return ReservationRow(
        reservation_id=reservation.id,
        code=reservation.code,
        state=summed_state([visit.state for visit in visits]),
        adults=reservation.adults,
        companion=reservation.companion,
        sequence=reservation.sequence,
        reserved_at=reservation.reserved_at,
        slot_id=slot.id,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        cafe=cafe.name,
        cafe_code=cafe.code,
        district=cafe.district.name,
        address=cafe.address,
        phone=cafe.phone,
        latitude=cafe.latitude,
        longitude=cafe.longitude,
        notes=notes_of(policy),
        closed_reason=slot.closed_reason,
        withdrawn=slot.withdrawn_at is not None,
        kept_though_shut=kept_though_shut(reading(), slot, policy),
        visits=visits,
        fee=fee,
        applied=applied(fee, policy),
        shown=shown,
        policy=policy,
        cancel_until=cancel_deadline(slot.starts_at, policy),
        move_refusal=move_refusal((visit.state for visit in reservation.visits), slot.starts_at, policy, now),
        over=over,
    )


def summed_state(states: list[str]) -> str:
    """One word for several visits: what matters most at the door comes first."""
    for state in ("checked_in", "reserved", "checked_out", "unconfirmed", "no_show"):
        if state in states:
            return state
    return "cancelled"
