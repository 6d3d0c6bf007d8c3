"""Places left in the whole city: one document for everybody."""

from datetime import timedelta

import pytest

from bench.statements import statements
from booking import capacity, fresh
from booking.db import db, transaction
from tests.api.conftest import code_of
from tests.world import MONDAY, NOW, TUESDAY, a_slot

pytestmark = pytest.mark.usefixtures("answers_are_kept")


@pytest.fixture
def slot_id(app, world):
    with app.app_context():
        made = a_slot(world.hyehwa, capacity_=20)
        db.session.remove()
    return made


def taken(app, slot_id, children):
    with app.app_context(), transaction() as session:
        capacity.take(session, slot_id, children, cause="walk_in", reservation_id=None, at=NOW)
    with app.app_context():
        db.session.remove()


def room(answer, slot_id):
    (found,) = (slot for cafe in answer.get_json()["cafes"] for slot in cafe["slots"] if slot["slot_id"] == slot_id)
    return found


def test_everybody_sees_places_left(app, api, slot_id):
    taken(app, slot_id, 3)

    found = room(api().get("/availability"), slot_id)

    assert (found["places_left"], found["capacity"], found["closed"]) == (17, 20, False)


def test_asked_again_by_its_tag_it_is_304_without_a_statement(app, api, slot_id):
    first = api().get("/availability")

    with statements(app) as seen:
        again = api().client.get("/api/v1/availability", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.get_data(), seen) == (304, b"", [])


def test_what_changed_is_seen_with_the_next_look(app, api, slot_id, monkeypatch):
    first = api().get("/availability")
    monkeypatch.setattr(fresh, "FRESH_SECONDS", -1.0)
    taken(app, slot_id, 5)

    again = api().client.get("/api/v1/availability", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert room(again, slot_id)["places_left"] == 15


def test_it_belongs_to_nobody_so_whoever_stands_in_front_may_keep_it(app, api, world, slot_id):
    for caller in (api(), api(world.mom)):
        answer = caller.get("/availability")
        assert answer.headers["Cache-Control"] == fresh.KEPT_BY_CACHES
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers
    assert fresh.FRESH_SECONDS <= fresh.LATEST_SECONDS <= 2


def test_seven_days_from_the_one_that_is_asked_for(api, slot_id):
    assert room(api().get(f"/availability?from={TUESDAY}"), slot_id)
    later = api().get(f"/availability?from={TUESDAY + timedelta(days=1)}").get_json()["cafes"]
    assert slot_id not in [slot["slot_id"] for cafe in later for slot in cafe["slots"]]


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), MONDAY + timedelta(days=61), "tomorrow", ""])
def test_other_days_are_refused(api, world, day):
    answer = api().get(f"/availability?from={day}")

    assert answer.status_code == 422
    assert code_of(answer)


def test_a_full_and_a_closed_slot_say_so(app, api, slot_id, monkeypatch):
    monkeypatch.setattr(fresh, "FRESH_SECONDS", -1.0)
    taken(app, slot_id, 20)
    assert room(api().get("/availability"), slot_id)["places_left"] == 0
    with app.app_context(), transaction() as session:
        capacity.close(session, slot_id, "공사", NOW)

    assert room(api().get("/availability"), slot_id)["closed"] is True


@pytest.mark.parametrize("refused", ["gzip;q=0, br;q=0", "br;q=0, gzip;q=0, deflate;q=0, zstd;q=0", "*;q=0", "identity"])
def test_who_takes_no_encoding_gets_none(app, world, slot_id, refused):
    for path in ("/api/v1/availability", "/cafes", "/api/v1/cafes"):
        answer = app.test_client().get(path, headers={"Accept-Encoding": refused})

        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers, (path, refused)
