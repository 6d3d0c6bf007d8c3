"""What jobs ask: what is due?"""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from ..db import is_word, reading
from ..models import Account, Cafe, Child, Reservation, Slot, Visit
from ..policies import policy_book


def cafe_ids() -> list[int]:
    """Every café."""
    return list(reading().scalars(select(Cafe.id).order_by(Cafe.id)))


def slots_with_absent_children(now: datetime, *, back: timedelta = timedelta(days=7)) -> list[int]:
    """Slots begun in the last days whose board was open and that still have children neither in nor marked, of families
    that did not call."""
    absent = (
        select(Visit.id)
        .join(Reservation, Reservation.id == Visit.reservation_id)
        .where(Visit.slot_id == Slot.id, Visit.state == "reserved", Reservation.called_at.is_(None))
    )
    rows = (
        select(Slot.id)
        .where(
            Slot.starts_at <= now,
            Slot.starts_at > now - back,
            Slot.board_opened_at.is_not(None),
            Slot.closed_at.is_(None),
            absent.exists(),
        )
        .order_by(Slot.id)
    )
    return list(reading().scalars(rows))


def families_to_suspend(now: datetime, *, back: timedelta = timedelta(days=7)) -> list[int]:
    """Families with a no-show in a slot that ended in the last days, and with a reservation to come at a café whose rule
    cancels it (:mod:`booking.actions.cancel_suspended` looks closer)."""
    since = now - back
    # Nobody is marked before the start, so the instant of marking, which has an index, finds no fewer.
    missed = (
        select(Reservation.family_id)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Visit.slot_id)
        .where(
            is_word(Visit.state, "no_show"),
            Visit.waived_at.is_(None),
            Slot.closed_at.is_(None),
            Visit.no_show_at > since,
            Slot.starts_at > since,
            Slot.ends_at <= now,
        )
    )
    ahead = (
        select(Reservation.family_id, Slot)
        .join(Reservation.slot)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .where(Visit.state == "reserved", Slot.starts_at > now, Reservation.family_id.in_(missed))
        .distinct()
    )
    session = reading()
    rows = session.execute(ahead).all()
    book = policy_book(session) if rows else None
    rules = ((family_id, book.of_slot(slot).suspension) for family_id, slot in rows if book is not None)
    return sorted({family_id for family_id, rule in rules if rule is not None and rule.cancels_future})


def unconfirmed_accounts(before: datetime) -> list[int]:
    """Guardians' accounts made before that instant whose address nobody ever confirmed, and whose family never reserved: the
    oldest first."""
    rows = (
        select(Account.id)
        .where(
            Account.role == "guardian",
            Account.email_confirmed_at.is_(None),
            Account.forgotten_at.is_(None),
            Account.created_at < before,
            ~select(Reservation.id).where(Reservation.family_id == Account.family_id).exists(),
        )
        .order_by(Account.created_at, Account.id)
    )
    return list(reading().scalars(rows))


def slots_with_people(before: date) -> list[int]:
    """Slots of days before that date whose visits still belong to people (see :mod:`booking.actions.anonymise_slot`): the
    oldest first."""
    named = (
        select(Visit.id)
        .join(Child, Child.id == Visit.child_id)
        .join(Reservation, Reservation.id == Visit.reservation_id)
        .where(Visit.slot_id == Slot.id, or_(Reservation.account_id.is_not(None), Child.removed_at.is_(None)))
    )
    rows = select(Slot.id).where(Slot.date < before, named.exists()).order_by(Slot.date, Slot.id)
    return list(reading().scalars(rows))
