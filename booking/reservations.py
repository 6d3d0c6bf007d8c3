"""The rows of a reservation: what reserving and taking in a walk-in share."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from .chain import Addition, values_of
from .models import Reservation, Visit

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are read for one another (0 O, 1 I L, U V)."""


def request_hash(slot_id: int, children: str, adults: int, companion: str = "") -> str:
    """What the content of a request is recognised by."""
    # Without a companion as before there were any: a request that is sent again after an update is still the same one.
    named = f"|{companion}" if companion else ""
    return hashlib.sha256(f"{slot_id}|{children}|{adults}{named}".encode()).hexdigest()


_ADDED = Addition(
    "reservation",
    Reservation,
    ("code", "adults", "source", "request_id", "request_hash", "sequence", "companion"),
    same=(("slot_id", "slot_id"), ("family_id", "family_id"), ("account_id", "account_id"), ("reserved_at", "now")),
)
_OF_VISITS = (
    ("slot_id", "slot_id"),
    ("date", "slot_date"),
    ("state", "visit_state"),
    ("reserved_at", "now"),
    ("checked_in_at", "visit_checked_in_at"),
)
THE_RESERVATION = _ADDED.name
"""The step that adds the reservation itself: other rows of a chain may hold its id."""


def steps(children: int) -> tuple[Addition, Addition]:
    """Adding a reservation and the visits of so many children in a chain."""
    of_it = (("reservation_id", THE_RESERVATION),)
    return _ADDED, Addition("visits", Visit, ("child_id",), children, _OF_VISITS, ids=of_it)


def step_values(
    slot_id: int,
    date: date,
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
) -> dict[str, Any]:
    """The values of :func:`steps`; ``date``: the slot's. The children of a walk-in are inside at once."""
    reservation = {
        "code": "".join(secrets.choice(CODE_LETTERS) for _ in range(8)),
        "adults": adults,
        "source": source,
        "request_id": request_id,
        "request_hash": content,
        "sequence": 0,
        "companion": companion,
    }
    inside = source == "walk_in"
    return {
        "slot_id": slot_id,
        "slot_date": date,
        "family_id": family_id,
        "account_id": account_id,
        "visit_state": "checked_in" if inside else "reserved",
        "visit_checked_in_at": now if inside else None,
        "now": now,
        **values_of(_ADDED.name, [reservation]),
        **values_of("visits", [{"child_id": child_id} for child_id in child_ids]),
    }
