"""Mark the children that did not come, and release their places; then what their families' suspensions cancel."""

from datetime import datetime

from booking.actions.cancel_suspended import cancel_suspended
from booking.actions.mark_no_shows import mark_no_shows
from booking.queries.due import families_to_suspend, slots_with_absent_children


def run(now: datetime) -> int:
    """Mark what is due in every slot that has begun; return how many children."""
    marked = sum(mark_no_shows(slot_id, now=now) for slot_id in slots_with_absent_children(now))
    for family_id in families_to_suspend(now):
        cancel_suspended(family_id, now=now)
    return marked
