"""When each job runs. Read it as a timetable; Seoul time.

Every job asks what is due, so a missed or doubled run is harmless. Each also runs when the process starts: a machine that
sleeps at night misses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from booking.rules.times import SEOUL

from . import compare_counters, mark_no_shows, open_slots, purge, send_notices


@dataclass(frozen=True)
class Entry:
    """A line of the timetable: ``run(now)`` does what is due at ``now`` and says how much that was."""

    name: str
    when: str
    trigger: BaseTrigger
    run: Callable[[datetime], int]


def every(**length: int) -> BaseTrigger:
    return IntervalTrigger(timezone=SEOUL, **length)


def nightly(hour: int, minute: int) -> BaseTrigger:
    return CronTrigger(hour=hour, minute=minute, timezone=SEOUL)


TIMETABLE = (
    Entry("open_slots", "매시간", every(hours=1), open_slots.run),
    Entry("mark_no_shows", "1분마다", every(minutes=1), mark_no_shows.run),
    Entry("send_notices", "15초마다", every(seconds=15), send_notices.run),
    Entry("compare_counters", "매일 03:10", nightly(3, 10), compare_counters.run),
    Entry("purge", "매일 03:40", nightly(3, 40), purge.run),
)
