"""The line at the gate: told from memory what the application would say, and who goes first there."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from werkzeug.test import EnvironBuilder

from booking import clock
from booking.line_tickets import COOKIE, signed
from booking.rules.line import TURN, Ticket
from tests.line_of_families import an_open_line, joins, set_line, tickets
from tests.support.morning import Statements
from tests.world import NOW

SECRET = "another secret"
OPENS = NOW + timedelta(minutes=10)


@pytest.fixture
def gate(app):
    return app.extensions["line_at_the_gate"]


@pytest.fixture
def second(app, monkeypatch):
    """A second of the process goes by, in which the line is looked at."""
    passed = [0.0]
    monkeypatch.setattr(app.extensions["line"], "_clock", lambda: passed[0])

    def act():
        passed[0] += 2.0
        with app.app_context():
            app.extensions["line"].look(clock.now())

    return act


@pytest.fixture
def line(world, within):
    """A line that does not move during a test."""
    line_id = within(an_open_line, world, now=NOW - timedelta(minutes=1))
    within(set_line, line_id, ticked_at=NOW + timedelta(minutes=5), joined=9, numbered=9, admitted=3)
    return line_id


@pytest.fixture
def ticket(app, world, within, line):
    """The signed ticket with a number, of a family that is in line."""
    number_of = within(lambda: (joins(world.mom), tickets())[1])
    ticket_id = next(iter(number_of.values())).id
    return lambda number, line_id=line, secret=app.config["SECRET_KEY"]: signed(
        secret, Ticket(ticket_id, line_id, number, None)
    )


def told(gate, environ, *, others_wait=True):
    return gate.place_told(environ, others_wait=others_wait)


def asked(ticket: str, **given):
    return EnvironBuilder("/api/v1/line", query_string={"ticket": ticket}, **given).get_environ()


def reserving(ticket: str | None = None):
    return browsing("/slots/3/reservations", ticket, method="POST")


def browsing(path: str, ticket: str | None, **given):
    headers = {"Cookie": f"kidscafe=x; {COOKIE}={ticket}"} if ticket else {}
    return EnvironBuilder(path, headers=headers, **given).get_environ()


def test_who_waits_hears_at_the_gate_what_the_application_says(app, api, gate, ticket, second):
    shown = ticket(8)
    second()
    with Statements(app) as statements:
        status, headers, body = told(gate, asked(shown))

    answered = api().get("/line", query_string={"ticket": shown})
    assert (status, dict(headers)["Content-Type"]) == (200, "application/json")
    assert dict(headers)["X-Content-Type-Options"] == "nosniff"
    assert (answered.status_code, answered.get_data()) == (200, body)
    assert answered.get_json() | {"state": "in_line", "ahead": 4} == answered.get_json()
    assert statements.seen == []


def test_about_once_a_second_one_is_let_in_to_look(gate, ticket, second, app, monkeypatch):
    shown = ticket(8)
    second()
    assert told(gate, asked(shown)) is not None
    monkeypatch.setattr(app.extensions["line"], "_clock", lambda: 10.0)

    assert told(gate, asked(shown)) is None
    assert told(gate, asked(shown)) is not None


@pytest.mark.parametrize("number", [None, 1, 3])
def test_what_is_not_known_here_the_application_says(gate, ticket, second, number):
    second()
    assert told(gate, asked(ticket(number))) is None


def test_whose_turn_was_seen_to_come_hears_it_at_the_gate_and_is_promised_no_more_than_there_is(
    app, api, gate, ticket, second, within, line
):
    shown = ticket(5)
    second()
    assert b'"in_line"' in told(gate, asked(shown))[2]
    within(set_line, line, admitted=6, ticked_at=NOW + timedelta(minutes=6))
    second()

    with Statements(app) as statements:
        place = json.loads(told(gate, asked(shown))[2])

    assert (place["state"], statements.seen) == ("your_turn", [])
    # The last time at which the turn was seen not to have come, and as long as a turn is good.
    assert datetime.fromisoformat(place["until"]) == NOW + timedelta(minutes=5) + TURN
    assert told(gate, browsing("/line", shown)) is None
    # Of one who was let in before this process looked it knows nothing.
    assert told(gate, asked(ticket(3))) is None


def test_a_turn_that_is_over_is_the_applications_to_say(gate, ticket, second, within, line, monkeypatch):
    shown = ticket(5)
    second()
    within(set_line, line, admitted=6)
    second()
    assert told(gate, asked(shown)) is not None

    monkeypatch.setattr(gate, "_shift", gate._shift + timedelta(minutes=6) + TURN)
    assert told(gate, asked(shown)) is None


def test_before_the_opening_everybody_waits(gate, ticket, within, line, second):
    within(set_line, line, opens_at=OPENS)
    second()
    assert b'"before_opening"' in told(gate, asked(ticket(None)))[2]


def test_only_a_question_for_one_place_is_answered(gate, ticket, second):
    shown = ticket(8)
    second()
    assert told(gate, asked(shown, method="POST")) is None
    for query in (
        "",
        "ticket",
        f"ticket={shown}&ticket={shown}",
        f"x={shown}",
        f"ticket={shown}&x=1",
        "ticket=" + "a" * 9999,
    ):
        assert told(gate, EnvironBuilder("/api/v1/line", query_string=query).get_environ()) is None
    assert told(gate, EnvironBuilder("/cafes", query_string=f"ticket={shown}").get_environ()) is None


def test_forged_tickets_and_those_of_another_line_are_told_nothing_and_go_after_the_others(gate, ticket, line, second):
    second()
    for shown in (ticket(8, secret=SECRET), ticket(8, line_id=line + 1), ticket(8)[:-1], "", "가"):
        assert told(gate, asked(shown)) is None
    for shown in (ticket(2, secret=SECRET), ticket(2, line_id=line + 1), ticket(2)[:-1], "가"):
        assert gate.goes_first(reserving(quote(shown))) is None


@pytest.mark.parametrize(
    ("number", "ahead", "wait"), [(8, "4", "1분 안에 차례가 와요"), (None, "…", "순서를 정하고 있어요")]
)
def test_while_others_wait_the_page_of_who_waits_comes_from_the_gate(gate, ticket, second, number, ahead, wait):
    shown = ticket(number)
    second()
    page = browsing("/line", shown, query_string={"on": "/slots/3/reservations<"})
    status, headers, body = told(gate, page)

    assert (status, dict(headers)["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f"data-line-ahead>{ahead}<" in body.decode()
    assert wait in body.decode()
    assert re.search(f'data-line-ticket="{shown}" data-line-again="\\d+" data-line-state="in_line"', body.decode())
    assert 'href="/line?on=' in body.decode()
    assert "<!--own" not in body.decode()
    assert told(gate, page, others_wait=False) is None


def test_the_page_of_who_has_the_turn_or_no_ticket_is_the_applications(gate, ticket, second, within, line):
    second()
    assert told(gate, browsing("/line", ticket(3))) is None
    assert told(gate, browsing("/line", None)) is None
    assert told(gate, browsing("/line", ticket(8), method="POST")) is None
    within(set_line, line, opens_at=OPENS)
    second()
    assert told(gate, browsing("/line", ticket(None))) is None


def test_who_asks_for_the_number_goes_first(gate, ticket, line, second):
    assert gate.goes_first(asked(ticket(None))) is None
    second()
    assert gate.goes_first(asked(ticket(None))) == gate.goes_first(browsing("/line", ticket(None))) is not None
    assert gate.goes_first(asked(ticket(None, line_id=line + 1))) is None


def test_whose_turn_has_come_goes_first(gate, ticket, second):
    second()
    assert gate.goes_first(reserving(ticket(3))) == gate.goes_first(asked(ticket(1))) is not None
    assert gate.goes_first(reserving(ticket(4))) is None
    assert gate.goes_first(reserving(ticket(None))) is None
    assert gate.goes_first(reserving()) is None


def test_without_a_line_nobody_goes_first(app, gate, second):
    second()
    shown = signed(app.config["SECRET_KEY"], Ticket(1, 1, 1, None))
    assert gate.goes_first(reserving(shown)) is None
    assert told(gate, asked(shown)) is None


@pytest.mark.parametrize(
    "cookies", ["{}; other=\xff", "other=\xff; {}", "kidscafe_line_x=1; other=\xff;{}", "kidscafe_line_x=\xff; {}"]
)
def test_a_foreign_cookie_that_nobody_can_read_hides_no_ticket(gate, ticket, second, cookies):
    second()
    shown = ticket(2)
    environ = EnvironBuilder(path="/slots/1").get_environ()

    assert gate.goes_first(environ | {"HTTP_COOKIE": cookies.format(f"{COOKIE}={shown}")}) is not None
    assert gate.goes_first(environ | {"HTTP_COOKIE": cookies.format("a=b")}) is None
