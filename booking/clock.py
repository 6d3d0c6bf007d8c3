"""The only reader of the clock.

Edges and jobs ask ``now()`` once and hand it down; nothing inside reads the time. ``CLOCK_SHIFT`` moves the clock of server
and jobs alike, for trials, and is refused in production (see :mod:`booking.config`).
"""

from datetime import UTC, datetime, timedelta

from flask import current_app


def now() -> datetime:
    """The present instant, aware, in UTC, moved by ``CLOCK_SHIFT``."""
    return shifted(current_app.config["SETTINGS"].clock_shift)


def shifted(shift: timedelta) -> datetime:
    """The same, for who stands before the application and knows the shift."""
    return datetime.now(UTC) + shift
