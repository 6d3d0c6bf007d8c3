"""The rows of a reservation: what reserving and taking in a walk-in share."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from .models import Reservation, Slot, Visit

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are read for one another (0 O, 1 I L, U V)."""


def request_hash(slot_id: int, children: str, adults: int) -> str:
    """What the content of a request is recognised by."""
    return hashlib.sha256(f"{slot_id}|{children}|{adults}".encode()).hexdigest()


def add_reservation(
    session: Session,
    slot: Slot,
    *,
    family_id: int,
    account_id: int | None,
    child_ids: Sequence[int],
    adults: int,
    source: str,
    request_id: str,
    content: str,
    now: datetime,
) -> Reservation:
    """The rows of a reservation and its visits, flushed. The caller takes the places after them."""
    reservation = Reservation(
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(8)),
        slot_id=slot.id,
        family_id=family_id,
        account_id=account_id,
        adults=adults,
        source=source,
        request_id=request_id,
        request_hash=content,
        reserved_at=now,
    )
    session.add(reservation)
    session.flush()
    session.add_all(
        Visit(reservation_id=reservation.id, slot_id=slot.id, child_id=child_id, reserved_at=now) for child_id in child_ids
    )
    return reservation
