"""Whether a slot that was full still is, for somebody who asks to reserve it or opens its page."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, and_, bindparam, exists, or_, select

from ..db import UtcDateTime, table
from ..models import Account, Reservation, SignIn, Slot
from ..prepared import Prepared
from ..sign_ins import secret_hash

_slot, _account, _sign_in, _earlier = table(Slot).c, table(Account).c, table(SignIn).c, table(Reservation).c
_IS_FULL = and_(
    _slot.taken >= _slot.capacity,
    _slot.closed_at.is_(None),
    _slot.withdrawn_at.is_(None),
    _slot.starts_at > bindparam("now", type_=UtcDateTime()),
)
_OF_FAMILY = _earlier.family_id == _account.family_id
_HAS_RESERVED = or_(
    exists().where(_OF_FAMILY, _earlier.request_id == bindparam("request_id")),
    exists().where(_OF_FAMILY, _earlier.slot_id == bindparam("slot_id")),
)
"""Asked one by one, each has its index."""
_FULLNESS = Prepared(
    select(_IS_FULL, _HAS_RESERVED)
    .select_from(table(Slot))
    .join(table(SignIn), _sign_in.secret_hash == bindparam("secret_hash"))
    .join(table(Account), _account.id == _sign_in.account_id)
    .where(
        _slot.id == bindparam("slot_id"),
        _sign_in.ended_at.is_(None),
        _sign_in.name.is_(None),
        _account.blocked_at.is_(None),
        _account.family_id.is_not(None),
    )
)


class Fullness(NamedTuple):
    """``is_full``: no place is left in a slot that has not begun; ``has_reserved``: the family has reserved in it before, or
    anything by this request."""

    is_full: bool
    has_reserved: bool


def fullness(engine: Engine, slot_id: int, secret: str, request_id: str, *, now: datetime) -> Fullness | None:
    """How the slot stands for the guardian with the cookie's ``secret``; ``request_id``: of the form, empty for a page.

    ``None``: nobody is signed in by it, or there is no such slot. One statement, no lock, outside any session."""
    values = {"slot_id": slot_id, "secret_hash": secret_hash(secret), "request_id": request_id, "now": now}
    with engine.connect() as connection:
        row = _FULLNESS.first(connection, values)
    return None if row is None else Fullness(bool(row[0]), bool(row[1]))
