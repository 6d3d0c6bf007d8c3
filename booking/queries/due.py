"""What jobs ask: what is due?"""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from ..db import reading
from ..models import Account, Cafe, Child, Reservation, Slot, Visit


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
            absent.exists(),
        )
        .order_by(Slot.id)
    )
    return list(reading().scalars(rows))


def unconfirmed_accounts(before: datetime) -> list[int]:
    """Guardians' accounts made before that instant whose address nobody ever confirmed, and whose family never reserved."""
    rows = (
        select(Account.id)
        .where(
            Account.role == "guardian",
            Account.email_confirmed_at.is_(None),
            Account.forgotten_at.is_(None),
            Account.created_at < before,
            ~select(Reservation.id).where(Reservation.family_id == Account.family_id).exists(),
        )
        .order_by(Account.id)
    )
    return list(reading().scalars(rows))


def slots_with_people(before: date) -> list[int]:
    """Slots of days before that date whose visits still belong to people (see :mod:`booking.actions.anonymise_slot`)."""
    named = (
        select(Visit.id)
        .join(Child, Child.id == Visit.child_id)
        .join(Reservation, Reservation.id == Visit.reservation_id)
        .where(Visit.slot_id == Slot.id, or_(Reservation.account_id.is_not(None), Child.removed_at.is_(None)))
    )
    return list(reading().scalars(select(Slot.id).where(Slot.date < before, named.exists()).order_by(Slot.id)))
