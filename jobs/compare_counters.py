"""Compare every slot's counters with its ledger and its live visits. Differences are told, never repaired silently."""

from datetime import datetime

from booking.actions.log_differences import log_differences
from booking.queries.differences import differences


def run(now: datetime) -> int:
    """Log and print every slot whose three accounts differ; return how many."""
    found = differences()
    if found:
        log_differences(found, now=now)
    for difference in found:
        print(f"compare_counters: {difference}", flush=True)
    return len(found)
