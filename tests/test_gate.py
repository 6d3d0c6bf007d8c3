"""Few work, few wait, and the rest hear at once that it is not now; what they entered is kept."""

import re
import threading
import time

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from booking.busy import Busy
from booking.gate import Gate, Turns


def in_threads(count, call):
    threads = [threading.Thread(target=call, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    return threads


def wait_for(condition):
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.002)


def test_turns_are_handed_on_in_the_order_of_asking():
    turns, came = Turns(working=1, waiting=5), []
    assert turns.enter(0)

    def ask(n):
        assert turns.enter(20)
        came.append(n)
        turns.leave()

    threads = []
    for n in range(5):
        threads += in_threads(1, lambda _, n=n: ask(n))
        wait_for(lambda n=n: len(turns._queue) == n + 1)
    turns.leave()
    for thread in threads:
        thread.join()

    assert came == [0, 1, 2, 3, 4]


def test_who_comes_to_a_full_queue_hears_so_at_once():
    turns = Turns(working=1, waiting=1)
    assert turns.enter(0)
    (waiting,) = in_threads(1, lambda _: turns.enter(20))
    wait_for(lambda: turns._queue)

    assert not turns.enter(20)

    turns.leave()
    waiting.join()


def test_who_waited_too_long_goes_and_leaves_no_place_behind():
    turns = Turns(working=1, waiting=3)
    assert turns.enter(0)

    assert not turns.enter(0.01)

    turns.leave()
    assert turns.enter(0)
    assert not turns.enter(0.01)


def test_never_more_work_at_once_and_no_place_is_lost():
    turns, lock, inside, most = Turns(working=3, waiting=40), threading.Lock(), [0], [0]

    def work(_):
        for _ in range(200):
            if turns.enter(0.0005):
                with lock:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                with lock:
                    inside[0] -= 1
                turns.leave()

    for thread in in_threads(16, work):
        thread.join()

    assert most[0] <= 3
    assert [turns.enter(0) for _ in range(4)] == [True, True, True, False]


class Slow:
    """An application that answers when it is let go."""

    def __init__(self):
        self.go, self.at_work = threading.Event(), 0

    def __call__(self, environ, start_response):
        if Request(environ).path == "/healthz":
            return Response("ok")(environ, start_response)
        self.at_work += 1
        self.go.wait(20)
        return Response("done")(environ, start_response)


@pytest.fixture
def full(app):
    """A client of a gate whose one place and one waiting place are taken."""
    slow = Slow()
    gate = Gate(slow, Busy(app), working=1, waiting=1, wait_seconds=20)
    threads = in_threads(2, lambda _: Client(gate).get("/"))
    wait_for(lambda: slow.at_work == 1 and gate._turns._queue)
    yield Client(gate)
    slow.go.set()
    for thread in threads:
        thread.join()
    assert Client(gate).get("/").status_code == 200


def test_beyond_the_queue_the_answer_is_503_with_the_way_on(full):
    answer = full.get("/cafes?district=11440")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert 'href="/cafes?district=11440"' in answer.get_data(as_text=True)


def test_a_program_hears_it_in_json(full):
    answer = full.post("/api/v1/slots/7/reservations", json={"child_ids": [1], "adults": 1})

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.get_json()["error"]["code"] == "away"


def test_health_is_answered_however_long_the_queue_is(full):
    assert full.get("/healthz").status_code == 200


def test_a_form_that_finds_the_queue_full_is_kept_to_be_sent_again(full):
    sent = {"child_ids": ["3", "4"], "adults": "1", "request_id": "0f-12345678", "csrf_token": "t", "reason": '<b>"'}

    page = full.post("/slots/7/reservations", data=sent).get_data(as_text=True)

    assert 'action="/slots/7/reservations"' in page
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    expected = [("child_ids", "3"), ("child_ids", "4"), ("adults", "1"), ("request_id", "0f-12345678")]
    assert kept == [*expected, ("csrf_token", "t"), ("reason", "&lt;b&gt;&#34;")]


@pytest.mark.parametrize("field", ["password", "old", "new"])
def test_a_password_never_comes_back_in_a_page_but_the_rest_does(full, field):
    page = full.post("/sign-in", data={"email": "mom@example.kr", field: "kidscafe-secret"}).get_data(as_text=True)

    assert "kidscafe-secret" not in page
    assert '<input type="hidden" name="email" value="mom@example.kr">' in page
    assert re.search(f'<input class="input" type="password" id="again-{field}" name="{field}" required', page)
    assert "data-again=" not in page


def test_a_form_too_large_to_keep_is_answered_too(full):
    answer = full.post("/slots/7/reservations", data={"reason": "x" * 300_000})

    assert answer.status_code == 503
