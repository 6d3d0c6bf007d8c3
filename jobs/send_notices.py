"""Send the mails that are due."""

from datetime import datetime

from booking.notices.deliver import deliver

from .stopping import STOPPING


def run(now: datetime) -> int:
    """Deliver what is due; return how many notices were sent."""
    return deliver(now, STOPPING.is_set).sent
