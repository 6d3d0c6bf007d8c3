"""Places left stay true while a page is open, in a real browser, on a clock that only the test moves."""

import pytest

from booking import capacity, create_app
from booking.db import db, transaction
from tests.support.browser import SIZES, open_browser
from tests.support.morning import morning_settings
from tests.support.serving import serving
from tests.world import NOW, TUESDAY, a_slot, a_world

LOOKS_AGAIN_MS = 6100
"""A little longer than the longest time between two looks."""


@pytest.fixture(scope="module")
def place(templates, tmp_path_factory):
    """The application, its address, and a slot for each test."""
    folder = tmp_path_factory.mktemp("live")
    app = create_app(morning_settings(templates.fresh("sqlite", folder), folder))
    with app.app_context():
        hyehwa = a_world().hyehwa
        slots = iter([a_slot(hyehwa, number=number, capacity_=20) for number in (1, 2, 3)])
        db.session.remove()
    with serving(app) as base:
        yield app, base, slots


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


def change(app, slot_id, children):
    """Take places in the slot, or give them back."""
    act = capacity.take if children > 0 else capacity.give_back
    with app.app_context():
        with transaction() as session:
            act(session, slot_id, abs(children), cause="walk_in", reservation_id=None, at=NOW)
        db.session.remove()


def opened(browser, address):
    page = browser.new_context(viewport=SIZES["phone"], locale="ko-KR").new_page()
    page.clock.install()
    page.goto(address)
    return page


def looks_again(page):
    with page.expect_response(lambda response: "/api/v1/availability" in response.url):
        page.clock.run_for(LOOKS_AGAIN_MS)


def test_a_day_counts_down_while_others_reserve(place, browser):
    app, base, slots = place
    slot_id = next(slots)
    page = opened(browser, f"{base}/cafes/JN220501/{TUESDAY}")
    room = page.locator(f"[data-places-slot='{slot_id}']")
    row = page.locator(".slot").filter(has=room)
    assert room.locator(".places-number").inner_text() == "20"

    change(app, slot_id, 17)
    looks_again(page)
    room.locator("text=/^3$/").wait_for()
    assert "places-few" in room.get_attribute("class")

    change(app, slot_id, 3)
    looks_again(page)
    room.locator("text=마감").wait_for()
    assert "slot-full" in row.get_attribute("class")


def test_a_full_slot_says_that_a_place_came_free(place, browser):
    app, base, slots = place
    slot_id = next(slots)
    change(app, slot_id, 20)
    page = opened(browser, f"{base}/slots/{slot_id}")
    freed = page.locator("[data-freed]")
    assert freed.is_hidden()

    change(app, slot_id, -2)
    looks_again(page)
    freed.wait_for(state="visible")

    assert page.locator(f"[data-places-slot='{slot_id}'] .places-number").inner_text() == "2"
    freed.get_by_role("link").click()
    assert page.locator("text=자리가 모두 찼어요").count() == 0


def test_what_cannot_be_asked_stays_as_it_was(place, browser):
    app, base, slots = place
    slot_id = next(slots)
    page = opened(browser, f"{base}/slots/{slot_id}")
    page.route("**/api/v1/availability*", lambda route: route.fulfill(status=503, body=""))
    change(app, slot_id, 5)
    looks_again(page)

    assert page.locator(f"[data-places-slot='{slot_id}'] .places-number").inner_text() == "20"
