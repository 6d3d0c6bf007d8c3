"""The rows of a reservation: what reserving and taking in a walk-in share."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from .db import insert_rows, table
from .models import Reservation, Visit

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are read for one another (0 O, 1 I L, U V)."""


def request_hash(slot_id: int, children: str, adults: int, companion: str = "") -> str:
    """What the content of a request is recognised by."""
    # Without a companion as before there were any: a request that is sent again after an update is still the same one.
    named = f"|{companion}" if companion else ""
    return hashlib.sha256(f"{slot_id}|{children}|{adults}{named}".encode()).hexdigest()


_ADD_RESERVATION = insert(table(Reservation)).returning(table(Reservation).c.id)


def add_reservation(
    session: Session,
    slot_id: int,
    *,
    family_id: int,
    account_id: int | None,
    child_ids: Sequence[int],
    adults: int,
    source: str,
    request_id: str,
    content: str,
    now: datetime,
    companion: str | None = None,
) -> int:
    """The rows of a reservation and its visits; returns its id. The children of a walk-in are inside at once. The caller
    takes the places after them."""
    reservation_id: int = session.execute(
        _ADD_RESERVATION,
        {
            "code": "".join(secrets.choice(CODE_LETTERS) for _ in range(8)),
            "slot_id": slot_id,
            "family_id": family_id,
            "account_id": account_id,
            "adults": adults,
            "source": source,
            "request_id": request_id,
            "request_hash": content,
            "reserved_at": now,
            "sequence": 0,
            "companion": companion,
        },
    ).scalar_one()
    inside = source == "walk_in"
    visit = {
        "reservation_id": reservation_id,
        "slot_id": slot_id,
        "state": "checked_in" if inside else "reserved",
        "reserved_at": now,
        "checked_in_at": now if inside else None,
    }
    insert_rows(session, Visit, [visit | {"child_id": child_id} for child_id in child_ids])
    return reservation_id
