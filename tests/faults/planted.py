"""Faults planted on purpose, to see that the checker finds them: ``tests.faults.planted:<name>`` serves the app with one.

Nothing of the product knows about them: they replace its functions in the process that serves.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Integer, bindparam, select, update
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
        "reserving does not ask whether the family is as it was read",
        r"child \d+ (is|comes)|reservations was answered 500",
    ),
    "stale_take": Fault("postgresql", ("worker",), "places are counted first, taken later", "live visits"),
    "plain_begin": Fault("sqlite", ("jobs",), "BEGIN instead of BEGIN IMMEDIATE", "503 with nothing killed"),
    "early_outbox": Fault("postgresql", ("worker",), "notices are committed before what they tell of", "not there"),
    "late_outbox": Fault("postgresql", ("group",), "notices are committed after what they tell of", "is lost"),
    "forgotten_request": Fault("sqlite", ("worker",), "a request that comes again is a new one", "act"),
}


def _something_else(seconds: float) -> None:
    """As if something stood between the two that belong together: so a few cycles find what is broken, on any machine."""
    time.sleep(seconds)


def _no_family_lock() -> None:
    from booking import families
    from booking.actions import reserve

    reserve.AS_DECIDED = replace(families.AS_SEEN, statement=families._HOLD)
    found = reserve.reserving_facts

    def read_long_before(*args: Any, **more: Any) -> Any:
        asked = found(*args, **more)
        _something_else(0.05)
        return asked

    reserve.reserving_facts = read_long_before


def _stale_take() -> None:
    from booking import capacity
    from booking.db import db
    from booking.models import Slot

    step_values = capacity.step_values

    def counted_first(slot_id: int, *args: Any, **more: Any) -> dict[str, Any]:
        counted = db.session().scalar(select(Slot.taken).where(Slot.id == slot_id))
        _something_else(0.05)
        return step_values(slot_id, *args, **more) | {"counted": counted}

    taken = bindparam("counted", type_=Integer) + bindparam("children", type_=Integer)
    statement = update(Slot.__table__).where(Slot.id == bindparam("slot_id"), taken <= Slot.capacity).values(taken=taken)
    capacity.TAKE = replace(capacity.TAKE, statement=statement)
    capacity.step_values = counted_first


def _plain_begin() -> None:
    # The package's own ``db`` hides the module of that name.
    module = import_module("booking.db")
    module._begin_sqlite = lambda connection: connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]


def _early_outbox() -> None:
    _notices_apart(early=True)


def _late_outbox() -> None:
    _notices_apart(early=False)


def _notices_apart(*, early: bool) -> None:
    from booking import chain, outbox
    from booking.actions import reserve
    from booking.db import db, transaction

    def run(session: Session, steps: tuple[Any, ...], values: dict[str, Any]) -> dict[str, int]:
        (notices,) = (step for step in steps if step.name == "notices")

        def tell(reservation_id: int) -> None:
            told = {f"notices_subject_id_{n}": reservation_id for n in range(notices.rows)}
            with Session(db.engine) as own:
                chain.run(own, (outbox.step(notices.rows),), values | told)
                own.commit()

        with transaction() as session:
            done = chain.run(session, tuple(step for step in steps if step is not notices), values)
            if early and "reservation" in done:
                tell(done["reservation"])
                _something_else(0.3)
        if not early and "reservation" in done:
            _something_else(0.8)
            tell(done["reservation"])
        return done

    reserve.chain = SimpleNamespace(run=run, Step=chain.Step)  # type: ignore[assignment]


def _forgotten_request() -> None:
    from booking.actions import reserve

    found = reserve.reserving_facts

    def without_earlier(*args: Any, **more: Any) -> Any:
        asked = found(*args, **more)
        forgotten = dict(asked.found._mapping) | {"earlier_id": None, "earlier_content": None}
        return replace(asked, found=SimpleNamespace(**forgotten))

    reserve.reserving_facts = without_earlier


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
