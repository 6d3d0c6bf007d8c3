"""Programs say where a family lives, move a reservation, and waive a no-show."""

import pytest

from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from tests.api.conftest import code_of
from tests.world import NOW, a_slot, starts, taken


@pytest.mark.parametrize(
    ("body", "district"),
    [
        ({"where": "district", "district_id": 11110}, "종로구"),
        ({"where": "life_zone"}, None),
        ({"where": "outside"}, None),
        ({"where": "unknown"}, None),
    ],
)
def test_where_a_family_lives_is_written_and_read(world, api, body, district):
    mom = api(world.mom)

    answer = mom.send("PATCH", "/me/residence", body)

    assert answer.get_json() == {"district_id": None, "district": district} | body
    assert api(world.dad).get("/me/residence").get_json() == answer.get_json()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"where": "district"}, 422, "invalid"),
        ({"where": "outside", "district_id": 11110}, 422, "invalid"),
        ({"where": "moon"}, 422, "invalid"),
        ({"where": "district", "district_id": 99999}, 422, "no_such_district"),
    ],
)
def test_what_makes_no_sense_is_refused(world, api, body, status, code):
    answer = api(world.mom).send("PATCH", "/me/residence", body)

    assert (answer.status_code, code_of(answer)) in ((status, code), (400, code))


def test_a_reservation_is_moved_once_per_key(world, within, api):
    first, second = within(a_slot, world.hyehwa), within(a_slot, world.hyehwa, number=2)
    made = within(reserve, first, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    mom, path = api(world.mom), f"/reservations/{made}/move"

    answer = mom.post(path, {"slot_id": second}, key="move-00001")
    again = mom.post(path, {"slot_id": second}, key="move-00001")

    assert (answer.status_code, answer.get_json()["slot_id"]) == (200, second)
    assert again.data == answer.data
    assert (within(taken, first), within(taken, second)) == (0, 1)
    assert code_of(mom.post(path, {"slot_id": second})) == "same_slot"
    assert api(world.stranger).post(path, {"slot_id": first}).status_code == 404


def test_an_official_waives_a_no_show_of_the_own_cafes(world, within, api):
    def missed():
        slot = a_slot(world.hyehwa)
        made = reserve(slot, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
        hear_board(actor=world.staff, now=starts(slot))
        mark_no_shows(slot, now=starts(slot, minutes=31))
        return made

    path = f"/admin/no-shows/{within(missed)}/waive"

    assert api(world.other_official).post(path, {"reason": "병원"}).status_code == 404
    waived = api(world.official).post(path, {"reason": "병원"}).get_json()

    assert (waived["counts"], waived["waived_reason"]) == (False, "병원")
    assert api(world.city).get("/admin/no-shows").get_json()["no_shows"] == [waived]


def test_who_brings_the_children_is_said_by_name(world, within, api):
    slot = within(a_slot, world.hyehwa)
    wanted = {"child_ids": [world.jia], "adults": 1, "companion": "박할머니"}

    made = api(world.mom).post(f"/slots/{slot}/reservations", wanted)

    assert (made.status_code, made.get_json()["companion"]) == (201, "박할머니")
    assert api(world.mom).get("/me/concessions").get_json() == {"concessions": []}
