"""Looks at the counters the whole time, in one statement each, so at one instant between commits."""

from threading import Event, Thread

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .rows import engine_for
from .violation import Violation

EVERY_SECONDS = 0.1
WRONG = text(
    """
    SELECT slot.id, slot.taken, slot.capacity, counted.live FROM slot
    LEFT JOIN (
        SELECT slot_id, count(*) AS live FROM visit
        WHERE state IN ('reserved', 'checked_in', 'checked_out') GROUP BY slot_id
    ) AS counted ON counted.slot_id = slot.id
    WHERE slot.taken > slot.capacity OR slot.taken <> coalesce(counted.live, 0)
    """
)


class Observer:
    """A connection beside the rush; ``looks`` counts how often it saw the database."""

    def __init__(self, url: str) -> None:
        self.looks = 0
        self.found: list[Violation] = []
        self._engine = engine_for(url)
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            try:
                with self._engine.connect() as connection:
                    wrong = connection.execute(WRONG).all()
            except DBAPIError:
                # The database was killed; it is looked at again when it is back.
                continue
            self.looks += 1
            self.found += [
                Violation(f"seen in the rush: slot {slot} has {taken} taken of {capacity} and {live} live visits")
                for slot, taken, capacity, live in wrong
            ]
