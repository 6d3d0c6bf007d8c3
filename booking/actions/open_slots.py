"""Open the slots of one café's coming days from its timetable, and let those that are open follow the rules."""

from datetime import date, datetime

from ..db import transaction
from ..opened_slots import follow_rules
from ..places import hold_cafes
from ..policies import policy_book
from ..rules.places import Place


def open_slots(cafe_id: int, first: date, last: date, *, now: datetime) -> int:
    """Open every slot of the café from ``first`` to ``last`` that the timetable has and the table has not; return how many.

    Weekly closing days, holidays and ordered closings give none. Capacity changes that cover a slot hold for it too. Slots
    that are open become what the rules say (:func:`booking.opened_slots.follow_rules`), and no reservation is cancelled.
    """
    with transaction() as session:
        # Two schedulers at once: the second waits here, and then finds the slots of the first.
        cafes = hold_cafes(session, Place(cafe_id=cafe_id))
        book = policy_book(session)
        return follow_rules(session, None, cafes, book, first, last, now=now, open_until=last).opened
