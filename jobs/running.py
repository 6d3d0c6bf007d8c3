"""One run of one job: inside an application context of its own, and a failure is one line, never the end of the process.

Each run is noted (:mod:`booking.actions.note_job_run`) by the service's clock, also one by hand with another ``--now``; a
note that cannot be written stops nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from booking import clock, faults
from booking.actions.note_job_run import note_job_done, note_job_failed, note_job_started

from .schedule import Entry

log = logging.getLogger("jobs")


class JobFailed(Exception):
    """The job could not do its work now; the text is one line."""


def run(app: Flask, entry: Entry, now: datetime | None = None) -> int:
    """Run the job at ``now`` (by default the service's clock); return how much it did.

    :raises JobFailed: the database, the disk or the job itself failed; nothing half done stays.
    """
    with app.app_context():
        started_at = clock.now()
        noted = _note(note_job_started, entry.name, now=started_at)
        try:
            done = entry.run(now or started_at)
        except Exception as error:
            said = faults.told(error)
            if not isinstance(error, SQLAlchemyError):
                # A mistake of ours, not the machine's trouble: whoever mends it needs the place.
                log.exception("%s: unexpected %s", entry.name, type(error).__name__)
            if noted:
                _note(note_job_failed, entry.name, said, started_at=started_at, now=clock.now())
            raise JobFailed(f"{entry.name}: {said}") from error
        if noted:
            _note(note_job_done, entry.name, done, started_at=started_at, now=clock.now())
        return done


def _note(write: Callable[..., None], name: str, *values: Any, **times: datetime) -> bool:
    """Write a note; whether it is written. A database that is away is told by the job itself."""
    try:
        write(name, *values, **times)
    except Exception as error:
        log.debug("%s: the run could not be noted (%s)", name, faults.told(error))
        return False
    return True
