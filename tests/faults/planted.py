"""Faults planted on purpose, to see that the checker finds them: ``tests.faults.planted:<name>`` serves the app with one.

Nothing of the product knows about them: they replace its functions in the process that serves.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Fault:
    """Where a fault bites, with which kills, what it is, and how the checker speaks of it (a pattern)."""

    engine: str
    kinds: tuple[str, ...]
    what: str
    seen_as: str


FAULTS = {
    "no_family_lock": Fault(
        "postgresql",
        ("worker",),
        "reserving does not lock the family's row",
        r"child \d+ (is|comes)|reservations was answered 500",
    ),
    "stale_take": Fault("postgresql", ("worker",), "places are counted first, taken later", "live visits"),
    "plain_begin": Fault("sqlite", ("jobs",), "BEGIN instead of BEGIN IMMEDIATE", "503 with nothing killed"),
    "early_outbox": Fault("postgresql", ("worker",), "notices are committed before what they tell of", "not there"),
    "late_outbox": Fault("postgresql", ("group",), "notices are committed after what they tell of", "is lost"),
    "forgotten_request": Fault("sqlite", ("worker",), "a request that comes again is a new one", "act"),
}


def _no_family_lock() -> None:
    from booking.actions import reserve

    reserve.hold_family = lambda session, family_id: family_id  # type: ignore[assignment]


def _stale_take() -> None:
    from booking import capacity
    from booking.models import Slot

    def take(session: Session, slot_id: int, children: int, **how: Any) -> None:
        slot = session.get_one(Slot, slot_id, populate_existing=True)
        if slot.closed_at is not None or slot.taken + children > slot.capacity:
            raise capacity.Refused(capacity.full_refusal(slot, children))
        counted = session.scalar(select(Slot.taken).where(Slot.id == slot_id)) or 0
        capacity._note(session, slot_id, how["cause"], how["at"], how["reservation_id"], taken=children)
        session.flush()
        session.execute(update(Slot).where(Slot.id == slot_id).values(taken=counted + children))

    capacity.take = take  # type: ignore[assignment]


def _plain_begin() -> None:
    # The package's own ``db`` hides the module of that name.
    module = import_module("booking.db")
    module._begin_sqlite = lambda connection: connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]


def _early_outbox() -> None:
    from booking import outbox
    from booking.db import db

    put_all = outbox.put_all

    def put_apart(_: Session, *args: Any, **more: Any) -> None:
        with Session(db.engine) as own:
            put_all(own, *args, **more)
            own.commit()
        # As if something else stood between the two commits.
        time.sleep(0.3)

    outbox.put_all = put_apart  # type: ignore[assignment]


def _late_outbox() -> None:
    from booking import outbox
    from booking.actions import reserve as module
    from booking.db import transaction
    from booking.guardian import slots

    put_all, reserve = outbox.put_all, module.reserve

    def remember(session: Session, *args: Any, **more: Any) -> None:
        session.info.setdefault("later", []).append((args, more))

    class Later:
        put_all = staticmethod(remember)

    def reserve_then_tell(*args: Any, **more: Any) -> int:
        reservation_id = reserve(*args, **more)
        # As if something else stood between the two commits.
        time.sleep(0.3)
        with transaction() as session:
            for put_args, put_more in session.info.pop("later", []):
                put_all(session, *put_args, **put_more)
        return reservation_id

    module.outbox = Later  # type: ignore[assignment]
    slots.reserve = reserve_then_tell


def _forgotten_request() -> None:
    from booking.actions import reserve

    asked = reserve._asked
    reserve._asked = lambda *values: replace(asked(*values), earlier_id=None, earlier_content=None)


PLANT: dict[str, Callable[[], None]] = {
    "no_family_lock": _no_family_lock,
    "stale_take": _stale_take,
    "plain_begin": _plain_begin,
    "early_outbox": _early_outbox,
    "late_outbox": _late_outbox,
    "forgotten_request": _forgotten_request,
}


def __getattr__(name: str) -> Any:
    """``planted:no_family_lock`` is the application with that fault in it."""
    if name not in PLANT:
        raise AttributeError(name)
    PLANT[name]()
    return import_module("asgi").app
