"""Bad input of every kind: 4xx with a code and a sentence that names the field, and nothing is written."""

import json

from booking.actions.cancel import cancel
from booking.actions.reserve import reserve
from tests.api.conftest import code_of
from tests.support.morning import all_rows
from tests.world import NOW, a_slot

GOOD = {"name": "서아", "birth_date": "2022-02-02"}
JSON = "application/json"
UNREADABLE = {
    # what is sent, its type, the status and the code
    "nothing": (b"", JSON, 400, "json_missing"),
    "spaces": (b"  \n", JSON, 400, "json_missing"),
    "no type": (json.dumps(GOOD).encode(), None, 415, "not_json"),
    "a form": (b"name=a&birth_date=2022-02-02", "application/x-www-form-urlencoded", 415, "not_json"),
    "another charset": (json.dumps(GOOD).encode("utf-16"), f"{JSON}; charset=utf-16", 415, "not_json"),
    "euc-kr": ('{"name": "서아"}'.encode("euc-kr"), JSON, 400, "json_not_utf8"),
    "a byte order mark": (b"\xef\xbb\xbf{}", JSON, 400, "json_not_utf8"),
    "half": (b'{"name": "', JSON, 400, "json_wrong"),
    "two": (b"{}{}", JSON, 400, "json_wrong"),
    "a comment": (b"{} // yes", JSON, 400, "json_wrong"),
    "a list": (b"[]", JSON, 400, "json_not_object"),
    "null": (b"null", JSON, 400, "json_not_object"),
    "duplicate keys": (b'{"name": "a", "name": "b"}', JSON, 400, "json_duplicate_key"),
    "duplicate keys within": (b'{"a": {"x": 1, "\\u0078": 2}}', JSON, 400, "json_duplicate_key"),
    "NaN": (b'{"name": NaN}', JSON, 400, "json_number_wrong"),
    "Infinity": (b'{"name": -Infinity}', JSON, 400, "json_number_wrong"),
    "1e999": (b'{"name": 1e999}', JSON, 400, "json_number_wrong"),
    "5000 digits": (b'{"name": ' + b"9" * 5000 + b"}", JSON, 400, "json_number_wrong"),
    "a NUL": (b'{"name": "a\\u0000b"}', JSON, 400, "json_text_wrong"),
    "half a surrogate pair": (b'{"name": "\\ud800"}', JSON, 400, "json_text_wrong"),
    "half a pair as a key": (b'{"\\udfff": 1}', JSON, 400, "json_text_wrong"),
    "deep lists": (b'{"name": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", JSON, 400, "json_too_deep"),
    "deep, never closed": (b'{"a":' * 10_000, JSON, 400, "json_too_deep"),
    "1 MB": (b'{"name": "' + b"a" * 1_000_000 + b'"}', JSON, 413, "too_large"),
    "64 KiB and one": (b'{"name": "' + b"a" * (64 * 1024 - 11) + b'"}', JSON, 413, "too_large"),
}
FIELDS = {
    # what is changed in GOOD (None: taken out), the field, its code
    "missing": ({"name": ...}, "name", "missing"),
    "null": ({"name": None}, "name", "null"),
    "a number": ({"name": 7}, "name", "not_text"),
    "a list": ({"name": ["서아"]}, "name", "not_text"),
    "empty": ({"name": ""}, "name", "too_short"),
    "blank": ({"name": "  "}, "name", "blank"),
    "long": ({"name": "가" * 41}, "name", "too_long"),
    "markup": ({"name": "<script>"}, "name", "characters"),
    "two lines": ({"name": "서\n아"}, "name", "characters"),
    "unknown": ({"family_id": 1}, "family_id", "unknown_field"),
    "a date as a number": ({"birth_date": 20220202}, "birth_date", "not_text"),
    "no such day": ({"birth_date": "2022-02-30"}, "birth_date", "not_a_date"),
    "a week date": ({"birth_date": "2022-W05-3"}, "birth_date", "not_a_date"),
    "an instant": ({"birth_date": "2022-02-02T09:00:00"}, "birth_date", "not_a_date"),
    "an instant with its zone": ({"birth_date": "2022-02-02T09:00:00+09:00"}, "birth_date", "not_a_date"),
    "foreign digits": ({"birth_date": "２０２２-02-02"}, "birth_date", "not_a_date"),
}

ADDRESSES = [
    # the address, the status, the code of its field
    ("/cafes?page=2", 422, "unknown_field"),
    ("/cafes/JN220501/slots?from=2026-11-24&from=2026-11-25", 422, "said_twice"),
    ("/cafes/JN220501/slots?from=", 422, "not_a_date"),
    ("/cafes/JN220501/slots?from=2026-11-22", 422, "date_out_of_range"),
    ("/cafes/JN220501/slots?to=9999-12-31", 422, "date_out_of_range"),
    ("/cafes/JN220501/slots?from=2026-11-25&to=2026-11-24", 422, "dates_upside_down"),
    ("/cafes/JN220501/slots?from=2026-11-23&to=2026-12-24", 422, "dates_too_long"),
    ("/cafes/JN220501/slots?from=2026-11-24T09:00:00", 422, "not_a_date"),
    ("/slots/1/eligibility", 422, "missing"),
    ("/slots/1/eligibility?birth_date=x", 422, "not_a_date"),
    ("/slots/1/eligibility?birth_date=2022-01-01&adults=one", 422, "not_integer"),
    ("/slots/1/eligibility?" + "&".join(["birth_date=2022-01-01"] * 11), 422, "too_many"),
    ("/slots/0", 404, None),
    ("/slots/-1", 404, None),
    ("/slots/" + "9" * 6000, 404, None),
    ("/slots/2147483648", 404, None),
    ("/cafes//slots", 404, None),
    ("/cafes/%00", 404, None),
    ("/cafes/%FF%FE", 404, None),
    ("/nowhere", 404, None),
]


def _sentence_of(answer) -> str:
    return answer.get_json()["error"]["message"]


def test_what_cannot_be_read_is_refused_and_nothing_is_written(app, api, world):
    mom = api(world.mom)
    before = all_rows(app)
    for name, (body, kind, status, code) in UNREADABLE.items():
        answer = mom.client.post("/api/v1/children", data=body, content_type=kind, headers=mom.headers())

        assert (answer.status_code, code_of(answer)) == (status, code), name
    packed = mom.client.post(
        "/api/v1/children", data=b"\x1f\x8b", content_type=JSON, headers=mom.headers(**{"Content-Encoding": "gzip"})
    )
    assert (packed.status_code, code_of(packed)) == (415, "not_json")
    unwanted = mom.client.delete(f"/api/v1/children/{world.jia}", data=b"{}", headers=mom.headers())
    assert (unwanted.status_code, code_of(unwanted)) == (400, "json_unexpected")
    assert all_rows(app) == before


def test_every_wrong_field_is_named_with_its_code_and_sentence(app, api, world):
    mom = api(world.mom)
    before = all_rows(app)
    for name, (change, field, code) in FIELDS.items():
        body = {key: value for key, value in (GOOD | change).items() if value is not ...}
        answer = mom.post("/children", body)

        assert (answer.status_code, code_of(answer)) == (422, "invalid"), name
        (complaint,) = answer.get_json()["error"]["fields"]
        assert (complaint["field"], complaint["code"]) == (field, code), name
        assert complaint["message"].strip(), name
        assert field in _sentence_of(answer), name
    several = mom.post("/children", {"birth_date": 1, "x" * 500: 1}).get_json()["error"]["fields"]
    assert [one["code"] for one in several] == ["missing", "not_text", "unknown_field"]
    nothing = mom.send("PATCH", f"/children/{world.jia}", {})
    assert nothing.get_json()["error"]["fields"][0]["code"] == "nothing_given"
    assert all_rows(app) == before


def test_numbers_lists_and_choices_are_exact(app, api, world, within):
    slot_id = within(a_slot, world.hyehwa)
    mom, official = api(world.mom), api(world.official)
    capacity = {"amount": 5, "unit": "places", "reason": "점검", "dry_run": False}
    closing = {"from_date": "2026-11-25", "to_date": "2026-11-25", "reason": "점검", "dry_run": False}
    reservation = {"child_ids": [world.jia], "adults": 1}
    before = all_rows(app)
    for caller, path, good, change, field, code in (
        (mom, f"/slots/{slot_id}/reservations", reservation, {"adults": "1"}, "adults", "not_integer"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"adults": 1.5}, "adults", "not_integer"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"adults": True}, "adults", "not_integer"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"adults": -1}, "adults", "too_small"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"adults": 21}, "adults", "too_big"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"child_ids": world.jia}, "child_ids", "not_list"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"child_ids": []}, "child_ids", "too_few"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"child_ids": [1] * 51}, "child_ids", "too_many"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"child_ids": [1, 1]}, "child_ids", "said_twice"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"child_ids": [2**31]}, "child_ids.0", "too_big"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"child_ids": [None]}, "child_ids.0", "null"),
        (mom, f"/slots/{slot_id}/reservations", reservation, {"account_id": 1}, "account_id", "unknown_field"),
        (official, f"/admin/slots/{slot_id}/capacity", capacity, {"unit": "litres"}, "unit", "not_a_choice"),
        (official, f"/admin/slots/{slot_id}/capacity", capacity, {"dry_run": "no"}, "dry_run", "not_boolean"),
        (official, f"/admin/slots/{slot_id}/capacity", capacity, {"dry_run": ...}, "dry_run", "missing"),
        (official, f"/admin/slots/{slot_id}/capacity", capacity, {"unit": "percent", "amount": 501}, "amount", "too_big"),
        (official, f"/admin/slots/{slot_id}/capacity", capacity, {"choices": [7]}, "choices.0", "not_object"),
        (official, f"/admin/slots/{slot_id}/capacity", capacity, {"reason": "\x07"}, "reason", "characters"),
        (official, "/admin/closings", closing, {}, "body", "one_place"),
        (official, "/admin/closings", closing, {"cafe_code": "JN220501", "district_id": 11110}, "body", "one_place"),
        (official, "/admin/closings", closing, {"city": False}, "city", "not_a_choice"),
    ):
        body = {key: value for key, value in (good | change).items() if value is not ...}
        answer = caller.post(path, body)

        assert (answer.status_code, code_of(answer)) == (422, "invalid"), (path, change, answer.get_json())
        complaints = [(one["field"], one["code"]) for one in answer.get_json()["error"]["fields"]]
        assert complaints == [(field, code)], (path, change)
    assert all_rows(app) == before


def test_rules_refuse_with_their_own_code_and_field(app, api, world, within):
    slot_id = within(a_slot, world.hyehwa)
    cancelled = within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    within(cancel, cancelled, actor=world.mom, now=NOW)
    mom, staff, official = api(world.mom), api(world.staff), api(world.official)
    past = {"from_date": "2026-11-01", "to_date": "2026-11-01", "reason": "점검", "dry_run": False, "cafe_code": "JN220501"}
    before = all_rows(app)
    for answer, code, field in (
        (mom.post("/children", GOOD | {"birth_date": "2030-01-01"}), "birth_date_in_future", "birth_date"),
        (
            mom.post(f"/slots/{slot_id}/reservations", {"child_ids": [world.stranger_child], "adults": 1}),
            "child_not_yours",
            "child_ids",
        ),
        (mom.post(f"/slots/{slot_id}/reservations", {"child_ids": [world.jia], "adults": 9}), "too_many_adults", "adults"),
        (mom.post(f"/reservations/{cancelled}/cancel", {}), "already_cancelled", None),
        (staff.post(f"/staff/reservations/{cancelled}/check-in", {}), "visit_cancelled", None),
        (official.post("/admin/closings", past), "date_passed", "from_date"),
        (official.post("/admin/closings", past | {"dry_run": True}), "date_passed", "from_date"),
    ):
        assert (answer.status_code, code_of(answer)) == (422, code)
        assert answer.get_json()["error"].get("field") == field
    for path in ("/slots/999999/reservations", "/slots/1999999999/reservations"):
        gone = mom.post(path, {"child_ids": [world.jia], "adults": 1})
        assert (gone.status_code, code_of(gone)) == (404, "not_there")
    assert all_rows(app) == before


def test_addresses_that_are_wrong(api, world, within):
    within(a_slot, world.hyehwa)
    nobody = api()
    for path, status, code in ADDRESSES:
        answer = nobody.get(path)

        assert (answer.status_code, code_of(answer)) == (status, "invalid" if code else "not_there"), path
        if code:
            assert answer.get_json()["error"]["fields"][0]["code"] == code, path


def test_headers_that_are_wrong(app, api, world):
    mom = api(world.mom)
    before = all_rows(app)
    for name, header, status, code in (
        ("a password", {"Authorization": "Basic bW9tOnBhc3M="}, 401, "token_wrong"),
        ("only the word", {"Authorization": "Bearer"}, 401, "token_wrong"),
        ("two tokens", {"Authorization": f"Bearer {mom.token} {mom.token}"}, 401, "token_wrong"),
        ("no latin letters", {"Authorization": "Bearer \xff\xfe" + "a" * 30}, 401, "token_wrong"),
        ("1 KB", {"Authorization": "Bearer " + "a" * 1000}, 401, "token_wrong"),
        ("a key with a space", {"Idempotency-Key": "a key of it"}, 400, "idempotency_key_wrong"),
        ("two keys", {"Idempotency-Key": "a-key-of-it, b-key-of-it"}, 400, "idempotency_key_wrong"),
        ("an empty key", {"Idempotency-Key": " "}, 400, "idempotency_key_missing"),
        ("a foreign host", {"Host": "evil.example"}, 400, "bad_request"),
    ):
        answer = mom.client.post("/api/v1/children", json=GOOD, headers=mom.headers() | header)

        assert (answer.status_code, code_of(answer)) == (status, code), name
    wrong_method = mom.send("PUT", "/children", GOOD)
    assert (wrong_method.status_code, code_of(wrong_method)) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(wrong_method.headers["Allow"].split(", "))
    assert all_rows(app) == before


def test_an_unexpected_error_is_json_too(app, api, world, monkeypatch):
    def broken(*_):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("booking.api.account.my_account", broken)

    answer = api(world.mom).get("/me")

    assert (answer.status_code, code_of(answer)) == (500, "broken")
    assert "secret" not in answer.get_data(as_text=True)
