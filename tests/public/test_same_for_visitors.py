"""Pages that every visitor gets alike: kept for a moment, asked for by their tag, and never somebody's own."""

import pytest

from bench.statements import statements
from booking import fresh
from tests.support.morning import text_of
from tests.world import TUESDAY, a_slot

PAGES = ["/", "/cafes", "/cafes/JN220501", f"/cafes/JN220501/{TUESDAY}", "/slots/1"]


@pytest.fixture(autouse=True)
def _kept_however_long_a_test_takes(answers_are_made_anew, monkeypatch):
    monkeypatch.setattr(fresh, "FRESH_SECONDS", 600.0)


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_gets_what_another_got_without_a_statement(app, slot_id, page):
    first = app.test_client().get(page)
    with statements(app) as seen:
        second = app.test_client().get(page)
        known = app.test_client().get(page, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == second.status_code == 200
    assert first.get_data() == second.get_data()
    assert (known.status_code, known.get_data(), seen) == (304, b"", [])
    assert first.headers["Cache-Control"] == fresh.CACHED
    assert {"Cookie", "Accept-Encoding"} <= set(first.headers["Vary"].replace(",", " ").split())
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("page", PAGES)
def test_who_is_signed_in_gets_a_page_of_its_own(app, world, sign_in, slot_id, page):
    visitors = app.test_client().get(page)

    own = sign_in(world.mom).get(page)

    assert own.headers["Cache-Control"] == "no-store"
    assert "ETag" not in own.headers
    assert "김엄마" in text_of(own)
    assert "김엄마" not in text_of(visitors)
    assert "김엄마" not in text_of(app.test_client().get(page))


def test_what_was_said_to_one_visitor_is_not_said_to_the_next(app, slot_id):
    told = app.test_client()
    with told.session_transaction() as session:
        session["_flashes"] = [("ok", "메일을 보냈어요.")]

    assert "메일을 보냈어요." in text_of(told.get("/"))
    assert "메일을 보냈어요." not in text_of(app.test_client().get("/"))


def test_what_changed_is_seen_with_the_next_look(app, slot_id, within, monkeypatch, world):
    assert "자리 남음" in text_of(app.test_client().get("/slots/1"))
    monkeypatch.setattr(fresh, "FRESH_SECONDS", -1.0)

    assert text_of(app.test_client().get("/slots/1")).count("자리 남음") == 1
    assert app.test_client().get("/slots/2").status_code == 404
    within(a_slot, world.hyehwa, number=2)
    assert app.test_client().get("/slots/2").status_code == 200


@pytest.mark.parametrize("page", ["/cafes?district=99999", "/cafes/nowhere", "/slots/99"])
def test_what_is_wrong_is_not_kept(app, slot_id, page):
    for _ in range(2):
        answer = app.test_client().get(page)
        assert answer.status_code in (404, 422)
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_of_any_length_is_answered_and_not_kept(app, slot_id):
    answer = app.test_client().get("/slots/1?" + "x" * 400)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
