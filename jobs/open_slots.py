"""Open the slots of the coming weeks from the timetables."""

from datetime import datetime, timedelta

from flask import current_app

from booking.actions.open_slots import open_slots
from booking.queries.due import cafe_ids
from booking.rules.times import seoul_date


def run(now: datetime) -> int:
    """Open what every café's days from today on have not got yet; return how many slots."""
    today = seoul_date(now)
    last = today + timedelta(days=current_app.config["SETTINGS"].slots_ahead_days)
    return sum(open_slots(cafe_id, today, last, now=now) for cafe_id in cafe_ids())
