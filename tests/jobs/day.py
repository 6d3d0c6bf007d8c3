"""One day with four families, played against schedulers that are on time, doubled, killed or late.

The people act at fixed instants; between them stand ticks at which a scheduler has something to do. How a tick is served is
what a test varies: each is one or more real processes.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from booking import config, create_app
from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.claim_notices import LEASE
from booking.actions.hear_board import hear_board
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import Ledger, LogEntry, Notice, Reservation, Slot, Visit
from tests.world import NOW, PERIODS, TUESDAY, World, a_world, guardians, instant

ROOT = Path(__file__).resolve().parents[2]
START = instant(TUESDAY, PERIODS[0][1])
TICKS = (
    NOW - timedelta(days=1),  # slots open
    NOW + timedelta(minutes=1),  # confirmations
    START - timedelta(days=1),
    START - timedelta(hours=13),  # a family has cancelled
    START - timedelta(hours=2),
    START + timedelta(minutes=30),  # no-shows
)
LATE = timedelta(hours=3)


@dataclass(frozen=True)
class Served:
    """What the day left: rows without technical instants, and the mails in the folder as (to, kind)."""

    rows: dict[str, list[tuple]]
    mails: list[tuple[str, str]]
    killed: int


@cache
def _forks(secret_key: str, base_url: str) -> subprocess.Popen[str]:
    """The process that forks for every scheduler of this run; it ends with the run, which it reads from."""
    env = os.environ | {"ENV": "test", "SECRET_KEY": secret_key, "BASE_URL": base_url, "SLOTS_AHEAD_DAYS": "2"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.tick"],
        cwd=ROOT,
        env=env | {"DATABASE_URL": "postgresql:///none", "CLOCK_SHIFT": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


class Scheduler:
    """Serves ticks with real processes on one database and one mail folder."""

    def __init__(self, settings: config.Settings) -> None:
        self.killed = 0
        self._forks = _forks(settings.secret_key, settings.base_url)
        self._where = f"{settings.database_url} {settings.var_dir}"
        self._said = settings.var_dir / "said.txt"
        self._said.touch()

    def on_time(self, tick: datetime) -> None:
        self._wait(self._begin(tick))

    def twice_sixty_seconds_apart(self, tick: datetime) -> None:
        """Both at the same moment, their clocks a minute apart: worse than one after the other."""
        both = [self._begin(tick), self._begin(tick + timedelta(seconds=60))]
        for process in both:
            self._wait(process)

    def killed_after(self, moment: str) -> Callable[[datetime], None]:
        """Killed at this moment of the first notice; started again, it finds what is due when the claim has run out."""

        def serve(tick: datetime) -> None:
            self._wait(self._begin(tick, moment))
            self._wait(self._begin(tick + LEASE))

        return serve

    def _begin(self, now: datetime, dies: str = "never") -> int:
        return self._order(f"run {now.isoformat()} {dies} {self._where} {self._said}")

    def _wait(self, process: int) -> None:
        code = self._order(f"wait {process}")
        assert code in (0, -9), self._said.read_text()
        self.killed += code == -9

    def _order(self, words: str) -> int:
        assert self._forks.stdin is not None
        assert self._forks.stdout is not None
        print(words, file=self._forks.stdin, flush=True)
        answer = self._forks.stdout.readline()
        assert answer, self._said.read_text()
        return int(answer)


def play(settings: config.Settings, scheduler: Scheduler, serve: Callable[[datetime], None], late: timedelta) -> Served:
    """Play the day; every tick is served ``late``."""
    app = create_app(settings)
    with app.app_context():
        world = a_world()
        families = guardians(1)
        db.session.remove()
    steps: list[tuple[datetime, Callable[[], None]]] = [(tick + late, lambda t=tick: serve(t + late)) for tick in TICKS]
    steps += [(at, lambda act=act: _act(app, act)) for at, act in _people(world, families)]
    for _, step in sorted(steps, key=lambda step: step[0]):
        step()
    with app.app_context():
        rows = _rows()
        db.session.remove()
        db.engine.dispose()
    return Served(rows, _mails(settings), scheduler.killed)


def _act(app: Flask, act: Callable[[], None]) -> None:
    with app.app_context():
        act()
        db.session.remove()


def _people(world: World, families: list) -> list[tuple[datetime, Callable[[], None]]]:
    """Mom comes with one of two children, a stranger does not come, a third family cancels in the evening."""
    ((guardian, child_id),) = families

    def the_slot() -> int:
        with transaction() as session:
            return session.scalars(select(Slot.id).where(Slot.cafe_id == world.hyehwa, Slot.starts_at == START)).one()

    def reserve_all() -> None:
        slot_id = the_slot()
        for actor, children, name in (
            (world.mom, [world.jia, world.minjun], "mom"),
            (world.stranger, [world.stranger_child], "stranger"),
            (guardian, [child_id], "third"),
        ):
            reserve(slot_id, actor=actor, child_ids=children, adults=1, request_id=name, now=NOW)

    evening, door = START - timedelta(hours=13, minutes=30), START + timedelta(minutes=2)
    return [
        (NOW, reserve_all),
        (evening, lambda: cancel(3, actor=guardian, now=evening)),
        (START + timedelta(minutes=1), lambda: hear_board(actor=world.staff, now=START + timedelta(minutes=1))),
        (door, lambda: check_in(1, actor=world.staff, visit_ids=[1], now=door) and None),
    ]


def _rows() -> dict[str, list[tuple]]:
    wanted = {
        "slot": select(Slot.cafe_id, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.taken, Slot.board_opened_at),
        "reservation": select(
            Reservation.request_id, Reservation.family_id, Reservation.account_id, Reservation.adults, Reservation.sequence
        ),
        "visit": select(Visit.id, Visit.state, Visit.no_show_at, Visit.checked_in_at, Visit.cancelled_at),
        "ledger": select(
            Slot.cafe_id, Slot.starts_at, Ledger.reservation_id, Ledger.taken_change, Ledger.capacity_change, Ledger.cause
        ).join(Slot, Slot.id == Ledger.slot_id),
        "notice": select(
            Notice.kind,
            Notice.subject_id,
            Notice.occasion,
            Notice.account_id,
            Notice.state,
            Notice.skip_reason,
            Notice.attempts,
            Notice.last_error,
        ),
        "log": select(LogEntry.actor_id, LogEntry.verb, LogEntry.subject_kind, LogEntry.subject_id),
    }
    with transaction() as session:
        return {name: sorted(map(tuple, session.execute(rows)), key=repr) for name, rows in wanted.items()}


def _mails(settings: config.Settings) -> list[tuple[str, str]]:
    from tests.notices.mailbox import read

    found = []
    for path in settings.mail_dir.iterdir():
        assert path.suffix == ".eml", "a half-written file stayed behind"
        found.append((read(path.read_bytes())["To"].addresses[0].addr_spec, path.stem.partition("-")[2]))
    return sorted(found)
