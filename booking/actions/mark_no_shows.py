"""Mark the children of one slot that did not come, and release their places."""

from datetime import datetime

from sqlalchemy import select

from .. import capacity, log, outbox
from ..db import transaction
from ..kept_slots import kept_though_shut
from ..models import Reservation, Visit
from ..policies import slot_policy
from ..rules import notice_kinds
from ..rules.no_shows import no_show_at
from ..rules.timetable import closed_by_date


def mark_no_shows(slot_id: int, *, now: datetime) -> int:
    """Mark every child of the slot that is a no-show by now, release the places at once, and return how many.

    Asks :func:`booking.rules.no_shows.no_show_at`, whose answer depends on recorded instants only: run late, twice or from
    two schedulers, the rows are the same. Families that called are left to staff.
    """
    with transaction() as session:
        (slot,) = capacity.hold(session, [slot_id])
        policy = slot_policy(session, slot)
        if (
            slot.closed_at is not None
            or closed_by_date(slot.date, policy) is not None
            or kept_though_shut(session, slot, policy) is not None
        ):
            # Nobody is to blame for not coming to a closed door.
            return 0
        rows = (
            select(Visit, Reservation)
            .join(Visit.reservation)
            .where(Visit.slot_id == slot_id, Visit.state == "reserved", Reservation.called_at.is_(None))
            .order_by(Visit.id)
        )
        marked: dict[int, list[Visit]] = {}
        reservations: dict[int, Reservation] = {}
        for visit, reservation in session.execute(rows):
            at = no_show_at(
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                reserved_at=visit.reserved_at,
                grace_minutes=policy.minutes.no_show_grace_minutes,
                board_opened_at=slot.board_opened_at,
            )
            if at is None or now < at:
                continue
            visit.state, visit.no_show_at = "no_show", at
            marked.setdefault(reservation.id, []).append(visit)
            reservations[reservation.id] = reservation
        for reservation_id, visits in marked.items():
            reservation = reservations[reservation_id]
            reservation.sequence += 1
            capacity.give_back(session, slot_id, len(visits), cause="no_show", reservation_id=reservation_id, at=now)
            outbox.put(
                session,
                notice_kinds.NO_SHOW,
                reservation_id,
                now=now,
                account_id=reservation.account_id,
                occasion=reservation.sequence,
            )
            for visit in visits:
                log.note(session, None, "no_show", "visit", visit.id, now=now, cafe_id=slot.cafe_id)
        return sum(len(visits) for visits in marked.values())
