"""The countdown in a real browser, on a clock that only the test moves: no test waits, and none can come too early."""

import pytest

from booking import create_app
from booking.db import db, transaction
from tests.support.browser import SIZES, open_browser
from tests.support.morning import morning_settings
from tests.support.serving import serving
from tests.world import a_slot, a_world, state

OPENS = {"kind": "rolling", "days": 0, "at": "08:00"}
"""Of Tuesday's slots: 23 hours after the clock of these tests."""


@pytest.fixture(scope="module")
def served(templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("countdown")
    app = create_app(morning_settings(templates.fresh("sqlite", folder), folder))
    with app.app_context():
        world = a_world()
        with transaction() as session:
            state(session, "openings", OPENS)
        slot = a_slot(world.hyehwa)
        db.session.remove()
    with serving(app) as base:
        yield f"{base}/slots/{slot}"


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


def test_it_counts_on_the_servers_clock_and_asks_anew_at_the_instant(served, browser):
    page = browser.new_context(viewport=SIZES["phone"], locale="ko-KR").new_page()
    # The device's clock is years off: only the time that passes counts.
    page.clock.install(time="2020-01-01T00:00:00Z")
    page.goto(served)
    page.clock.run_for(1100)

    said = page.locator("[data-countdown]").inner_text()
    assert said.startswith("22시간 5") or said == "23시간 0분"

    with page.expect_request(lambda request: request.url == served and request.headers.get("hx-request") == "true"):
        page.clock.fast_forward("23:00:01")
        page.clock.run_for(1100)
    # The server's own clock has not moved, so what it answers counts down again: the page never opens by itself.
    page.wait_for_function("document.querySelector('[data-countdown]')?.dataset.now")
    assert page.locator("main button", has_text="예약하기").count() == 0


def test_without_scripts_the_instant_and_a_link_are_there(served, browser):
    page = browser.new_context(java_script_enabled=False, locale="ko-KR").new_page()
    page.goto(served)

    assert page.locator(".opening time").get_attribute("datetime") == "2026-11-24T08:00+09:00"
    assert page.locator(".opening-left").is_hidden()
    page.get_by_role("link", name="열렸는지 다시 보기").click()
    assert page.url == served
