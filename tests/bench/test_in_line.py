"""The generator stands in line as a browser does: seen on the service's own line, page and place."""

import asyncio
import time

import pytest
from werkzeug.test import Client

from bench.connection import Answer
from bench.in_line import IN_LINE, send_in_turn
from bench.people import guardians
from bench.prepared import Prepared
from bench.visits import judge_post
from booking.actions.order_line import end_line
from tests.line_of_families import an_open_line, moves_on
from tests.support.pages import settings, within, world
from tests.world import NOW, a_slot, states

__all__ = ["settings", "within", "world"]


class Door:
    """Asks the application itself, with the bytes that would go over the wire; notes what was asked for."""

    def __init__(self, app) -> None:
        self._client, self.asked = Client(app.wsgi_app, use_cookies=False), []

    async def ask(self, step, request, judge):
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = [tuple(line.split(": ", 1)) for line in lines if not line.startswith("Accept-Encoding")]
        got = self._client.open(path, method=method, base_url="http://localhost", headers=headers, data=body)
        answer = Answer()
        answer.status, answer.body = got.status_code, got.get_data()
        answer.location, answer.set_cookie = (got.headers.get(one, "") for one in ("Location", "Set-Cookie"))
        self.asked.append((step, path.partition("?")[0]))
        return answer, judge(answer)


@pytest.fixture
def form(app, world, within):
    slot_id = within(a_slot, world.hyehwa)
    guardian = within(guardians, app, 1, NOW)[0]
    return Prepared(app, "localhost").reserving(slot_id, guardian)


@pytest.fixture
def meanwhile(monkeypatch):
    """What happens while the generator waits, one thing each time; nobody really waits."""
    happens = []

    async def sleep(_seconds: float) -> None:
        if happens:
            happens.pop(0)()

    monkeypatch.setattr("bench.in_line.asyncio.sleep", sleep)
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 0.0)
    return happens


def sent(door: Door, form, until: float = float("inf")) -> str:
    answer, outcome = asyncio.run(send_in_turn(door, "localhost", form.guardian.cookie, form.form, judge_post, until))
    form.told(answer, outcome)
    return outcome


def test_a_form_out_of_turn_is_sent_again_when_the_turn_has_come(app, world, within, form, meanwhile):
    within(an_open_line, world)
    meanwhile += [lambda: None, lambda: within(lambda: moves_on(NOW, seconds=3))]
    door = Door(app)

    assert sent(door, form) == "reserved"

    post = ("post", f"/slots/{form.slot_id}/reservations")
    place = ("place", "/api/v1/line")
    assert door.asked == [post, ("line", "/line"), place, place, post]
    assert within(states, form.slot_id) == ["reserved"]
    assert form.reservation_id is not None


def test_when_the_line_ends_the_form_goes_on(app, world, within, form, meanwhile):
    line_id = within(an_open_line, world)
    meanwhile.append(lambda: within(lambda: end_line(line_id, "끝", actor=world.city, now=NOW)))

    assert sent(Door(app), form) == "reserved"


def test_who_still_stands_in_line_in_the_end_goes_home(app, world, within, form, meanwhile):
    within(an_open_line, world)

    assert sent(Door(app), form, until=time.perf_counter()) == IN_LINE
    assert within(states, form.slot_id) == []
