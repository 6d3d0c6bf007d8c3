"""The only writer of a slot's counters. Each change is one statement and one row of the ledger.

Whoever changes the state of visits holds the slot's row first (:func:`hold`), several slots in ascending id: so closings,
cuts, cancels, no-shows and late check-ins of one slot queue, and cannot lock each other out. Reserving only adds rows and
takes last.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Integer, Update, bindparam, insert, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from .chain import Addition, Change, run, values_of
from .db import table
from .models import Ledger, Slot
from .rules.refusals import Code, NotThere, Refusal, Refused, no

_slot = table(Slot)
_children = bindparam("children", type_=Integer)
_HAS_ROOM = (
    update(_slot)
    .where(
        _slot.c.id == bindparam("slot_id"),
        _slot.c.closed_at.is_(None),
        _slot.c.taken + _children <= _slot.c.capacity,
    )
    .values(taken=_slot.c.taken + _children)
)
TAKE = Change("taken", _HAS_ROOM.where(_slot.c.withdrawn_at.is_(None)))
"""Taking places for ``children`` in the slot ``slot_id``, if it has them: one statement both asks and takes, so two
guardians cannot both win the last place; ``ck_slot_taken_within_capacity`` stands behind it. :func:`noted` goes with it."""
_TAKE_AGAIN = Change("taken", _HAS_ROOM)
_GIVE_BACK = Change(
    "given_back",
    update(_slot).where(_slot.c.id == bindparam("slot_id")).values(taken=_slot.c.taken - _children),
)
_NOTED = "noted"
_LINE = ("taken_change", "capacity_change", "cause")
_SAME = (("slot_id", "slot_id"), ("at", "now"))


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

    :raises Refused: ``SLOT_CLOSED``, ``SLOT_WITHDRAWN`` or ``SLOT_FULL``.
    """
    _take(session, TAKE, slot_id, children, cause=cause, reservation_id=reservation_id, at=at)


def take_again(session: Session, slot_id: int, children: int, *, cause: str, reservation_id: int, at: datetime) -> None:
    """The same for children who had places there and lost them: also in a slot that was withdrawn since.

    :raises Refused: ``SLOT_CLOSED`` or ``SLOT_FULL``.
    """
    _take(session, _TAKE_AGAIN, slot_id, children, cause=cause, reservation_id=reservation_id, at=at)


def _take(
    session: Session,
    taking: Change,
    slot_id: int,
    children: int,
    *,
    cause: str,
    reservation_id: int | None,
    at: datetime,
) -> None:
    values = step_values(slot_id, children, cause=cause, reservation_id=reservation_id, at=at)
    if taking.name not in run(session, (taking, noted()), values):
        raise Refused(no_room(session, slot_id, children))


def noted(*, about: str | None = None) -> Addition:
    """The ledger's line in a chain; ``about``: the step whose row is the reservation, in place of a value."""
    columns = _LINE if about is not None else (*_LINE, "reservation_id")
    return Addition(_NOTED, Ledger, columns, same=_SAME, ids=() if about is None else (("reservation_id", about),))


def step_values(
    slot_id: int, children: int, *, cause: str, at: datetime, reservation_id: int | None = None
) -> dict[str, Any]:
    """The values of :data:`TAKE` and :func:`noted`."""
    return {"children": children} | _line_values(_line(slot_id, cause, at, reservation_id, taken=children))


def no_room(session: Session, slot_id: int, children: int) -> Refusal:
    """Why :data:`TAKE` took nothing, by the slot as it is now.

    :raises NotThere: no such slot.
    """
    slot = session.scalars(select(Slot).where(Slot.id == slot_id).execution_options(populate_existing=True)).one_or_none()
    if slot is None:
        raise NotThere
    return full_refusal(slot, children)


def full_refusal(slot: Slot, children: int) -> Refusal:
    """What to say when the slot has no room for so many: closed, withdrawn, or so many places are left."""
    if slot.closed_reason is not None:
        return no(Code.SLOT_CLOSED, reason=slot.closed_reason)
    if slot.withdrawn_at is not None and slot.taken + children <= slot.capacity:
        return no(Code.SLOT_WITHDRAWN)
    return no(Code.SLOT_FULL, places_left=slot.capacity - slot.taken, children=children)


def give_back(
    session: Session, slot_id: int, children: int, *, cause: str, reservation_id: int | None, at: datetime
) -> None:
    """Give the places of so many children back; at once anybody may take them."""
    line = _line(slot_id, cause, at, reservation_id, taken=-children)
    values = {"children": children} | _line_values(line)
    if _GIVE_BACK.name not in run(session, (_GIVE_BACK, noted()), values):
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
    _note(session, _line(slot_id, "capacity", at, capacity=capacity - before))


def note_opening(session: Session, slot: Slot, at: datetime) -> None:
    """The first line of a new slot's ledger: its capacity."""
    note_openings(session, [slot], at)


def note_openings(session: Session, slots: Iterable[Slot], at: datetime) -> None:
    """The same for many slots."""
    lines = [_line(slot.id, "open", at, capacity=slot.capacity) for slot in slots]
    if lines:
        session.execute(insert(table(Ledger)), lines)


def close(session: Session, slot_id: int, reason: str, at: datetime) -> None:
    """Let nobody take places any more; what is taken stays until the caller gives it back."""
    session.execute(update(Slot).where(Slot.id == slot_id).values(closed_at=at, closed_reason=reason))


def reopen(session: Session, slot_id: int) -> None:
    """Let places be taken again."""
    session.execute(update(Slot).where(Slot.id == slot_id).values(closed_at=None, closed_reason=None))


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast(CursorResult, result).rowcount == 1


def _note(session: Session, line: dict[str, Any]) -> None:
    run(session, (noted(),), _line_values(line))


def _line_values(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the ledger as the values of :func:`noted`."""
    return {"slot_id": line["slot_id"], "now": line["at"]} | values_of(_NOTED, [line])


def _line(
    slot_id: int, cause: str, at: datetime, reservation_id: int | None = None, *, taken: int = 0, capacity: int = 0
) -> dict[str, Any]:
    return {
        "slot_id": slot_id,
        "reservation_id": reservation_id,
        "taken_change": taken,
        "capacity_change": capacity,
        "cause": cause,
        "at": at,
    }
