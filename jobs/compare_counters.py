"""Compare every slot's counters with its ledger and its live visits. Differences are told, never repaired silently."""

import logging
from datetime import datetime

from booking.actions.log_differences import log_differences
from booking.queries.differences import differences

log = logging.getLogger("jobs")


def run(now: datetime) -> int:
    """Log and tell every slot whose three accounts differ; return how many."""
    found = differences()
    if found:
        log_differences(found, now=now)
    for difference in found:
        log.warning("compare_counters: %s", difference)
    return len(found)
