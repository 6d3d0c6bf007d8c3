"""In a rush a form out of turn is put in line before the application wakes up; it is kept, and nobody stands in vain."""

from datetime import timedelta

import pytest

from booking.actions.order_line import end_line
from booking.db import transaction
from booking.gate import GOES_FIRST, OTHERS_WAIT
from booking.line_tickets import COOKIE
from booking.models import LineTicket
from tests.line_of_families import an_open_line, gets_its_turn, set_line, tickets
from tests.support.morning import Statements, text_of, without_csrf
from tests.world import NOW, a_slot, taken

FORM = {"adults": "1", "request_id": "11111111-1111-4111-8111-111111111111", "csrf_token": "t"}
RUSH = {OTHERS_WAIT: True}


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.fixture
def mom(world, sign_in, app):
    without_csrf(app)
    return sign_in(world.mom)


@pytest.fixture
def line(app, world, within):
    """A line that stands, and that this process has seen."""
    line_id = within(an_open_line, world, now=NOW - timedelta(minutes=1))
    within(set_line, line_id, ticked_at=NOW + timedelta(minutes=5))
    within(lambda: app.extensions["line"].look(NOW))
    return line_id


@pytest.fixture
def dispatched(app):
    """The requests that woke the application up."""
    seen = []
    app.before_request(lambda: seen.append(1))
    return seen


def send(client, slot_id, world, environ=RUSH, **fields):
    data = FORM | {"child_ids": [world.jia]} | fields
    return client.post(f"/slots/{slot_id}/reservations", data=data, environ_overrides=environ)


def turn_goes_by():
    with transaction() as session:
        for ticket in session.query(LineTicket):
            ticket.let_in_at = NOW - timedelta(minutes=10)


def cookies_of(answer):
    return [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")]


def test_a_form_out_of_turn_is_in_line_and_waits_there_as_it_came(app, world, within, mom, slot_id, line, dispatched):
    with Statements(app) as statements:
        answer = send(mom, slot_id, world)

    assert not dispatched
    assert len(statements.seen) <= 4
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/line?on=%2Fslots%2F{slot_id}%2Freservations")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sorted(cookies_of(answer)) == ["kidscafe", COOKIE]
    assert list(within(tickets)) == [world.mom.family_id]
    assert within(taken, slot_id) == 0

    within(set_line, line, ticked_at=NOW - timedelta(seconds=10))
    within(lambda: gets_its_turn(world.mom, NOW))
    page = text_of(mom.get(answer.headers["Location"]))
    assert "data-line-send" in page
    assert f'name="child_ids" value="{world.jia}"' in page
    assert f'name="request_id" value="{FORM["request_id"]}"' in page


@pytest.mark.parametrize("environ", [{}, RUSH | {GOES_FIRST: True}])
def test_with_time_and_in_turn_the_application_answers(world, within, mom, slot_id, line, dispatched, environ):
    answer = send(mom, slot_id, world, environ)

    assert dispatched
    assert answer.headers["Location"].startswith("/line")


def test_without_a_line_or_when_it_is_over_the_form_reserves(app, world, within, mom, slot_id):
    assert send(mom, slot_id, world).headers["Location"].startswith("/reservations/")


def test_when_the_line_is_over_though_this_process_does_not_know_it_reserves(world, within, mom, slot_id, line):
    within(end_line, line, "끝", actor=world.city, now=NOW)

    assert send(mom, slot_id, world).headers["Location"].startswith("/reservations/")


def test_before_the_opening_of_a_line_the_form_reserves(app, world, within, mom, slot_id, line):
    within(set_line, line, opens_at=NOW + timedelta(minutes=30))
    app.extensions["line"].forget()
    within(lambda: app.extensions["line"].look(NOW))

    assert send(mom, slot_id, world).headers["Location"].startswith("/reservations/")


def test_who_has_the_turn_on_another_device_reserves(world, within, mom, slot_id, line):
    within(set_line, line, ticked_at=NOW - timedelta(seconds=10))
    within(lambda: gets_its_turn(world.mom, NOW))

    assert send(mom, slot_id, world).headers["Location"].startswith("/reservations/")


def test_a_form_that_was_answered_hears_its_answer_again(world, within, mom, slot_id, line):
    within(set_line, line, ticked_at=NOW - timedelta(seconds=10))
    within(lambda: gets_its_turn(world.mom, NOW))
    first = send(mom, slot_id, world).headers["Location"]
    within(turn_goes_by)

    assert send(mom, slot_id, world).headers["Location"] == first


def test_whose_turn_is_over_stands_at_the_end_and_is_told(world, within, mom, slot_id, line):
    earlier = NOW - timedelta(minutes=10)
    within(set_line, line, starts_at=earlier, opens_at=earlier, ticked_at=earlier)
    within(lambda: gets_its_turn(world.mom, earlier))
    within(set_line, line, ticked_at=NOW + timedelta(minutes=5))

    answer = send(mom, slot_id, world)

    assert answer.headers["Location"].startswith("/line")
    assert "줄 끝에 다시 섰어요" in text_of(mom.get(answer.headers["Location"]))


def test_nobody_and_staff_hear_of_it_from_the_application(app, world, sign_in, slot_id, line, dispatched):
    without_csrf(app)
    assert "/sign-in" in send(app.test_client(), slot_id, world).headers["Location"]
    assert send(sign_in(world.staff), slot_id, world).status_code == 404
    assert len(dispatched) >= 2
