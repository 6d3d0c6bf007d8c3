"""The generator sends what a browser would: seen by reserving with what it reads from the real page."""

import pytest

from bench.connection import Answer
from bench.form_page import form_body, form_fields
from bench.people import guardians
from bench.round_trips import count_one
from bench.visits import judge_page, judge_post
from booking.db import db
from tests.support.morning import morning_settings
from tests.world import NOW, a_slot, a_world

MOST_PER_PAGE = 6
MOST_PER_RESERVATION = {"sqlite": 8, "postgresql": 3}
"""Each statement is a round trip in the rush of an opening: lower these when you can, raise them never lightly."""

PAGE = """
<form action="/search"><input name="other" value="1"></form>
<form method="post" action="/slots/7/reservations"><input type="hidden" name="csrf_token" value="a&#34;b">
<input type="checkbox" name="child_ids" value="3" checked><input type="checkbox" name="child_ids" value="4">
<input name="adults" value="2" required><input type="hidden" name="request_id" value="r-1">
<input name="gone" disabled></form>
"""


@pytest.fixture
def settings(database_url, tmp_path):
    return morning_settings(database_url, tmp_path)


def an_answer(status: int, *, location: str = "", body: str = "") -> Answer:
    answer = Answer()
    answer.status, answer.location, answer.body = status, location, body.encode()
    return answer


def test_only_the_fields_of_the_reservation_form_that_a_browser_would_send():
    assert form_fields(PAGE) == [("csrf_token", 'a"b'), ("child_ids", "3"), ("adults", "2"), ("request_id", "r-1")]


@pytest.mark.parametrize("page", ["", PAGE.replace(" checked", ""), PAGE.replace("/slots/7", "/elsewhere")])
def test_a_page_that_nobody_could_reserve_with_is_a_mistake_of_the_bench(page):
    with pytest.raises(ValueError, match="form"):
        form_body(page)


def test_answers_are_judged_by_what_they_say():
    assert judge_post(an_answer(303, location="/reservations/12")) == "reserved"
    assert judge_post(an_answer(303, location="/sign-in?next=/slots/1")) == "error 303"
    assert judge_post(an_answer(422, body="남은 자리가 없어서 아이 1명을 예약할 수 없어요.")) == "full"
    assert judge_post(an_answer(422, body="메일 주소를 먼저 확인해 주세요.")) == "error 422"
    assert judge_post(an_answer(503)) == "error 503"
    assert [judge_page(an_answer(200, body="x")), judge_page(an_answer(200)), judge_page(an_answer(302))] == [
        "page",
        "error 200",
        "error 302",
    ]


def test_guardians_made_in_bulk_reserve_from_the_page_in_no_more_statements_than_now(app):
    with app.app_context():
        slot_id = a_slot(a_world().hyehwa)
        families = guardians(app, 2, NOW)
        engine = db.engine.dialect.name
    counted = {}
    answered: dict[int, str] = {}

    for guardian in families:
        counted = count_one(app, "http://localhost", slot_id, guardian, answered)

    assert len(answered) == 2
    assert counted["slot page"] <= MOST_PER_PAGE
    assert counted["reservation"] <= MOST_PER_RESERVATION[engine]
