"""Requests on their way from the event loop to threads and back."""

import asyncio
import threading
from io import BytesIO

import pytest

from booking.whole_bodies import Threads, environ_of


class Door:
    """An application that is at work until it is let go; ``/broken`` fails."""

    def __init__(self):
        self.go, self.at_work, self.most = threading.Event(), 0, 0
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self._lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        self.go.wait(20)
        with self._lock:
            self.at_work -= 1
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("broken")
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]


def test_no_more_work_at_once_than_there_are_threads_and_everybody_gets_the_own_answer():
    async def act():
        door = Door()
        threads = Threads(door, 2, "test")
        asked = [asyncio.create_task(threads.answer({"PATH_INFO": f"/{n}"})) for n in range(6)]
        while door.at_work < 2:
            await asyncio.sleep(0.001)
        door.go.set()
        return [body for _, _, body in await asyncio.gather(*asked)], door.most

    assert asyncio.run(act()) == ([b"/0", b"/1", b"/2", b"/3", b"/4", b"/5"], 2)


def test_what_fails_is_told_to_who_asked_and_the_thread_answers_the_next():
    async def act():
        door = Door()
        door.go.set()
        threads = Threads(door, 1, "test")
        async with asyncio.timeout(20):
            with pytest.raises(ValueError, match="broken"):
                await threads.answer({"PATH_INFO": "/broken"})
            return await threads.answer({"PATH_INFO": "/next"})

    assert asyncio.run(act()) == (200, [], b"/next")


def test_an_answer_for_who_went_away_troubles_nobody():
    async def act():
        door, troubles = Door(), []
        asyncio.get_running_loop().set_exception_handler(lambda _, trouble: troubles.append(trouble))
        threads = Threads(door, 1, "test")
        gone = asyncio.create_task(threads.answer({"PATH_INFO": "/gone"}))
        while not door.at_work:
            await asyncio.sleep(0.001)
        gone.cancel()
        await asyncio.sleep(0)
        door.go.set()
        return await threads.answer({"PATH_INFO": "/next"}), troubles

    assert asyncio.run(act()) == ((200, [], b"/next"), [])


def asked(*headers):
    return {
        "method": "GET",
        "raw_path": b"/q/%EA%B9%80",
        "query_string": b"a=%20",
        "http_version": "1.1",
        "scheme": "http",
        "headers": headers,
    }


def test_a_name_with_an_underscore_is_not_taken_for_the_one_with_a_hyphen():
    environ = environ_of(asked((b"x_forwarded_for", b"6.6.6.6"), (b"x-forwarded-for", b"9.9.9.9")), b"")

    assert environ["HTTP_X_FORWARDED_FOR"] == "9.9.9.9"


def test_what_is_said_twice_is_joined_and_a_path_is_read_as_it_was_sent():
    twice = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"text/html"), (b"accept", b"*/*")]
    environ = environ_of(asked((b"content-type", b"text/plain"), *twice), b"body")

    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "4"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/q/김"
    assert isinstance(environ["wsgi.input"], BytesIO)
