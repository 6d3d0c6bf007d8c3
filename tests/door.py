"""What tests of the door share: a slot on Tuesday with a family, and what was written."""

from sqlalchemy import func, select

from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Ledger, LogEntry, Notice, Reservation, Visit
from tests.world import NOW, World


def reserved(world: World, slot_id: int, *children: int, actor=None, adults: int = 1, request_id: str = "r1") -> int:
    """A reservation of mom's for these children (지아 by default)."""
    wanted = list(children) or [world.jia]
    return reserve(slot_id, actor=actor or world.mom, child_ids=wanted, adults=adults, request_id=request_id, now=NOW)


def visit_ids(reservation_id: int) -> list[int]:
    """The visits of a reservation in the order they were made."""
    with transaction() as session:
        return list(session.scalars(select(Visit.id).where(Visit.reservation_id == reservation_id).order_by(Visit.id)))


def visit(visit_id: int) -> Visit:
    """A visit as committed, detached."""
    with transaction() as session:
        found = session.get_one(Visit, visit_id)
        session.expunge(found)
        return found


def reservation(reservation_id: int) -> Reservation:
    """A reservation as committed, detached."""
    with transaction() as session:
        found = session.get_one(Reservation, reservation_id)
        session.expunge(found)
        return found


def said_in_log(verb: str) -> int:
    """How often the log says this."""
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(LogEntry).where(LogEntry.verb == verb)) or 0


def rows() -> dict[str, int]:
    """How many rows there are of what the door may write."""
    with transaction() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Reservation, Visit, Ledger, Notice, LogEntry)
        }
