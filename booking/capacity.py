"""The only writer of a slot's counters. Each change is one statement and one row of the ledger.

Whoever changes the state of visits holds the slot's row first (:func:`hold`), several slots in ascending id: so closings,
cuts, cancels, no-shows and late check-ins of one slot queue, and cannot lock each other out. Reserving only adds rows and
takes last.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Integer, Update, bindparam, insert, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from .db import table
from .models import Ledger, Slot
from .rules.refusals import Code, NotThere, Refusal, Refused, no

_slot = table(Slot)
_children = bindparam("children", type_=Integer)
_TAKE = (
    update(_slot)
    .where(
        _slot.c.id == bindparam("slot_id"),
        _slot.c.closed_at.is_(None),
        _slot.c.taken + _children <= _slot.c.capacity,
    )
    .values(taken=_slot.c.taken + _children)
)
_GIVE_BACK = update(_slot).where(_slot.c.id == bindparam("slot_id")).values(taken=_slot.c.taken - _children)
_NOTE = insert(table(Ledger))


def hold(session: Session, slot_ids: Iterable[int]) -> list[Slot]:
    """Lock these slots until the transaction ends, in ascending id, and return them as they are now."""
    wanted = sorted(set(slot_ids))
    rows = (
        select(Slot)
        .where(Slot.id.in_(wanted))
        .order_by(Slot.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(rows))


def take(session: Session, slot_id: int, children: int, *, cause: str, reservation_id: int | None, at: datetime) -> None:
    """Take places for so many children in the slot, or raise and take none.

    One statement both asks and takes, so two guardians cannot both win the last place;
    ``ck_slot_taken_within_capacity`` stands behind it.

    :raises Refused: ``SLOT_CLOSED`` or ``SLOT_FULL``.
    """
    _note(session, slot_id, cause, at, reservation_id, taken=children)
    if not _changed(session, _TAKE, slot_id=slot_id, children=children):
        slot = session.scalars(
            select(Slot).where(Slot.id == slot_id).execution_options(populate_existing=True)
        ).one_or_none()
        if slot is None:
            raise NotThere
        raise Refused(full_refusal(slot, children))


def full_refusal(slot: Slot, children: int) -> Refusal:
    """What to say when the slot has no room for so many: closed, or so many places are left."""
    if slot.closed_reason is not None:
        return no(Code.SLOT_CLOSED, reason=slot.closed_reason)
    return no(Code.SLOT_FULL, places_left=slot.capacity - slot.taken, children=children)


def give_back(
    session: Session, slot_id: int, children: int, *, cause: str, reservation_id: int | None, at: datetime
) -> None:
    """Give the places of so many children back; at once anybody may take them."""
    _note(session, slot_id, cause, at, reservation_id, taken=-children)
    if not _changed(session, _GIVE_BACK, slot_id=slot_id, children=children):
        raise NotThere


def set_capacity(session: Session, slot_id: int, capacity: int, *, at: datetime) -> None:
    """Give the slot another capacity, never below what is taken.

    :raises Refused: ``BELOW_TAKEN``.
    """
    slot = session.get_one(Slot, slot_id)
    before = slot.capacity
    wanted = (
        update(Slot).where(Slot.id == slot_id, Slot.taken <= capacity, Slot.capacity == before).values(capacity=capacity)
    )
    if not _changed(session, wanted):
        raise Refused(no(Code.BELOW_TAKEN, "places", taken=slot.taken, capacity=capacity))
    _note(session, slot_id, "capacity", at, None, capacity=capacity - before)


def note_opening(session: Session, slot: Slot, at: datetime) -> None:
    """The first line of a new slot's ledger: its capacity."""
    _note(session, slot.id, "open", at, None, capacity=slot.capacity)


def close(session: Session, slot_id: int, reason: str, at: datetime) -> None:
    """Let nobody take places any more; what is taken stays until the caller gives it back."""
    session.execute(update(Slot).where(Slot.id == slot_id).values(closed_at=at, closed_reason=reason))


def reopen(session: Session, slot_id: int) -> None:
    """Let places be taken again."""
    session.execute(update(Slot).where(Slot.id == slot_id).values(closed_at=None, closed_reason=None))


def _changed(session: Session, statement: Update, **values: int) -> bool:
    result = session.execute(statement, values, execution_options={"synchronize_session": False})
    return cast(CursorResult, result).rowcount == 1


def _note(
    session: Session,
    slot_id: int,
    cause: str,
    at: datetime,
    reservation_id: int | None,
    *,
    taken: int = 0,
    capacity: int = 0,
) -> None:
    session.execute(
        _NOTE,
        {
            "slot_id": slot_id,
            "reservation_id": reservation_id,
            "taken_change": taken,
            "capacity_change": capacity,
            "cause": cause,
            "at": at,
        },
    )
