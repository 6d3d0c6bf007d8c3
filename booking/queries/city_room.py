"""The slots of the next two weeks in the whole city as they stood a moment ago, and which of them are near another.

In a rush every other page asks what is near a full slot; asking the database each time takes longer than all the rest of
the answer. One statement a second or two brings all of it, and from then on a list is some steps in memory.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Date, bindparam

from ..db import reading, table
from ..facts import slot_facts
from ..models import Slot
from ..policies import PolicyBook, policy_book
from ..prepared import Prepared
from ..rules.reserving import slot_refusal
from ..rules.times import seoul_date
from .near_slots import DAYS_AHEAD, MOST, NOT_OVER, ROW, NearSlot, distance, kilometres, mixed, near

_COMING = Prepared(
    ROW.where(table(Slot).c.date.between(bindparam("today", type_=Date), bindparam("last", type_=Date)), *NOT_OVER)
)


class CityRoom:
    """Slots (rows of :data:`~booking.queries.near_slots.ROW`) that were neither over nor closed at ``now``, and rules."""

    def __init__(self, slots: Sequence[Any], book: PolicyBook, now: datetime) -> None:
        self._book = book
        self._now = now
        self._slots = {slot.id: slot for slot in slots}
        self._of_cafe: dict[int, list[Any]] = defaultdict(list)
        self._of_day: dict[tuple[int, date], list[Any]] = defaultdict(list)
        self.full = [slot.id for slot in slots if slot.taken >= slot.capacity]
        """Slots without a place left."""
        for slot in slots:
            if slot.capacity > slot.taken:
                self._of_cafe[slot.cafe_id].append(slot)
                self._of_day[slot.cafe_id, slot.date].append(slot)
        self._cafes = {slot.cafe_id: slot for slot in slots}
        self._close_by: dict[int, list[list[int]]] = {}
        self._open: dict[int, bool] = {}

    def slot(self, slot_id: int) -> Any:
        """The row of a slot, or ``None``."""
        return self._slots.get(slot_id)

    def nearest(self, asked: Any, places: int) -> list[NearSlot]:
        """What :func:`~booking.queries.nearest.nearest_slots` says to a visitor who asks for so many places instead of the
        slot ``asked``, one of these rows; of its own café only what lies in these two weeks."""

        def would_do(slot: Any) -> bool:
            return slot.id != asked.id and slot.capacity - slot.taken >= places and self._is_open(slot)

        ordered = sorted(self._of_cafe.get(asked.cafe_id, ()), key=lambda slot: distance(asked, slot))
        own = list(islice(filter(would_do, ordered), MOST))
        elsewhere = list(islice(filter(would_do, self._elsewhere(asked)), max(2, MOST - len(own))))
        return [near(asked, slot) for slot in mixed(own, elsewhere, MOST)]

    def _elsewhere(self, asked: Any) -> Iterator[Any]:
        for day in (asked.date, asked.date + timedelta(days=1)):
            for cafes in self._around(asked):
                slots = [slot for cafe_id in cafes for slot in self._of_day.get((cafe_id, day), ())]
                yield from sorted(slots, key=lambda slot: distance(asked, slot))

    def _around(self, asked: Any) -> list[list[int]]:
        """All other cafés, the nearest first; those equally far, in one building or nobody knows where, together."""
        found = self._close_by.get(asked.cafe_id)
        if found is None:
            far = {cafe_id: kilometres(asked, cafe) for cafe_id, cafe in self._cafes.items() if cafe_id != asked.cafe_id}
            found = [list(cafes) for _, cafes in groupby(sorted(far, key=far.__getitem__), key=far.__getitem__)]
            self._close_by[asked.cafe_id] = found
        return found

    def _is_open(self, slot: Any) -> bool:
        """Whether somebody of whom nothing is known may reserve it now."""
        found = self._open.get(slot.id)
        if found is None:
            policy = self._book.of_slot(slot)
            facts = slot_facts(slot, policy, self._book.district_of(slot.cafe_id))
            found = self._open[slot.id] = slot_refusal(facts, policy, self._now) is None
        return found


def city_room(now: datetime) -> CityRoom:
    """The city as it stands: one statement, and those of the policies where they have changed."""
    session = reading()
    today = seoul_date(now)
    slots = _COMING.all(session, {"today": today, "last": today + timedelta(days=DAYS_AHEAD), "now": now})
    return CityRoom(slots, policy_book(session), now)
