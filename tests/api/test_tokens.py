"""Bearer tokens: made with a password, listed, ended, expired; the same key makes the same token."""

from datetime import timedelta

from booking.actions.block_account import block_account
from booking.actions.change_password import change_password
from booking.tokens import TOKENS_MOST
from tests.api.conftest import Caller, a_token, code_of
from tests.support.morning import all_rows
from tests.world import HERE, NOW, PASSWORD

WANTED = {"email": "Mom@Example.kr", "password": PASSWORD, "name": "가족 달력"}


def test_a_token_is_made_with_the_password_and_opens_the_api(app, api, world):
    nobody = api()
    made = nobody.post("/tokens", WANTED, key="the-first-token")
    assert made.status_code == 201
    token = made.get_json()
    assert (token["name"], token["role"]) == ("가족 달력", "guardian")
    assert (token["created_at"][:10], token["expires_at"][:10]) == ("2026-11-23", "2026-12-23")
    mom = Caller(app, token["token"])
    assert mom.get("/me").get_json()["email"] == "mom@example.kr"

    rows = all_rows(app)
    again = nobody.post("/tokens", WANTED, key="the-first-token")
    assert (again.status_code, again.data) == (201, made.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    for other in ({"days": 31}, {"name": "다른 것"}):
        reused = nobody.post("/tokens", WANTED | other, key="the-first-token")
        assert (reused.status_code, code_of(reused)) == (422, "request_id_reused")
    assert all_rows(app) == rows
    assert token["token"] not in mom.get("/tokens").get_data(as_text=True)


def test_who_does_not_know_the_password_gets_no_token(app, api, world):
    nobody = api()
    before = all_rows(app)
    answers = [
        nobody.post("/tokens", WANTED | change)
        for change in ({"password": "wrong password"}, {"email": "nobody@example.kr"})
    ]

    assert [(answer.status_code, code_of(answer)) for answer in answers] == [(422, "sign_in_wrong")] * 2
    assert answers[0].data == answers[1].data
    for change in ({"days": 91}, {"days": 0}, {"name": ""}, {"password": None}, {"role": "admin"}):
        assert code_of(nobody.post("/tokens", WANTED | change)) == "invalid"
    # The attempts themselves may be counted.
    assert {name: rows for name, rows in all_rows(app).items() if name != "attempt"} == {
        name: rows for name, rows in before.items() if name != "attempt"
    }


def test_an_ended_or_expired_token_opens_nothing(app, api, world, within):
    ended, stays = Caller(app, a_token(app, world.mom, key="a" * 8)), Caller(app, a_token(app, world.mom, key="b" * 8))
    expired = Caller(app, a_token(app, world.mom, key="c" * 8, days=1, now=NOW - timedelta(days=1)))
    stranger = api(world.stranger)
    listed = stays.get("/tokens").get_json()["tokens"]
    assert len(listed) == 2
    (other,) = [one["token_id"] for one in listed if not one["is_this"]]

    assert stranger.send("DELETE", f"/tokens/{other}").status_code == 404
    assert ended.get("/me").status_code == 200
    assert stays.send("DELETE", f"/tokens/{other}").status_code == 204
    assert stays.send("DELETE", f"/tokens/{other}").status_code == 404

    for caller in (ended, expired):
        for answer in (caller.get("/me"), caller.post("/children", {})):
            assert (answer.status_code, code_of(answer)) == (401, "token_wrong")
    within(change_password, actor=world.mom, old=PASSWORD, new="another password", origin=HERE, now=NOW)
    assert stays.get("/me").status_code == 401


def test_a_blocked_account_has_no_tokens_any_more(app, api, world, within):
    staff = api(world.staff)
    assert staff.get("/staff/slots").status_code == 200

    within(block_account, world.staff.account_id, reason="퇴사", actor=world.official, now=NOW)

    assert staff.get("/staff/slots").status_code == 401


def test_an_account_has_no_more_than_twenty_live_tokens(app, world, api):
    for n in range(TOKENS_MOST):
        a_token(app, world.mom, key=f"token-{n:06d}")

    one_more = api().post("/tokens", WANTED)

    assert (one_more.status_code, code_of(one_more)) == (422, "too_many_tokens")
