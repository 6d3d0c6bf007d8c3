"""The only reader of the clock.

Edges and jobs ask ``now()`` once and hand it down; nothing inside reads the time. ``CLOCK_SHIFT`` moves the clock of server
and jobs alike, for trials, and is refused in production (see :mod:`booking.config`).
"""

from datetime import UTC, datetime

from flask import current_app


def now() -> datetime:
    """The present instant, aware, in UTC, moved by ``CLOCK_SHIFT``."""
    shift = current_app.config["SETTINGS"].clock_shift
    return datetime.now(UTC) + shift
