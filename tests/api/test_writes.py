"""Every write of the API: once per key, other content refused, and who must not finds nothing there."""

from datetime import timedelta

import pytest

from booking.actions.reserve import reserve
from tests.api.conftest import code_of
from tests.support.morning import all_rows, morning_settings
from tests.world import NOW, TUESDAY, a_slot, guardians


@pytest.fixture
def settings(database_url, tmp_path):
    """Tuesday 09:35 in Seoul: the first slot runs."""
    return morning_settings(database_url, tmp_path, hours=24, minutes=35)


class Once:
    """Sends a write in all the ways that must not do it again, and the way that does it."""

    def __init__(self, app, api, world) -> None:
        self.app = app
        self.nobody = api()
        self.callers = {
            name: api(getattr(world, name))
            for name in ("mom", "stranger", "staff", "other_staff", "official", "other_official", "city")
        }
        self._done = 0

    def __call__(self, who, method, path, body, *, other=None, never=(), status=200, wrong=None):
        """``other``: refused under the same key; ``never``: who finds nothing there; ``wrong``: a body and its refusal."""
        self._done += 1
        key = f"write-{self._done:06d}"
        caller = self.callers[who]
        before = all_rows(self.app)
        assert code_of(self.nobody.send(method, path, body)) == "token_missing"
        without_key = caller.client.open(
            f"/api/v1{path}", method=method, json=body, headers={"Authorization": f"Bearer {caller.token}"}
        )
        assert (without_key.status_code, code_of(without_key)) == (400, "idempotency_key_missing")
        for name in never:
            refused = self.callers[name].send(method, path, body, key=f"never-{self._done:06d}")
            assert (refused.status_code, code_of(refused)) == (404, "not_there"), (name, path)
        if wrong is not None:
            body_wrong, code = wrong
            assert code_of(caller.send(method, path, body_wrong, key=key)) == code
        assert all_rows(self.app) == before, path

        first = caller.send(method, path, body, key=key)
        assert first.status_code == status, first.get_data(as_text=True)
        done = all_rows(self.app)
        assert done["answer"] == before["answer"] + 1, "a refusal kept its key"
        again = caller.send(method, path, body, key=key)
        assert (again.status_code, again.data) == (first.status_code, first.data)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first.headers
        if other is not None:
            reused = caller.send(method, path, other, key=key)
            assert (reused.status_code, code_of(reused)) == (422, "request_id_reused")
        assert all_rows(self.app) == done, path
        return first.get_json() if first.data else None


@pytest.fixture
def once(app, api, world):
    return Once(app, api, world)


OTHER_ROLES = ("staff", "official", "city")


def test_a_guardian_keeps_children_reserves_and_cancels(once, world, within):
    slot_id = within(a_slot, world.hyehwa, number=2)
    child = {"name": " 서아 ", "birth_date": "2022-02-02"}

    made = once("mom", "POST", "/children", child, other=child | {"name": "하나"}, never=OTHER_ROLES, status=201)
    assert (made["name"], made["full_age"]) == ("서아", 4)
    path = f"/children/{made['child_id']}"
    never = (*OTHER_ROLES, "stranger")
    changed = once("mom", "PATCH", path, {"name": "서연"}, other={"name": "서인"}, never=never)
    assert (changed["name"], changed["birth_date"]) == ("서연", "2022-02-02")
    once("mom", "DELETE", path, None, never=never, status=204)
    gone = once.callers["mom"].send("DELETE", path)
    assert (gone.status_code, code_of(gone)) == (404, "not_there")

    wanted = {"child_ids": [world.jia, world.minjun], "adults": 1}
    reserved = once(
        "mom",
        "POST",
        f"/slots/{slot_id}/reservations",
        wanted,
        other=wanted | {"adults": 2},
        never=OTHER_ROLES,
        status=201,
        wrong=(wanted | {"child_ids": [world.stranger_child]}, "child_not_yours"),
    )
    assert (reserved["state"], reserved["fee_won"], len(reserved["visits"])) == ("reserved", 5000, 2)
    assert reserved["starts_at"] == "2026-11-24T13:00:00+09:00"
    first, second = (visit["visit_id"] for visit in reserved["visits"])
    path = f"/reservations/{reserved['reservation_id']}/cancel"
    cancelled = once("mom", "POST", path, {"visit_ids": [first]}, other={"visit_ids": [second]}, never=never)
    assert [visit["state"] for visit in cancelled["visits"]] == ["cancelled", "reserved"]
    once("mom", "POST", path, {})
    again = once.callers["mom"].post(path, {})
    assert (again.status_code, code_of(again)) == (422, "already_cancelled")


def test_staff_check_in_undo_check_out_and_take_in(once, world, within):
    slot_id = within(a_slot, world.hyehwa)
    reservation_id = within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    never = ("mom", "other_staff", "official", "city")
    roster = once.callers["staff"].get(f"/staff/slots/{slot_id}/roster").get_json()
    (party,) = roster["parties"]
    assert roster["slot"]["board_opened_at"] is not None
    visits = {"visit_ids": [party["visits"][0]["visit_id"]]}
    path = f"/staff/reservations/{reservation_id}"

    assert once("staff", "POST", f"{path}/called", {"called": True}, other={"called": False}, never=never)["changed"] == 1
    came = once(
        "staff", "POST", f"{path}/check-in", visits, other={}, never=never, wrong=({"visit_ids": [999]}, "not_there")
    )
    assert (came["changed"], came["party"]["visits"][0]["state"]) == (1, "checked_in")
    back = once("staff", "POST", f"{path}/undo", visits | {"was": "checked_in"}, never=never)
    assert back["party"]["visits"][0]["state"] == "reserved"
    refused = once.callers["staff"].post(f"{path}/check-out", visits)
    assert (refused.status_code, code_of(refused)) == (422, "not_checked_in")
    once("staff", "POST", f"{path}/check-in", {})
    left = once("staff", "POST", f"{path}/check-out", visits, never=never)
    assert left["party"]["visits"][0]["state"] == "checked_out"

    family = {"children": [{"name": "곰돌이", "birth_date": "2022-01-01"}], "adults": 1}
    taken_in = once(
        "staff", "POST", f"/staff/slots/{slot_id}/walk-in", family, other=family | {"adults": 2}, never=never, status=201
    )
    assert (taken_in["walk_in"], taken_in["visits"][0]["state"]) == (True, "checked_in")
    found = once.callers["staff"].get(f"/staff/codes/{taken_in['code']}")
    assert found.get_json()["party"]["reservation_id"] == taken_in["reservation_id"]
    assert once.callers["other_staff"].get(f"/staff/codes/{taken_in['code']}").status_code == 404


def test_officials_see_a_change_before_they_make_it(app, once, world, within):
    slot_id = within(a_slot, world.hyehwa, number=2)
    for n, (actor, child) in enumerate(within(guardians, 2)):
        within(
            reserve, slot_id, actor=actor, child_ids=[child], adults=1, request_id=f"r{n}", now=NOW + timedelta(minutes=n)
        )
    never = ("mom", "staff", "other_official")
    order = {"amount": 1, "unit": "places", "reason": "시설 점검", "dry_run": False}
    path = f"/admin/slots/{slot_id}/capacity"

    before = all_rows(app)
    preview = once.callers["official"].post(path, order | {"dry_run": True}).get_json()
    assert all_rows(app) == before
    assert preview["done"] is None
    (effect,) = preview["preview"]["changing"]
    assert (effect["booked"], effect["below_booked"], effect["reservations_to_cancel"]) == (2, True, 1)
    unanswered = once.callers["official"].post(path, order)
    assert unanswered.get_json()["error"]["fields"][0]["code"] == "choice_missing"
    assert all_rows(app) == before
    answered = order | {"choices": [{"slot_id": slot_id, "choice": "cancel"}]}
    done = once("official", "POST", path, answered, other=answered | {"amount": 0}, never=never)
    assert done["done"]["reservations_cancelled"] == 1

    whole = {"amount": 50, "unit": "percent", "reason": "행사", "dry_run": False}
    whole |= {"from_date": "2026-12-01", "to_date": "2026-12-02", "periods": [1, 2]}
    once(
        "official", "POST", "/admin/cafes/JN220501/capacity", whole, never=never, wrong=(whole | {"periods": [9]}, "invalid")
    )
    once("official", "POST", "/admin/districts/11110/capacity", whole, never=never)
    once("city", "POST", "/admin/districts/11260/capacity", whole, never=("official",))


def test_officials_close_days_and_open_them_again(app, once, world, within):
    within(a_slot, world.hyehwa, day=TUESDAY + timedelta(days=1))
    closing = {"from_date": "2026-11-25", "to_date": "2026-11-26", "reason": "바닥 공사", "dry_run": False}
    own = closing | {"cafe_code": "JN220501"}

    before = all_rows(app)
    preview = once.callers["official"].post("/admin/closings", own | {"dry_run": True}).get_json()
    assert (preview["preview"]["days"], preview["preview"]["days_without_slots"], preview["done"]) == (2, 1, None)
    assert all_rows(app) == before
    done = once("official", "POST", "/admin/closings", own, never=("mom", "staff", "other_official"))
    assert done["done"] == {"days": 2, "slots_closed": 1, "reservations_cancelled": 0}
    again = once.callers["official"].post("/admin/closings", own)
    assert (again.status_code, code_of(again)) == (422, "already_closed")
    once("city", "POST", "/admin/closings", closing | {"city": True}, never=("official",))
    once("official", "POST", "/admin/closings", closing | {"district_id": 11110}, never=("other_official",))

    listed = once.callers["other_official"].get("/admin/closings").get_json()["closings"]
    assert {one["own"] for one in listed} == {False}
    mine = once.callers["official"].get("/admin/closings?from=2026-11-25&to=2026-11-25").get_json()["closings"]
    (wanted,) = [one["closed_day_id"] for one in mine if one["place"] == "혜화점"]
    path = f"/admin/closings/{wanted}/reopen"
    once("official", "POST", path, {"reason": "공사 끝"}, never=("staff", "other_official"))
    twice = once.callers["official"].post(path, {"reason": "공사 끝"})
    assert (twice.status_code, code_of(twice)) == (422, "not_closed")
