"""Pages of staff over HTTP: it is Tuesday, and the clock of the app can be moved along the day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.morning import morning_settings
from tests.support.pages import within, world
from tests.world import a_slot, starts

__all__ = ["within", "world"]


@pytest.fixture
def settings(database_url, tmp_path):
    return morning_settings(database_url, tmp_path, days=1)


@pytest.fixture
def slot_id(world, within):
    """The morning slot of 혜화점, 09:30 to 11:30."""
    return within(a_slot, world.hyehwa)


@pytest.fixture
def clock_at(app):
    """Move the app's clock to an instant, or so many minutes after it."""

    def move(at: datetime, minutes: float = 0) -> datetime:
        at += timedelta(minutes=minutes)
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], clock_shift=at - datetime.now(UTC))
        return at

    return move


@pytest.fixture
def started(slot_id, within, clock_at):
    """It is five minutes after the start of the morning slot; returns the start."""
    start = within(starts, slot_id)
    clock_at(start, 5)
    return start


@pytest.fixture
def staff(world, sign_in):
    return sign_in(world.staff)
