"""What mails say, read at the moment of sending."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ..db import reading
from ..facts import HOLDS_PLACE
from ..models import Account, Cafe, Child, District, MailLink, Move, Notice, Reservation, Slot, Visit
from ..policies import slot_policy
from ..rules.cancelling import cancel_deadline
from ..rules.checking_in import doors_open_at
from ..rules.fees import Fee
from ..rules.policy import Concession
from ..rules.timetable import breaks_on
from ..shown import NOTHING, families_shown
from .cafes import notes_of
from .concessions import applied


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail."""

    name: str
    email: str
    email_confirmed: bool


@dataclass(frozen=True)
class VisitLine:
    """One child of a reservation. ``cancel_cause`` is set when cancelled."""

    child_name: str
    state: str
    cancel_cause: str | None


@dataclass(frozen=True)
class ReservationFacts:
    """A reservation as mails tell it. Instants are aware; ``fee`` is for the children who still come, with what the
    family has shown; ``applied``: the concessions that take something off it."""

    reservation_id: int
    code: str
    sequence: int
    adults: int
    cafe_name: str
    cafe_address: str
    cafe_phone: str
    bring: tuple[str, ...]
    date: date
    starts_at: datetime
    ends_at: datetime
    doors_open_at: datetime
    cancel_until: datetime
    grace_minutes: int
    fee: Fee
    applied: tuple[Concession, ...]
    closed_reason: str | None
    visits: tuple[VisitLine, ...]

    @property
    def fee_won(self) -> int:
        return self.fee.total_won

    def children(self, *states: str, cause: str | None = None) -> tuple[str, ...]:
        """Names of the children whose visit is in one of these states (and was cancelled for this cause, if given)."""
        return tuple(
            visit.child_name
            for visit in self.visits
            if visit.state in states and (cause is None or visit.cancel_cause == cause)
        )


@dataclass(frozen=True)
class SlotThen:
    """The slot that a reservation was in before it was moved."""

    cafe_name: str
    date: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class LinkFacts:
    """A mail link: to whom, for what place, and whether it still opens anything."""

    link_id: int
    kind: str
    email: str | None
    name: str | None
    place: str | None
    invited_by: str | None
    expires_at: datetime
    used_at: datetime | None


def recipient(account_id: int | None) -> Recipient | None:
    """Where to write to an account, or ``None``: no account, or deleted."""
    if account_id is None:
        return None
    account = reading().get(Account, account_id, populate_existing=True)
    if account is None or account.email is None or account.forgotten_at is not None:
        return None
    return Recipient(account.name, account.email, account.email_confirmed_at is not None)


def reservation_facts(reservation_id: int) -> ReservationFacts | None:
    """A reservation as it is now, or ``None``."""
    session = reading()
    row = session.execute(
        select(Reservation, Slot, Cafe)
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .where(Reservation.id == reservation_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    reservation, slot, cafe = row
    visits = session.execute(
        select(Child.name, Visit.state, Visit.cancel_cause, Child.birth_date)
        .join(Child, Child.id == Visit.child_id)
        .where(Visit.reservation_id == reservation_id)
        .order_by(Visit.id)
    ).all()
    policy = slot_policy(session, slot)
    shown = families_shown(session, [reservation.family_id], [policy]).get(reservation.family_id, NOTHING)
    births = [birth for _, state, _, birth in visits if state in HOLDS_PLACE]
    fee = shown.fee(births, reservation.adults, slot.date, cafe.district_id, policy)
    return ReservationFacts(
        reservation_id=reservation.id,
        code=reservation.code,
        sequence=reservation.sequence,
        adults=reservation.adults,
        cafe_name=cafe.name,
        cafe_address=cafe.address,
        cafe_phone=cafe.phone,
        bring=tuple(text for _, text in notes_of(policy)),
        date=slot.date,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        doors_open_at=doors_open_at(slot.starts_at, policy, breaks_on(slot.date, policy, slot.on_holiday)),
        cancel_until=cancel_deadline(slot.starts_at, policy),
        grace_minutes=policy.minutes.no_show_grace_minutes,
        fee=fee,
        applied=applied(fee, policy),
        closed_reason=slot.closed_reason,
        visits=tuple(VisitLine(*line[:3]) for line in visits),
    )


def moved_from(reservation_id: int) -> SlotThen | None:
    """Where the reservation was before its last move, or ``None``."""
    row = reading().execute(
        select(Cafe.name, Slot.date, Slot.starts_at, Slot.ends_at)
        .join(Slot, Slot.cafe_id == Cafe.id)
        .join(Move, Move.from_slot_id == Slot.id)
        .where(Move.reservation_id == reservation_id)
        .order_by(Move.id.desc())
        .limit(1)
    )
    found = row.one_or_none()
    return SlotThen(*found) if found else None


def is_superseded(notice_id: int, kind: str, subject_id: int, occasion: int) -> bool:
    """Whether a later notice of the same kind and subject exists: it tells the newer state, so this one need not."""
    later = select(Notice.id).where(
        Notice.kind == kind, Notice.subject_id == subject_id, Notice.occasion > occasion, Notice.id != notice_id
    )
    return reading().scalar(later.limit(1)) is not None


def link_facts(link_id: int) -> LinkFacts | None:
    """A mail link as it is now, or ``None``."""
    inviter = aliased(Account)
    row = (
        reading()
        .execute(
            select(MailLink, Cafe.name, District.name, inviter.name)
            .outerjoin(Cafe, Cafe.id == MailLink.cafe_id)
            .outerjoin(District, District.id == MailLink.district_id)
            .outerjoin(inviter, inviter.id == MailLink.invited_by_id)
            .where(MailLink.id == link_id)
            .execution_options(populate_existing=True)
        )
        .one_or_none()
    )
    if row is None:
        return None
    link, cafe_name, district_name, invited_by = row
    return LinkFacts(
        link_id=link.id,
        kind=link.kind,
        email=link.email,
        name=link.name,
        place=cafe_name or district_name,
        invited_by=invited_by,
        expires_at=link.expires_at,
        used_at=link.used_at,
    )


def end_reading() -> None:
    """End the read transaction: nobody shall wait for the database while a mail server takes its time."""
    reading().rollback()
