"""Children, guardians and the own account over HTTP; bad input is a sentence and writes nothing."""

import pytest
from sqlalchemy import select

from booking.db import transaction
from booking.models import Account, Child
from tests.support.morning import all_rows, newest_link, text_of
from tests.world import PASSWORD


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def birth_dates(within, name):
    def read():
        with transaction() as session:
            return [f"{day:%Y-%m-%d}" for day in session.scalars(select(Child.birth_date).where(Child.name == name))]

    return within(read)


@pytest.mark.parametrize("typed", ["20210305", "2021-03-05", "2021.3.5", "2021. 3. 5.", "2021년 3월 5일", " 2021/03/05 "])
def test_a_birth_date_may_be_typed_in_several_ways(mom, within, typed):
    assert mom.post("/children/new", data={"name": "서연", "birth_date": typed}).status_code == 303

    assert birth_dates(within, "서연") == ["2021-03-05"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"birth_date": ""}, "생년월일을 적어 주세요"),
        ({"birth_date": "20210230"}, "달력에 없는 날짜"),
        ({"birth_date": "00000000"}, "달력에 없는 날짜"),
        ({"birth_date": "2019-02-29"}, "달력에 없는 날짜"),
        ({"birth_date": "2021\x0003\x0005"}, "쓸 수 없는 글자"),
        ({"name": "서<i>연"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ({"name": "서\x00연"}, "쓸 수 없는 글자"),
        ({"birth_date": "어제"}, "8자리 숫자로"),
        ({"birth_date": "9" * 70000}, "8자리 숫자로"),
        ({"birth_date": "-2021-03-05"}, "8자리 숫자로"),
        ({"birth_date": "20991231"}, "오늘보다 뒤예요"),
        ({"birth_date": "19200101"}, "0~13세 아이를 위한"),
        ({"name": ""}, "아이 이름을 적어 주세요"),
        ({"name": " \x00 "}, "아이 이름을 적어 주세요"),
        ({"name": "가" * 41}, "40자까지"),
        ({"name": "서\n연"}, "한 줄로"),
    ],
)
def test_bad_input_for_a_child_is_a_sentence_at_its_field(app, mom, fields, sentence):
    before = all_rows(app)

    answer = mom.post("/children/new", data={"name": "서연", "birth_date": "20210305"} | fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert all_rows(app) == before


def test_a_name_is_shown_as_it_was_typed(mom):
    mom.post("/children/new", data={"name": '서연 <3 & "연"', "birth_date": "20210305"})

    assert "서연 &lt;3 &amp; &#34;연&#34;" in text_of(mom.get("/children"))


def test_the_list_shows_both_ages(mom):
    text = text_of(mom.get("/children"))

    assert "만 5세" in text
    assert "연나이 3세" in text


def test_after_adding_a_child_the_way_leads_back_to_the_slot_but_never_off_the_site(mom):
    child = {"name": "서연", "birth_date": "20210305"}
    assert mom.post("/children/new?next=/slots/3", data=child).headers["Location"] == "/slots/3"
    for n, evil in enumerate(("https://evil.example", "//evil.example", "/\\evil.example")):
        answer = mom.post(f"/children/new?next={evil}", data=child | {"name": f"서연{n}"})
        assert answer.headers["Location"] == "/children"


@pytest.mark.parametrize("path", ["/children/{0}", "/children/{0}/remove"])
@pytest.mark.parametrize("who", ["stranger", "staff", "city"])
def test_another_familys_child_is_not_there(world, sign_in, who, path):
    client = sign_in(getattr(world, who))

    assert client.get(path.format(world.jia)).status_code == 404
    assert client.post(path.format(world.jia), data={"name": "남", "birth_date": "20210305"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": ""}, "전화번호를 적어 주세요"),
        ({"phone": "12345"}, "전화번호를 확인해 주세요"),
        ({"phone": "0" * 70000}, "전화번호를 확인해 주세요"),
        ({"phone": "공일공"}, "전화번호를 확인해 주세요"),
        ({"phone": "010-1234-567８"}, "전화번호를 확인해 주세요"),
        ({"phone": "<b>01012345678"}, "전화번호를 확인해 주세요"),
        ({"phone": "+82 2 742 3320"}, "휴대전화 번호를 적어 주세요"),
        ({"name": "<!--"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ({"name": ""}, "이름을 적어 주세요"),
    ],
)
def test_bad_input_for_the_own_profile(app, mom, within, world, fields, sentence):
    answer = mom.post("/me/profile", data={"name": "김엄마", "phone": "010-1234-5678"} | fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


@pytest.mark.parametrize(
    "typed", ["01055556666", "010 5555 6666", "+82 10-5555-6666", "010.5555.6666", "(010) 5555–6666", "+82(0)10-5555-6666"]
)
def test_a_phone_number_may_be_typed_with_any_separators(mom, world, within, typed):
    mom.post("/me/profile", data={"name": "김엄마", "phone": typed})

    assert "010-5555-6666" in text_of(mom.get("/me"))


def test_a_second_guardian_is_invited_by_mail_and_accepts_behind_a_button(app, mom):
    assert mom.post("/me/guardians", data={"email": "Grandma@Example.kr"}).status_code == 303
    assert "grandma@example.kr" in text_of(mom.get("/me/guardians"))
    link = newest_link(app)
    grandma = app.test_client()
    before = all_rows(app)
    assert "김엄마님의 초대" in text_of(grandma.get(link))
    assert all_rows(app) == before

    fields = {"name": "한할머니", "phone": "010-1111-2222", "password": "grandmother-1"}
    assert "동의가 필요해요" in text_of(grandma.post(link, data=fields))
    answer = grandma.post(link, data=fields | {"agree": "y"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "지아" in text_of(grandma.get("/children"))
    assert grandma.post(link, data=fields | {"agree": "y"}).status_code == 410


def test_the_account_is_deleted_with_the_password_only(app, mom, world, within):
    before = all_rows(app)
    assert mom.post("/me/delete", data={"password": "wrong password"}).status_code == 422
    # The wrong one is counted, so that it cannot be guessed.
    assert all_rows(app) == before | {"attempt": 1}

    assert mom.post("/me/delete", data={"password": PASSWORD}).status_code == 303

    assert "/sign-in" in mom.get("/me").headers["Location"]

    def read():
        with transaction() as session:
            return session.get_one(Account, world.mom.account_id).email

    assert within(read) is None
