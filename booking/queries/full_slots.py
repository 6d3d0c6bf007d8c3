"""Whether a slot that was full still is, for somebody who asks to reserve it."""

from sqlalchemy import Engine, and_, bindparam, select

from ..db import table
from ..models import Account, Reservation, SignIn, Slot
from ..prepared import Prepared
from ..sign_ins import secret_hash

_slot, _account, _sign_in, _earlier = table(Slot).c, table(Account).c, table(SignIn).c, table(Reservation).c
_STILL_FULL = Prepared(
    select(
        and_(_slot.taken >= _slot.capacity, _slot.closed_at.is_(None), _slot.withdrawn_at.is_(None)),
        _earlier.id.is_not(None),
    )
    .select_from(table(Slot))
    .join(table(SignIn), _sign_in.secret_hash == bindparam("secret_hash"))
    .join(table(Account), _account.id == _sign_in.account_id)
    .outerjoin(
        table(Reservation),
        and_(_earlier.family_id == _account.family_id, _earlier.request_id == bindparam("request_id")),
    )
    .where(
        _slot.id == bindparam("slot_id"),
        _sign_in.ended_at.is_(None),
        _sign_in.name.is_(None),
        _account.blocked_at.is_(None),
        _account.family_id.is_not(None),
    )
)


def still_full(engine: Engine, slot_id: int, secret: str, request_id: str) -> bool | None:
    """Whether the slot has no place left and this request of the guardian with the cookie's ``secret`` reserved none before.
    ``None``: nobody is signed in by it, or there is no such slot. One statement, no lock, outside any session."""
    values = {"slot_id": slot_id, "secret_hash": secret_hash(secret), "request_id": request_id}
    with engine.connect() as connection:
        row = _STILL_FULL.first(connection, values)
    return None if row is None else bool(row[0]) and not row[1]
