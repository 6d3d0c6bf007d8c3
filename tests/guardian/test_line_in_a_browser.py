"""Standing in line in a real browser, with scripts and without, through a lost network and a reload."""

import re
from datetime import timedelta

import pytest

from booking import create_app
from booking.actions.order_line import end_line
from booking.db import db, transaction
from booking.models import Line, LineTicket
from tests.line_of_families import an_open_line, set_line
from tests.support.browser import open_browser, signed_in_mom
from tests.support.morning import morning_settings
from tests.support.serving import serving
from tests.world import NOW, a_slot, a_world, states

NOT_YET = NOW + timedelta(hours=1)
"""A line that moved up last at this instant does not by itself."""


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture
def place(templates, tmp_path, monkeypatch):
    """The application in a line that only the test moves, its address, the small city and a slot."""
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 0.0)
    app = create_app(morning_settings(templates.fresh("sqlite", tmp_path), tmp_path))
    with app.app_context():
        world = a_world()
        slot_id = a_slot(world.hyehwa)
        line_id = an_open_line(world, now=NOW - timedelta(minutes=1))
        set_line(line_id, ticked_at=NOT_YET, numbered=700, admitted=10, pace=1.0)
        db.session.remove()
    with serving(app) as base:
        yield app, base, world, slot_id


def move_up(app, *, number=None, admitted=None, let_in_at=None):
    with app.app_context():
        with transaction() as session:
            ticket = session.query(LineTicket).one()
            line = session.query(Line).one()
            ticket.number = number or ticket.number
            line.admitted = admitted or line.admitted
            session.flush()
            ticket.let_in_at = let_in_at
        db.session.remove()


def tries_to_reserve(page, base, slot_id):
    page.goto(f"{base}/slots/{slot_id}")
    page.get_by_label("지아").check(force=True)
    page.get_by_role("button", name="예약하기").click()
    page.wait_for_url(lambda url: "/line?on=" in url)


def asks_again(page, milliseconds):
    with page.expect_response(lambda response: "/api/v1/line" in response.url) as answer:
        page.clock.run_for(milliseconds)
    return answer.value


def test_a_family_waits_loses_the_network_and_reserves_in_its_turn_without_a_tap(place, browser):
    app, base, _, slot_id = place
    page = signed_in_mom(browser, base)
    page.clock.install()
    tries_to_reserve(page, base, slot_id)
    move_up(app, number=611)
    page.reload()
    assert page.locator("[data-line-ahead]").inner_text() == "600"
    assert page.locator("[data-line-wait]").inner_text() == "약 10분 뒤에 차례가 와요"
    assert float(page.locator("[data-line-ticket]").get_attribute("data-line-again")) == 60

    move_up(app, admitted=490)
    asks_again(page, 67_000)
    page.locator("text='120'").wait_for()
    assert page.locator("[data-line-wait]").inner_text() == "약 2분 뒤에 차례가 와요"
    assert page.title().startswith("내 앞에 120가족")

    page.route("**/api/v1/line*", lambda route: route.abort())
    page.clock.run_for(67_000)
    page.locator("[data-line-lost]").wait_for(state="visible")
    page.unroute("**/api/v1/line*")
    asks_again(page, 67_000)
    page.locator("[data-line-lost]").wait_for(state="hidden")

    move_up(app, admitted=611, let_in_at=NOW)
    page.clock.run_for(67_000)
    page.wait_for_url(re.compile(r"/reservations/\d+"))
    with app.app_context():
        assert states(slot_id) == ["reserved"]
        db.session.remove()


def test_without_scripts_the_page_opens_itself_anew_and_a_button_sends_what_was_entered(place, browser):
    app, base, _, slot_id = place
    page = signed_in_mom(browser, base, java_script_enabled=False)
    tries_to_reserve(page, base, slot_id)
    move_up(app, number=15)
    page.reload()
    assert page.locator("[data-line-ahead]").inner_text() == "4"
    # Every five seconds, by itself.
    move_up(app, admitted=15, let_in_at=NOW)
    page.get_by_role("heading", name="차례가 되었어요").wait_for(timeout=9000)
    page.get_by_role("button", name="적은 대로 예약하기").click()
    page.wait_for_url(re.compile(r"/reservations/\d+"))


def test_when_the_line_goes_while_the_page_is_open_the_family_goes_on(place, browser):
    app, base, world, slot_id = place
    page = signed_in_mom(browser, base)
    page.clock.install()
    page.goto(f"{base}/line?on=/slots/{slot_id}")
    page.get_by_role("button", name="줄 서기").click()
    page.locator("[data-line-ticket]").wait_for()
    with app.app_context():
        end_line(1, "한산해요", actor=world.city, now=NOW)
        db.session.remove()
    page.clock.run_for(67_000)
    page.get_by_role("heading", name="지금은 줄이 없어요").wait_for()
    page.get_by_role("link", name="예약하러 가기").click()

    page.get_by_role("button", name="예약하기").wait_for()
