"""Send the mails that are due."""

from datetime import datetime

from booking.notices.deliver import deliver


def run(now: datetime) -> int:
    """Deliver what is due; return how many notices were sent."""
    return deliver(now).sent
