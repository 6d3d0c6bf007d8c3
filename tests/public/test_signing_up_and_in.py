"""From a chosen slot through sign-up, the mailed link and sign-in back to the slot; and what nobody can learn."""

import re

import pytest

from tests.support.morning import all_rows, newest_link, text_of
from tests.world import PASSWORD, a_slot

NEW = {
    "name": "강새롬",
    "phone": "010-9876-5432",
    "email": "new@example.kr",
    "password": "a-new-password",
    "agree": "y",
}


@pytest.fixture
def visitor(app, world):
    return app.test_client()


def without_address(answer) -> str:
    """The page without what differs by nature: the typed address."""
    return re.sub(r"[\w.]+@example\.kr", "ADDRESS", text_of(answer))


def test_a_slot_chosen_before_signing_up_survives_until_after_the_sign_in(app, world, within, visitor):
    slot_id = within(a_slot, world.hyehwa)
    here = f"/slots/{slot_id}"
    assert f"/sign-up?next={here}" in text_of(visitor.get(here))

    sent = visitor.post("/sign-up", data=NEW | {"next": here})
    assert f"/sign-in?next={here}" in text_of(visitor.get(sent.headers["Location"]))
    # The mail opens in another browser, which knows nothing of the first.
    mailbox = app.test_client()
    link = newest_link(app)
    assert "확인하기" in text_of(mailbox.get(link))
    confirmed = mailbox.post(link, data={"password": "a-new-password"})
    assert confirmed.headers["Location"] == here
    assert "등록한 아이가 없어요" in text_of(mailbox.get(here))


def test_a_known_and_an_unknown_address_get_the_same_answer(app, world):
    answers = []
    for email in ("new@example.kr", "mom@example.kr"):
        client = app.test_client()
        sent = client.post("/sign-up", data=NEW | {"email": email})
        answers.append((sent.status_code, sent.headers["Location"], without_address(client.get("/sign-up/sent"))))

    assert answers[0] == answers[1]


def test_asking_for_a_new_password_gives_the_same_answer_too(app, world):
    answers = [
        app.test_client().post("/password", data={"email": email}) for email in ("nobody@example.kr", "mom@example.kr")
    ]

    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(303, "/password/sent")] * 2


def test_opening_a_mailed_link_changes_nothing(app, visitor):
    visitor.post("/sign-up", data=NEW)
    before = all_rows(app)

    assert app.test_client().get(newest_link(app)).status_code == 200
    assert app.test_client().head(newest_link(app)).status_code == 200

    assert all_rows(app) == before


def test_a_new_password_by_mail(app, visitor, sign_in, world):
    elsewhere = sign_in(world.mom)
    visitor.post("/password", data={"email": "MOM@example.kr "})
    link = newest_link(app)

    assert "10자 이상" in text_of(visitor.post(link, data={"password": "short"}))
    assert visitor.post(link, data={"password": "another-password"}).status_code == 303

    assert elsewhere.get("/me").status_code == 303
    assert visitor.post("/sign-in", data={"email": "mom@example.kr", "password": PASSWORD}).status_code == 422
    assert visitor.post("/sign-in", data={"email": "mom@example.kr", "password": "another-password"}).status_code == 303
    assert visitor.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "abc.def", "%00", "가", "x" * 3000, "MQ.AAAA"])
def test_a_token_that_we_did_not_sign_is_not_there(visitor, token):
    assert visitor.get(f"/links/{token}").status_code == 404
    assert visitor.post(f"/links/{token}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "이름을 적어 주세요"),
        ({"name": "가" * 41}, "40자까지"),
        ({"name": "<b>강새롬</b>"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ({"name": "강새롬</p"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ({"name": "강새\x00롬이"}, "쓸 수 없는 글자"),
        ({"name": "강새롬이\x1f"}, "쓸 수 없는 글자"),
        ({"phone": "010-0000-000a"}, "전화번호를 확인해 주세요"),
        ({"phone": "010-1234-5678\x00"}, "쓸 수 없는 글자"),
        ({"phone": "02-742-3320"}, "휴대전화 번호를 적어 주세요"),
        ({"phone": "012-1234-5678"}, "휴대전화 번호를 적어 주세요"),
        ({"email": "new\x00@example.kr"}, "쓸 수 없는 글자"),
        ({"password": " " * 12}, "10자 이상"),
        ({"password": "  short    "}, "10자 이상"),
        ({"phone": "123"}, "전화번호를 확인해 주세요"),
        ({"email": ""}, "메일 주소를 적어 주세요"),
        ({"email": "not an address"}, "메일 주소를 확인해 주세요"),
        ({"email": "a@b"}, "메일 주소를 확인해 주세요"),
        ({"email": f"{'a' * 300}@example.kr"}, "메일 주소를 확인해 주세요"),
        ({"email": "a@example.kr\nbcc: b@example.kr"}, "메일 주소를 확인해 주세요"),
        ({"password": "short"}, "10자 이상"),
        ({"password": "x" * 5000}, "10자 이상"),
        ({"agree": ""}, "동의가 필요해요"),
    ],
)
def test_bad_input_at_sign_up_keeps_the_form_and_writes_nothing(app, visitor, fields, sentence):
    before = all_rows(app)

    answer = visitor.post("/sign-up", data={k: v for k, v in (NEW | fields).items() if v})

    text = text_of(answer)
    assert answer.status_code == 422
    assert sentence in text
    assert ('value="강새롬"' in text) is ("name" not in fields)
    assert all_rows(app) == before


@pytest.mark.parametrize("next_path", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_off_the_site(visitor, next_path):
    answer = visitor.post("/sign-in", data={"email": "mom@example.kr", "password": PASSWORD, "next": next_path})

    assert answer.headers["Location"] == "/"


def test_a_wrong_password_keeps_the_address(visitor):
    answer = visitor.post("/sign-in", data={"email": "mom@example.kr", "password": "wrong", "next": "/slots/3"})

    assert answer.status_code == 422
    assert 'value="mom@example.kr"' in text_of(answer)
    assert 'value="/slots/3"' in text_of(answer)


@pytest.mark.parametrize(("who", "home"), [("mom", "/"), ("staff", "/staff/"), ("city", "/admin/")])
def test_everybody_starts_at_their_own_work(visitor, world, who, home):
    email = {"mom": "mom@example.kr", "staff": "staff@example.kr", "city": "city@example.kr"}[who]

    answer = visitor.post(
        "/sign-in", data={"email": email, "password": PASSWORD, "next": "/reservations" if who != "mom" else ""}
    )

    assert answer.headers["Location"] == home
    if who != "mom":
        assert visitor.get("/").headers["Location"] == home


def test_signing_out_ends_the_sign_in_everywhere_the_cookie_was_copied(app, world, visitor, sign_in):
    client = sign_in(world.mom)
    with client.session_transaction() as cookie, visitor.session_transaction() as copy:
        copy["_user_id"] = cookie["_user_id"]
    assert visitor.get("/me").status_code == 200

    client.post("/sign-out")

    assert visitor.get("/me").status_code == 303


def test_spaces_around_a_long_enough_password_belong_to_it(app, visitor):
    visitor.post("/sign-up", data=NEW | {"password": "  a-new-password "})
    app.test_client().post(newest_link(app), data={"password": "  a-new-password "})

    assert visitor.post("/sign-in", data={"email": "new@example.kr", "password": "a-new-password"}).status_code == 422
    assert visitor.post("/sign-in", data={"email": "new@example.kr", "password": "  a-new-password "}).status_code == 303
