"""One run of one job: inside an application context of its own, and a failure is one line, never the end of the process."""

import logging
from datetime import datetime

from flask import Flask
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from booking import clock

from .schedule import Entry

log = logging.getLogger("jobs")


class JobFailed(Exception):
    """The job could not do its work now; the text is one line."""


def run(app: Flask, entry: Entry, now: datetime | None = None) -> int:
    """Run the job at ``now`` (by default the service's clock); return how much it did.

    :raises JobFailed: the database, the disk or the job itself failed; nothing half done stays.
    """
    with app.app_context():
        try:
            return entry.run(now or clock.now())
        except SQLAlchemyError as error:
            said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
            raise JobFailed(f"{entry.name}: {type(error).__name__}: {' '.join(said.split())[:200]}") from error
        except Exception as error:
            # A mistake of ours, not the machine's trouble: whoever mends it needs the place.
            log.exception("%s: unexpected %s", entry.name, type(error).__name__)
            raise JobFailed(f"{entry.name}: {type(error).__name__}") from error
