"""Which live reservations of the coming days a change of rules would strand: allowed before, refused after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cafe, Child, Reservation, Slot, Visit
from booking.policies import PolicyBook
from booking.rules.times import seoul


@dataclass(frozen=True)
class Affected:
    """A reservation that would be refused if it were made under the new rules. Without names: it is printed."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Standing:
    """A live visit of a coming slot: what the rules look at."""

    reservation_code: str
    cafe_id: int
    cafe_name: str
    slot: Slot
    birth_date: object
    refused: bool


def standing(session: Session, book: PolicyBook, now: datetime) -> list[Standing]:
    """Every reserved visit from ``now`` on, and whether the rules refuse it already."""
    rows = (
        select(Reservation.code, Cafe, Slot, Child.birth_date)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .join(Child, Child.id == Visit.child_id)
        .where(Visit.state == "reserved", Slot.ends_at > now)
        .order_by(Slot.starts_at, Reservation.code)
    )
    return [
        Standing(code, cafe.id, cafe.name, slot, birth_date, _refusal(book, cafe.id, slot, birth_date) is not None)
        for code, cafe, slot, birth_date in session.execute(rows)
    ]


def affected(session: Session, before: Iterable[Standing], book: PolicyBook, now: datetime) -> list[Affected]:
    """Those that the rules of ``book`` refuse, and did not refuse before."""
    found = []
    for one in before:
        if one.refused:
            continue
        said = _refusal(book, one.cafe_id, one.slot, one.birth_date)
        if said is not None:
            when = f"{seoul(one.slot.starts_at):%Y-%m-%d %H:%M}"
            found.append(Affected(one.reservation_code, f"예약 {one.reservation_code} ({one.cafe_name} {when}): {said}"))
    return found


def _refusal(book: PolicyBook, cafe_id: int, slot: Slot, birth_date: object) -> str | None:
    raise NotImplementedError
