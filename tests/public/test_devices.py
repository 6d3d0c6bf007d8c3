"""The page of sign-ins and tokens: listed, ended, made, for every role; nobody else's."""

import re

from tests.support.morning import post_form, text_of


def _ends(page: str) -> list[str]:
    return re.findall(r'action="(/sign-ins/\d+/end)"', page)


def _made(client, **fields):
    return post_form(client, "/sign-ins", **{"name": "접수대", "days": "30", "request_id": "a" * 8} | fields)


def test_everybody_sees_the_own_devices_and_can_end_another_one(sign_in, world):
    for actor in (world.mom, world.staff, world.official):
        here, lost = sign_in(actor), sign_in(actor)
        page = text_of(here.get("/sign-ins"))
        newest, this = _ends(page)
        assert page.count("이 기기</span>") == 1

        assert here.post(newest).headers["Location"] == "/sign-ins"

        assert lost.get("/sign-ins").headers["Location"].startswith("/sign-in?")
        assert _ends(text_of(here.get("/sign-ins"))) == [this]
        assert here.post(this).headers["Location"] == "/"
        assert here.get("/sign-ins").status_code == 303


def test_nobody_ends_a_sign_in_of_somebody_else(sign_in, world):
    mom, stranger = sign_in(world.mom), sign_in(world.stranger)
    (moms,) = _ends(text_of(mom.get("/sign-ins")))

    assert "이미 끝났어요" in text_of(stranger.post(moms, follow_redirects=True))

    assert mom.get("/sign-ins").status_code == 200


def test_a_token_made_on_the_page_is_shown_once_and_opens_the_api_until_it_is_ended(app, sign_in, world):
    client = sign_in(world.staff)
    answer = _made(client)
    assert answer.status_code == 201
    token = re.search(r'<code class="token">(kidscafe_[\w-]+)</code>', text_of(answer))[1]
    headers = {"Authorization": f"Bearer {token}"}
    program = app.test_client()
    assert program.get("/api/v1/staff/slots", headers=headers).status_code == 200

    again = text_of(_made(client))
    listed = text_of(client.get("/sign-ins"))

    assert token in again
    assert token not in listed
    assert listed.count("접수대 토큰") == 1
    assert client.post(_ends(listed)[-1]).status_code == 303
    assert program.get("/api/v1/staff/slots", headers=headers).status_code == 401


def test_a_token_needs_a_name_and_a_length_from_the_list_and_a_fresh_page(sign_in, world):
    client = sign_in(world.mom)
    _made(client)
    for fields, sentence in (
        ({"name": " "}, "이름을 적어 주세요"),
        ({"name": "<b>"}, "태그"),
        ({"name": "x" * 41}, "40자까지"),
        ({"days": "3650"}, "목록에 있는 것"),
        ({"request_id": "!"}, "화면이 오래되었어요"),
        ({"name": "다른 앱"}, "이 화면으로 이미 토큰을 만들었어요"),
    ):
        answer = _made(client, **fields)
        assert answer.status_code == 422, fields
        assert sentence in text_of(answer), fields
    assert len(_ends(text_of(client.get("/sign-ins")))) == 2
