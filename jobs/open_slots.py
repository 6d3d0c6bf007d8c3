"""Open the slots of the coming weeks from the timetables, and let those that are open follow them."""

from datetime import datetime

from flask import current_app

from booking.actions.open_slots import open_slots
from booking.queries.due import cafe_ids
from booking.rules.times import seoul_date


def run(now: datetime) -> int:
    """Open what every café's days from today on have not got yet; return how many slots."""
    today = seoul_date(now)
    last = current_app.config["SETTINGS"].slots_until(today)
    return sum(open_slots(cafe_id, today, last, now=now) for cafe_id in cafe_ids())
