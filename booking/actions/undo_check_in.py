"""Staff take back a check-in, a check-out or a walk-in that was a slip."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import capacity, log
from ..at_the_door import LATE, chosen_visits, hold_reservation
from ..db import transaction
from ..models import LogEntry, Reservation, Slot, Visit
from ..policies import slot_policy
from ..rules.no_shows import no_show_at
from ..rules.policy import Policy
from ..scope import Actor

Was = Literal["checked_in", "checked_out"]


def undo_check_in(reservation_id: int, *, actor: Actor, visit_ids: Sequence[int], was: Was, now: datetime) -> int:
    """One step back for these visits that are (still) in state ``was``; return how many went back.

    Checked out → checked in. Checked in → where the child came from: reserved; after a late entry no-show, its place given
    back; after a walk-in cancelled, its place given back (a child at the door has no reservation to go back to). A visit in
    another state stays as it is, so a second tap or a late repeat never takes back more than was meant. The act and its
    undoing stay in the log.

    :raises NotThere: not this café's.
    """
    with transaction() as session:
        reservation, slot, visits = hold_reservation(session, actor, reservation_id)
        chosen = [visit for visit in chosen_visits(visits, visit_ids) if visit.state == was]
        if was == "checked_out":
            for visit in chosen:
                visit.state, visit.checked_out_at = "checked_in", None
        else:
            late = _came_late(session, chosen)
            freed = [visit for visit in chosen if reservation.source == "walk_in" or visit.id in late]
            policy = slot_policy(session, slot)
            for visit in chosen:
                late_since = (_marked_at(visit, slot, policy) or now) if visit.id in late else None
                _back(visit, reservation, late_since=late_since, now=now)
            if freed:
                reservation.sequence += 1
                capacity.give_back(session, slot.id, len(freed), cause="undo", reservation_id=reservation.id, at=now)
        for visit in chosen:
            log.note(session, actor, "undo", "visit", visit.id, now=now, cafe_id=slot.cafe_id, detail=visit.state)
        return len(chosen)


def _came_late(session: Session, visits: Sequence[Visit]) -> set[int]:
    """Which of these visits were no-shows when they were checked in: their check-in's line in the log says so."""
    rows = select(LogEntry.subject_id, LogEntry.at).where(
        LogEntry.at.in_([visit.checked_in_at for visit in visits]),
        LogEntry.verb == "check_in",
        LogEntry.subject_kind == "visit",
        LogEntry.detail == LATE,
    )
    said = set(session.execute(rows))
    return {visit.id for visit in visits if (visit.id, visit.checked_in_at) in said}


def _back(visit: Visit, reservation: Reservation, *, late_since: datetime | None, now: datetime) -> None:
    visit.checked_in_at = None
    if reservation.source == "walk_in":
        visit.state, visit.cancelled_at, visit.cancel_cause = "cancelled", now, "staff"
    elif late_since is not None:
        visit.state, visit.no_show_at = "no_show", late_since
    else:
        visit.state = "reserved"


def _marked_at(visit: Visit, slot: Slot, policy: Policy) -> datetime | None:
    """The instant at which the job had marked the visit: it depends on recorded instants only."""
    return no_show_at(
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        reserved_at=visit.reserved_at,
        grace_minutes=policy.minutes.no_show_grace_minutes,
        board_opened_at=slot.board_opened_at,
    )
