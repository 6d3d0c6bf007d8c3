"""Fixtures of the page tests, taken over by each audience's conftest: it is Monday 09:00 in Seoul in the small city."""

import pytest

from booking.db import db, transaction
from tests.support.morning import morning_settings, without_csrf
from tests.world import a_world, state


@pytest.fixture
def settings(database_url, tmp_path):
    return morning_settings(database_url, tmp_path)


@pytest.fixture
def world(app):
    """The small city, and forms without CSRF."""
    with without_csrf(app).app_context():
        made = a_world()
        db.session.remove()
    return made


@pytest.fixture
def within(app):
    """Call something inside an application context of its own, as one request would."""

    def call(function, *args, **kwargs):
        with app.app_context():
            answer = function(*args, **kwargs)
            db.session.remove()
        return answer

    return call


@pytest.fixture
def stated(within):
    """State a section as a café's file would (:func:`tests.world.state`)."""

    def say(section, content, **more):
        def write():
            with transaction() as session:
                state(session, section, content, **more)

        within(write)

    return say
