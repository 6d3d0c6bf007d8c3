"""How long a job may be silent, and what its last run tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

OPEN_SLOTS = "open_slots"
MARK_NO_SHOWS = "mark_no_shows"
SEND_NOTICES = "send_notices"
COMPARE_COUNTERS = "compare_counters"
PURGE = "purge"


@dataclass(frozen=True)
class Pace:
    """``every``: from one run to the next by the timetable. ``patience``: so long after that a person should look."""

    every: timedelta
    patience: timedelta


PACES: Mapping[str, Pace] = MappingProxyType(
    {
        OPEN_SLOTS: Pace(timedelta(hours=1), timedelta(hours=1)),
        MARK_NO_SHOWS: Pace(timedelta(minutes=1), timedelta(minutes=4)),
        SEND_NOTICES: Pace(timedelta(seconds=15), timedelta(minutes=4)),
        COMPARE_COUNTERS: Pace(timedelta(days=1), timedelta(hours=2)),
        PURGE: Pace(timedelta(days=1), timedelta(hours=2)),
    }
)
"""The timetable of ``jobs/schedule.py``; a test fails when the two differ."""

State = Literal["never", "running", "well", "failed", "late"]


def past_due(name: str, succeeded_at: datetime, now: datetime) -> timedelta:
    """How long ago the next good run should have been; zero when it is still to come."""
    return max(now - succeeded_at - PACES[name].every, timedelta())


def state_of(
    name: str,
    *,
    started_at: datetime | None,
    ended_at: datetime | None,
    failed: bool,
    succeeded_at: datetime | None,
    now: datetime,
) -> State:
    """How a job stands: ``late`` when no run went well for longer than its pace and patience allow, else ``failed`` when the
    last one did not, ``running`` while none has ended yet, ``never`` when none has begun, else ``well``."""
    if started_at is None:
        return "never"
    since = succeeded_at or started_at
    if past_due(name, since, now) > PACES[name].patience:
        return "late"
    if failed:
        return "failed"
    return "running" if ended_at is None and succeeded_at is None else "well"
