import gzip
import threading

import brotli
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from booking.fresh import FRESH_SECONDS, LATEST_SECONDS, Answer, FreshAnswers

pytestmark = pytest.mark.usefixtures("answers_are_kept")


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def maker(*bodies):
    """Makes these answers one after the other, and counts."""
    left = list(bodies)

    def make():
        made.count += 1
        return Answer(left.pop(0), "text/plain")

    made = make
    made.count = 0
    return make


def body(answer):
    return answer.body("")


def asked(**headers):
    return Request(EnvironBuilder(headers={name.replace("_", "-"): value for name, value in headers.items()}).get_environ())


def test_it_is_made_once_while_it_is_fresh_and_then_anew(clock):
    answers, make = FreshAnswers(5, clock=clock), maker(b"one", b"two")

    assert [body(answers.get("week", make)) for _ in range(3)] == [b"one"] * 3
    clock.now = FRESH_SECONDS + 0.01
    assert body(answers.get("week", make)) == b"two"
    assert make.count == 2


def test_other_questions_have_other_answers_and_the_oldest_are_forgotten(clock):
    answers = FreshAnswers(2, clock=clock)
    for week in (b"1", b"2", b"3"):
        assert body(answers.get(week, maker(week))) == week

    assert body(answers.get(b"3", maker(b"new"))) == b"3"
    assert body(answers.get(b"1", maker(b"new"))) == b"new"


def test_what_could_not_be_made_is_raised_and_tried_again(clock):
    answers = FreshAnswers(2, clock=clock)

    def broken():
        raise OSError

    with pytest.raises(OSError):
        answers.get("week", broken)
    assert body(answers.get("week", maker(b"one"))) == b"one"


def while_one_makes(answers, clock, then):
    """Let ``then`` happen while another thread is making the next answer, a moment after the first went stale."""
    begun, may_end = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert may_end.wait(10)
        return Answer(b"next", "text/plain")

    answers.get("week", maker(b"last"))
    clock.now = FRESH_SECONDS + 0.01
    making = threading.Thread(target=answers.get, args=("week", slow))
    making.start()
    assert begun.wait(10)
    try:
        return then(may_end)
    finally:
        may_end.set()
        making.join(10)


def test_while_one_makes_the_next_all_others_get_the_last(clock):
    answers, make = FreshAnswers(2, clock=clock), maker(b"never")

    assert while_one_makes(answers, clock, lambda _: body(answers.get("week", make))) == b"last"
    assert make.count == 0


def test_nobody_gets_one_that_is_too_old(clock):
    answers = FreshAnswers(2, clock=clock)

    def later(may_end):
        clock.now = LATEST_SECONDS + 0.005
        threading.Timer(0.2, may_end.set).start()
        return body(answers.get("week", maker(b"mine")))

    assert while_one_makes(answers, clock, later) == b"next"


@pytest.mark.parametrize(
    ("understood", "encoding", "read"),
    [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes), ("br;q=0", None, bytes)],
)
def test_it_is_sent_as_it_is_understood_with_a_tag_of_its_own(understood, encoding, read):
    answer = Answer(b"places" * 50, "text/plain")
    response = answer.response(asked(Accept_Encoding=understood))

    assert read(response.get_data()) == b"places" * 50
    assert response.headers.get("Content-Encoding") == encoding
    tag = response.headers["ETag"]
    again = answer.response(asked(Accept_Encoding=understood, If_None_Match=tag))
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert answer.response(asked(Accept_Encoding=understood, If_None_Match='"other"')).status_code == 200
    if encoding:
        assert answer.response(asked(If_None_Match=tag)).status_code == 200
