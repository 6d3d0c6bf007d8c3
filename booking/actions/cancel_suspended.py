"""A suspended family's reservations to come are cancelled, where the café's rule says so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, log, outbox
from ..db import is_word, transaction
from ..facts import family_facts
from ..families import hold_family
from ..models import Reservation, Slot, Visit
from ..policies import policy_book
from ..rules import notice_kinds
from ..rules.suspensions import cancels_future
from ..rules.times import seoul_date
from ..visit_states import cancel_visits


def cancel_suspended(family_id: int, *, now: datetime) -> int:
    """Cancel what of the family's coming reservations falls into its suspension, tell it, and return how many reservations.

    Asked again it finds nothing left. While a slot of one of the no-shows still runs nothing is cancelled: the family may
    come late, and then it was none.
    """
    with transaction() as session:
        hold_family(session, family_id)
        ahead = _ahead(session, family_id, now)
        if not ahead or _still_open(session, family_id, now):
            return 0
        capacity.hold(session, [reservation.slot_id for reservation in ahead])
        book = policy_book(session)
        today = seoul_date(now)
        no_shows = family_facts(session, family_id, today, now=now, book=book).no_shows
        cancelled = 0
        for reservation in ahead:
            slot = session.get_one(Slot, reservation.slot_id)
            policy, district_id = book.of_slot(slot), book.district_of(slot.cafe_id)
            if cancels_future(slot.starts_at, no_shows, slot.cafe_id, district_id, policy, now):
                cancelled += _cancel(session, reservation, slot, now)
        return cancelled


def _ahead(session: Session, family_id: int, now: datetime) -> list[Reservation]:
    reserved = select(Visit.id).where(Visit.reservation_id == Reservation.id, Visit.state == "reserved")
    rows = (
        select(Reservation)
        .join(Reservation.slot)
        .where(Reservation.family_id == family_id, Slot.starts_at > now, reserved.exists())
        .order_by(Slot.id, Reservation.id)
    )
    return list(session.scalars(rows))


def _still_open(session: Session, family_id: int, now: datetime) -> bool:
    """Whether a no-show of the family may still turn out to be none: its slot is not over."""
    running = (
        select(Visit.id)
        .join(Visit.slot)
        .join(Visit.reservation)
        .where(Reservation.family_id == family_id, is_word(Visit.state, "no_show"), Slot.ends_at > now)
    )
    return session.scalar(running.limit(1)) is not None


def _cancel(session: Session, reservation: Reservation, slot: Slot, now: datetime) -> int:
    waiting = select(Visit).where(Visit.reservation_id == reservation.id, Visit.state == "reserved").order_by(Visit.id)
    visits = list(session.scalars(waiting.execution_options(populate_existing=True)))
    if not visits:
        return 0
    cancel_visits(session, reservation, visits, cause="suspended", now=now)
    outbox.put(
        session,
        notice_kinds.SUSPENDED,
        reservation.id,
        now=now,
        account_id=reservation.account_id,
        occasion=reservation.sequence,
    )
    log.note(session, None, "suspended_cancel", "reservation", reservation.id, now=now, cafe_id=slot.cafe_id)
    return 1
