"""The comparison of counters found differences: they are written into the log, for people to look into."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select

from .. import log
from ..db import transaction
from ..models import LogEntry

ONCE_IN = timedelta(hours=12)
"""A difference that stays is logged every night, and a doubled run of one night logs it once."""


class SlotDifference(Protocol):
    """Something about one slot; its text says what differs."""

    @property
    def slot_id(self) -> int: ...
    @property
    def cafe_id(self) -> int: ...


def log_differences(found: Iterable[SlotDifference], *, now: datetime) -> None:
    """One line in the log per slot, unless the same line was written in the last half day. Nothing is repaired."""
    with transaction() as session:
        told = set(
            session.execute(
                select(LogEntry.subject_id, LogEntry.detail).where(
                    LogEntry.verb == "counters_differ", LogEntry.at > now - ONCE_IN
                )
            )
        )
        for difference in found:
            if (difference.slot_id, str(difference)) in told:
                continue
            log.note(
                session,
                None,
                "counters_differ",
                "slot",
                difference.slot_id,
                now=now,
                cafe_id=difference.cafe_id,
                detail=str(difference),
            )
