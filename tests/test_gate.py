"""Few work, few wait, and the rest hear at once that it is not now; what they entered is kept."""

import asyncio
import re
import threading
import time

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from booking.config import BODY_MOST_BYTES
from booking.gate import MOST_OF_ONE, OTHERS_WAIT, NoLine, Turns
from booking.whole_bodies import WholeBodies


async def until(condition):
    for _ in range(20_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError(condition)


def test_turns_are_handed_on_in_the_order_of_asking():
    async def act():
        turns, came = Turns(working=1, waiting=5, seconds=20), []
        assert await turns.enter()

        async def ask(n):
            assert await turns.enter()
            came.append(n)
            turns.leave()

        asking = []
        for n in range(5):
            asking.append(asyncio.create_task(ask(n)))
            await until(lambda n=n: len(turns._queue) == n + 1)
        turns.leave()
        await asyncio.gather(*asking)
        return came

    assert asyncio.run(act()) == [0, 1, 2, 3, 4]


def test_who_comes_to_a_full_queue_hears_so_at_once():
    async def act():
        turns = Turns(working=1, waiting=1, seconds=20)
        assert await turns.enter()
        waiting = asyncio.create_task(turns.enter())
        await until(lambda: turns.awaited)

        assert not await turns.enter()

        turns.leave()
        assert await waiting

    asyncio.run(act())


def test_whoever_goes_first_goes_before_everybody_else():
    async def act():
        turns, came = Turns(working=1, waiting=5, seconds=20), []
        assert await turns.enter()

        async def ask(name, first=None):
            assert await turns.enter(first)
            came.append(name)
            turns.leave()

        asking = [asyncio.create_task(ask("other 1")), asyncio.create_task(ask("other 2"))]
        await until(lambda: len(turns._queue) == 2)
        asking += [asyncio.create_task(ask("first 7", 7)), asyncio.create_task(ask("first 8", 8))]
        await until(lambda: len(turns._first) == 2)
        turns.leave()
        await asyncio.gather(*asking)
        return came, turns._waiting_of

    assert asyncio.run(act()) == (["first 7", "first 8", "other 1", "other 2"], {})


def test_several_forms_go_before_one_who_looks_and_nobody_is_left_out():
    async def act():
        turns, came = Turns(working=1, waiting=9, seconds=20), []
        assert await turns.enter()

        async def ask(name, first=None, *, form=False):
            assert await turns.enter(first, form=form)
            came.append(name)
            turns.leave()

        asking = [asyncio.create_task(ask(f"look {n}")) for n in range(3)]
        asking += [asyncio.create_task(ask(f"form {n}", form=True)) for n in range(5)]
        asking += [asyncio.create_task(ask("turn", 7, form=True))]
        await until(lambda: (len(turns._first), len(turns._forms), len(turns._queue)) == (1, 5, 3))
        turns.leave()
        await asyncio.gather(*asking)
        return came

    first, then, last = ["turn", "form 0", "form 1", "form 2", "look 0"], ["form 3", "form 4"], ["look 1", "look 2"]
    assert asyncio.run(act()) == first + then + last


def test_one_who_goes_first_takes_only_a_few_places_there():
    async def act():
        turns = Turns(working=1, waiting=MOST_OF_ONE + 3, seconds=20)
        assert await turns.enter()
        asking = [asyncio.create_task(turns.enter(7)) for _ in range(MOST_OF_ONE + 2)]
        await until(lambda: len(turns._first) + len(turns._queue) == MOST_OF_ONE + 2)
        waiting = len(turns._first), len(turns._queue)
        for _ in asking:
            turns.leave()
        assert all(await asyncio.gather(*asking))
        return waiting

    assert asyncio.run(act()) == (MOST_OF_ONE, 2)


def test_a_full_queue_of_others_does_not_keep_out_who_goes_first():
    async def act():
        turns = Turns(working=1, waiting=1, seconds=20)
        assert await turns.enter()
        other = asyncio.create_task(turns.enter())
        await until(lambda: turns.awaited)
        assert not await turns.enter()
        first = asyncio.create_task(turns.enter(7))
        await until(lambda: len(turns._first) == 1)
        assert not await turns.enter(8)
        turns.leave()
        assert await first
        turns.leave()
        assert await other

    asyncio.run(act())


@pytest.mark.parametrize("gone", [False, True])
def test_who_waited_too_long_or_went_away_leaves_no_place_behind(gone):
    async def act():
        turns = Turns(working=1, waiting=3, seconds=20 if gone else 0.01)
        assert await turns.enter()
        waiting = asyncio.create_task(turns.enter())
        await until(lambda: turns.awaited)

        if gone:
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        else:
            assert not await waiting

        assert not turns.awaited
        turns.leave()
        assert await turns.enter()
        assert turns._free == 0

    asyncio.run(act())


@pytest.mark.parametrize("gone", [False, True])
def test_a_turn_that_comes_in_the_very_moment_is_taken_or_handed_on(gone):
    async def act():
        turns = Turns(working=1, waiting=3, seconds=20 if gone else 0.5)
        assert await turns.enter()
        waiting = asyncio.create_task(turns.enter())
        await until(lambda: turns.awaited)
        # The loop does both before it comes back to whoever waits.
        turns.leave()
        if gone:
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        else:
            time.sleep(0.6)
            assert await waiting
            turns.leave()
        return turns._free

    assert asyncio.run(act()) == 1


def test_never_more_work_at_once_and_no_place_is_lost():
    async def act():
        turns, inside, most, gone = Turns(working=3, waiting=10, seconds=0.002), 0, 0, 0

        async def work(n):
            nonlocal inside, most
            for k in range(60):
                if not await turns.enter():
                    continue
                try:
                    inside += 1
                    most = max(most, inside)
                    await asyncio.sleep((n + k) % 4 / 1000)
                finally:
                    inside -= 1
                    turns.leave()

        async def impatient():
            nonlocal gone
            for _ in range(40):
                asking = asyncio.create_task(work(0))
                await asyncio.sleep(0.001)
                asking.cancel()
                gone += 1

        await asyncio.gather(*(work(n) for n in range(16)), impatient())
        await until(lambda: not turns.awaited and not inside)
        return most, gone, turns._free

    assert asyncio.run(act()) == (3, 40, 3)


class Slow:
    """An application that answers when it is let go."""

    def __init__(self):
        self.go, self.at_work = threading.Event(), 0

    def __call__(self, environ, start_response):
        if Request(environ).path in ("/healthz", "/static/a.css"):
            return Response("ok")(environ, start_response)
        self.at_work += 1
        self.go.wait(20)
        return Response("done" + str(environ.get(OTHERS_WAIT)))(environ, start_response)


class Asked:
    """A client of a service in an event loop of its own, whose one place is taken, and the place to wait for it with a form
    and without one."""

    def __init__(self, app):
        self.slow = Slow()
        self._turns = Turns(working=1, waiting=1, seconds=20)
        self._service = WholeBodies(
            self.slow, app.extensions["busy"], self._turns, NoLine(), headers={}, most_bytes=BODY_MOST_BYTES
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.others = [self._begin(EnvironBuilder("/", method=method)) for method in ("GET", "GET", "POST")]
        asyncio.run_coroutine_threadsafe(until(lambda: self.slow.at_work == 1 and self._all_wait()), self._loop).result()

    def _all_wait(self):
        return self._turns._queue and self._turns._forms

    def _begin(self, builder):
        environ = builder.get_environ()
        body = environ["wsgi.input"].read()
        given = [{"type": "http.request", "body": body, "more_body": False}]
        said = []

        async def receive():
            return given.pop()

        async def send(message):
            said.append(message)

        names = {"CONTENT_TYPE": "content-type", "CONTENT_LENGTH": "content-length"}
        scope = {
            "type": "http",
            "method": environ["REQUEST_METHOD"],
            "raw_path": environ["PATH_INFO"].encode(),
            "query_string": environ["QUERY_STRING"].encode(),
            "http_version": "1.1",
            "scheme": "http",
            "headers": [(name.encode(), environ[key].encode()) for key, name in names.items() if environ.get(key)],
        }

        async def serve():
            await self._service(scope, receive, send)
            start, end = said
            headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
            return Response(end["body"], start["status"], headers)

        return asyncio.run_coroutine_threadsafe(serve(), self._loop)

    def get(self, path):
        return self._begin(EnvironBuilder(path)).result(20)

    def post(self, path, **given):
        return self._begin(EnvironBuilder(path, method="POST", **given)).result(20)

    def end(self):
        self.slow.go.set()
        said = [other.result(20).get_data(as_text=True) for other in self.others]
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        return said


@pytest.fixture
def full(app):
    asked = Asked(app)
    yield asked
    # The first had nobody behind it when it began, nor had the last, who only looks.
    assert asked.end() == ["doneFalse", "doneFalse", "doneTrue"]


def test_beyond_the_queue_the_answer_is_503_with_the_way_on(full):
    answer = full.get("/cafes?district=11440")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert 'href="/cafes?district=11440"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(("method", "way"), [("GET", "href"), ("POST", "action")])
def test_the_way_on_never_leads_to_another_service(app, method, way):
    asked = EnvironBuilder("/", method=method).get_environ() | {"PATH_INFO": "//evil.example/x"}

    page = b"".join(app.extensions["busy"](asked, lambda *_: None)).decode()

    assert f'{way}="/evil.example/x"' in page
    assert '"//evil' not in page


def test_a_program_hears_it_in_json(full):
    answer = full.post("/api/v1/slots/7/reservations", json={"child_ids": [1], "adults": 1})

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.get_json()["error"]["code"] == "away"


def test_health_is_answered_however_long_the_queue_is(full):
    assert full.get("/healthz").status_code == 200
    assert full.get("/static/a.css").status_code == 200


def test_a_flood_of_what_needs_no_turn_holds_nobody_up_who_has_one(app):
    slow = threading.Event()

    def service(environ, start_response):
        if Request(environ).path == "/static/none":
            slow.wait(20)
        return Response("done")(environ, start_response)

    async def act():
        asked = WholeBodies(service, app.extensions["busy"], Turns(), NoLine(), headers={}, most_bytes=BODY_MOST_BYTES)
        flood = [asyncio.create_task(asked._answer(EnvironBuilder("/static/none").get_environ())) for _ in range(20)]
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(5):
                return await asked._answer(EnvironBuilder("/").get_environ())
        finally:
            slow.set()
            await asyncio.gather(*flood)

    assert asyncio.run(act())[2] == b"done"


def test_what_only_begins_like_a_page_without_a_turn_waits_for_one(full):
    assert full.get("/healthz-not").status_code == 503


def test_a_form_that_finds_the_queue_full_is_kept_to_be_sent_again(full):
    sent = {"child_ids": ["3", "4"], "adults": "1", "request_id": "0f-12345678", "csrf_token": "t", "reason": '<b>"'}

    page = full.post("/slots/7/reservations", data=sent).get_data(as_text=True)

    assert 'action="/slots/7/reservations"' in page
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    expected = [("child_ids", "3"), ("child_ids", "4"), ("adults", "1"), ("request_id", "0f-12345678")]
    assert kept == [*expected, ("csrf_token", "t"), ("reason", "&lt;b&gt;&quot;")]


@pytest.mark.parametrize("field", ["password", "old", "new"])
def test_a_password_never_comes_back_in_a_page_but_the_rest_does(full, field):
    page = full.post("/sign-in", data={"email": "mom@example.kr", field: "kidscafe-secret"}).get_data(as_text=True)

    assert "kidscafe-secret" not in page
    assert '<input type="hidden" name="email" value="mom@example.kr">' in page
    assert re.search(f'<input class="input" type="password" id="again-{field}" name="{field}" required', page)
    assert "data-again=" not in page


def test_what_was_entered_is_never_taken_for_a_place_of_the_page(full):
    sent = {"reason": "again-seconds /again-url <!--again-fields-->", "again-seconds": "3"}

    page = full.post("/slots/7/reservations?at=/again-url", data=sent).get_data(as_text=True)

    assert 'action="/slots/7/reservations?at=/again-url"' in page
    assert 'name="reason" value="again-seconds /again-url &lt;!--again-fields--&gt;"' in page
    assert 'name="again-seconds" value="3"' in page


def test_a_form_too_large_to_keep_is_answered_too(full):
    answer = full.post("/slots/7/reservations", data={"reason": "x" * 300_000})

    assert answer.status_code == 503
