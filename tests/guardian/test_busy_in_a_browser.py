"""Told "later" in a real browser: the page counts down, sends the same form again by itself, and opens a page anew."""

import re
from io import BytesIO
from urllib.parse import parse_qs

import pytest

from booking import create_app
from booking.db import db
from booking.load import LOAD
from tests.support.browser import open_browser, signed_in_mom
from tests.support.morning import morning_settings
from tests.support.serving import serving
from tests.world import a_slot, a_world, states


class Gate:
    """WSGI: as many of the next forms, or pages, as a test wants are told "later" by the service's own answer."""

    def __init__(self, app):
        self._app, self._wsgi = app, app.wsgi_app
        self.method, self.turns_away, self.sent = "POST", 0, []

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        if environ["PATH_INFO"].startswith("/slots/") and environ["REQUEST_METHOD"] == self.method:
            self.sent.append(parse_qs(body.decode()))
            if self.turns_away:
                self.turns_away -= 1
                return self._app.extensions["busy"](environ, start_response)
        return self._wsgi(environ, start_response)


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture
def place(templates, tmp_path):
    app = create_app(morning_settings(templates.fresh("sqlite", tmp_path), tmp_path))
    with app.app_context():
        slot_id = a_slot(a_world().hyehwa)
        db.session.remove()
    gate = app.wsgi_app = Gate(app)
    with serving(app) as base:
        yield app, gate, base, slot_id


def test_a_form_that_is_told_later_is_sent_again_by_itself_and_reserves_once(place, browser, monkeypatch):
    app, gate, base, slot_id = place
    monkeypatch.setattr(LOAD, "retry_seconds", lambda: 95)
    page = signed_in_mom(browser, base)
    page.clock.install()
    page.goto(f"{base}/slots/{slot_id}")
    page.get_by_label("지아").check(force=True)
    gate.turns_away = 2
    page.get_by_role("button", name="예약하기").click()

    page.get_by_text("1분 35초 뒤에 저절로 다시 시도해요.").wait_for()
    page.clock.run_for(40_000)
    page.get_by_text("55초 뒤에 저절로 다시 시도해요.").wait_for()
    assert len(gate.sent) == 1
    with page.expect_response(lambda response: response.status == 503):
        page.clock.run_for(56_000)
    page.get_by_text("1분 35초 뒤에 저절로 다시 시도해요.").wait_for()
    page.clock.run_for(96_000)

    page.wait_for_url(re.compile(r"/reservations/\d+"))
    first, second, third = gate.sent
    assert first == second == third
    assert first["request_id"]
    with app.app_context():
        assert states(slot_id) == ["reserved"]
        db.session.remove()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_is_told_later_opens_by_itself(place, browser, monkeypatch, scripts):
    _, gate, base, slot_id = place
    monkeypatch.setattr(LOAD, "retry_seconds", lambda: 1)
    page = signed_in_mom(browser, base, java_script_enabled=scripts)
    gate.method, gate.turns_away = "GET", 2
    page.goto(f"{base}/slots/{slot_id}?child=1")

    page.get_by_role("button", name="예약하기").wait_for()

    assert page.url.endswith(f"/slots/{slot_id}?child=1")
    assert len(gate.sent) == 3
