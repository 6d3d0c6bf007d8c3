"""Finding a family by what it can say: a name, a part of it, initial consonants, the end of the phone number, the code."""

import pytest

from booking.db import transaction
from booking.models import Account
from tests.door import reservation, reserved
from tests.support.morning import Statements, text_of
from tests.world import TUESDAY, a_slot, guardians

WEDNESDAY = TUESDAY.replace(day=25)


@pytest.fixture
def find(staff):
    def ask(text):
        return staff.get("/staff/find", query_string={"q": text})

    return ask


@pytest.fixture
def family(world, within, slot_id, started):
    """A reservation of mom's for 지아 this morning."""
    return within(reserved, world, slot_id)


@pytest.mark.parametrize(
    "text",
    ["지아", "지", "ㅈㅇ", "김엄마", "엄마", "ㄱㅇㅁ", "이아빠", "5678", "010-1234-5678", "12345678", " 지아 ", "지\x00아"],
)
def test_a_family_is_found_by_child_guardian_and_phone(find, world, family, text):
    answer = find(text)

    assert answer.status_code == 200
    assert "지아" in text_of(answer)
    assert "1234-5678" not in text_of(answer).replace(f'value="{text}"', "").replace(f"찾기: {text}", "")


@pytest.mark.parametrize(
    "text", ["박이웃", "ㅎㅎㅎ", "9999", "567", "%", "_", "'; drop table visit; --", "\x00지아아", "<b>x</b>"]
)
def test_who_is_not_there_is_not_found_and_what_to_try_is_said(find, family, text):
    answer = find(text)

    assert answer.status_code == 200
    assert "찾지 못했어요" in text_of(answer)
    assert "<b>x" not in text_of(answer)


def test_todays_families_come_before_those_of_the_coming_days(find, world, within, family):
    wednesday = within(a_slot, world.hyehwa, day=WEDNESDAY)
    later = within(reserved, world, wednesday, request_id="r2")

    text = text_of(find("지아"))

    today, tomorrow = (within(reservation, one).code for one in (family, later))
    assert text.index("오늘</h2>") < text.index(today) < text.index("앞으로</h2>") < text.index(tomorrow)
    assert "11월 25일(수)" in text


def test_another_cafes_family_is_not_found(find, world, within, started):
    theirs = within(a_slot, world.myeonmok)
    within(reserved, world, theirs)

    for text in ("지아", "김엄마", "5678"):
        assert "찾지 못했어요" in text_of(find(text))


def test_a_deleted_account_is_not_found_by_its_old_number(find, world, within, family):
    def forget():
        with transaction() as session:
            for actor in (world.mom, world.dad):
                account = session.get_one(Account, actor.account_id)
                account.email, account.phone, account.name = None, None, "탈퇴한 보호자"
                account.forgotten_at = account.created_at

    within(forget)

    assert "찾지 못했어요" in text_of(find("5678"))
    assert "찾지 못했어요" in text_of(find("탈퇴"))
    assert "지아" in text_of(find("지아"))


def test_a_code_or_a_scanned_link_leads_straight_to_its_page(find, within, family):
    code = within(reservation, family).code

    for text in (code, code.lower(), f"{code[:4]}-{code[4:]}", f"http://localhost:8000/q/{code}"):
        answer = find(text)
        assert (answer.status_code, answer.location) == (303, f"/staff/codes/{code}"), text


@pytest.mark.parametrize("text", ["", "   ", "\x00", "가" * 201])
def test_an_empty_or_endless_question_is_answered_at_the_field(find, family, text):
    answer = find(text)

    assert answer.status_code == 422
    assert 'id="q-error"' in text_of(answer)
    assert "오류: " in text_of(answer)


def test_the_page_alone_asks(staff, family):
    answer = staff.get("/staff/find")

    assert answer.status_code == 200
    assert "초성" in text_of(answer)


def test_many_are_cut_and_the_page_says_so(app, find, world, within, slot_id, started):
    full = within(a_slot, world.hyehwa, number=3, capacity_=25)
    for actor, child in within(guardians, 21):
        within(reserved, world, full, child, actor=actor)

    with Statements(app) as statements:
        text = text_of(find("아이"))

    assert text.count('class="tap-item"') == 20
    assert "앞의 20건만" in text
    assert len(statements.seen) <= 12
