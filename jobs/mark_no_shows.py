"""Mark the children that did not come, and release their places."""

from datetime import datetime

from booking.actions.mark_no_shows import mark_no_shows
from booking.queries.due import slots_with_absent_children


def run(now: datetime) -> int:
    """Mark what is due in every slot that has begun; return how many children."""
    return sum(mark_no_shows(slot_id, now=now) for slot_id in slots_with_absent_children(now))
