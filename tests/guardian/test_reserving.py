"""The slot page and its form, over HTTP."""

import gzip
import re
from datetime import UTC, datetime, time

import pytest

from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import Account
from booking.rules.times import instant
from tests.support.morning import Statements, all_rows, text_of, without_csrf
from tests.world import NOW, TUESDAY, a_slot, guardians, state, states

FORM = {"adults": "1", "request_id": "11111111-1111-4111-8111-111111111111"}


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def fill(within, slot_id, places):
    def act():
        for n, (actor, child_id) in enumerate(guardians(places)):
            reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id=f"fill{n}", now=NOW)

    within(act)


def send(client, slot_id, **fields):
    return client.post(f"/slots/{slot_id}/reservations", data=FORM | fields)


def test_two_children_are_reserved_and_the_answer_is_a_redirect_to_the_reservation(world, within, slot_id, mom):
    answer = send(mom, slot_id, child_ids=[world.jia, world.minjun])

    assert answer.status_code == 303
    page = mom.get(answer.headers["Location"])
    assert "예약했어요" in text_of(page)
    assert within(states, slot_id) == ["reserved", "reserved"]


def test_a_double_tap_leads_to_the_same_reservation(world, within, slot_id, mom):
    first = send(mom, slot_id, child_ids=[world.jia])
    second = send(mom, slot_id, child_ids=[world.jia])

    assert first.headers["Location"] == second.headers["Location"]
    assert within(states, slot_id) == ["reserved"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "함께 갈 아이를 한 명 이상"),
        ({"child_ids": ["0"]}, "우리 가족에 등록된 아이만"),
        ({"child_ids": ["abc", "<b>1</b>"]}, "우리 가족에 등록된 아이만"),
        ({"child_ids": ["99999999999999999999999"]}, "우리 가족에 등록된 아이만"),
        ({"child_ids": [str(n) for n in range(50)]}, "우리 가족에 등록된 아이만"),
        ({"child_ids": "JIA", "adults": ""}, "보호자 수를 숫자로"),
        ({"child_ids": "JIA", "adults": "둘"}, "보호자 수를 숫자로"),
        ({"child_ids": "JIA", "adults": "1.5"}, "보호자 수를 숫자로"),
        ({"child_ids": "JIA", "adults": "9" * 5000}, "보호자 수를 숫자로"),
        ({"child_ids": "JIA", "adults": "\x00"}, "보호자 수를 숫자로"),
        ({"child_ids": "JIA", "adults": "0"}, "보호자는 1명 이상"),
        ({"child_ids": "JIA", "adults": "-3"}, "보호자는 1명 이상"),
        ({"child_ids": "JIA", "adults": "99999999999999999999"}, "보호자는 2명까지"),
        ({"child_ids": "JIA", "request_id": ""}, "화면이 오래되었어요"),
        ({"child_ids": "JIA", "request_id": "\x00" * 20}, "화면이 오래되었어요"),
        ({"child_ids": "JIA", "request_id": "a" * 70000}, "화면이 오래되었어요"),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_written(app, world, slot_id, mom, fields, sentence):
    fields = {key: str(world.jia) if value == "JIA" else value for key, value in fields.items()}
    before = all_rows(app)

    answer = send(mom, slot_id, **fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert all_rows(app) == before


def test_another_familys_child_is_refused_at_the_field_and_the_form_is_kept(world, within, slot_id, mom):
    answer = send(mom, slot_id, child_ids=[world.stranger_child, world.jia], adults="2")

    text = text_of(answer)
    assert answer.status_code == 422
    assert "우리 가족에 등록된 아이만" in text
    assert re.search(rf'<input[^>]*checked[^>]*value="{world.jia}"', text)
    assert re.search(r'name="adults"[^>]*value="2"|value="2"[^>]*name="adults"', text)
    assert "하준" not in text
    assert within(states, slot_id) == []


def test_a_refused_form_keeps_its_request_id_but_a_used_one_is_renewed(world, slot_id, mom):
    assert FORM["request_id"] in text_of(send(mom, slot_id))

    send(mom, slot_id, child_ids=[world.jia])
    answer = send(mom, slot_id, child_ids=[world.minjun])

    assert "이미 다른 예약을 했어요" in text_of(answer)
    assert FORM["request_id"] not in text_of(answer)


def test_a_full_slot_says_so_and_offers_the_nearest_that_do(world, within, slot_id, mom):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    same_day = within(a_slot, world.hyehwa, number=3)
    elsewhere = within(a_slot, world.myeonmok, number=2)
    fill(within, small, 1)

    answer = send(mom, small, child_ids=[world.jia])

    text = text_of(answer)
    assert answer.status_code == 422
    assert "남은 자리가 없어서" in text
    assert re.search(rf'<input[^>]*checked[^>]*value="{world.jia}"', text), "the form is kept"
    offered = [int(found) for found in re.findall(r'class="button[^"]*slot-action" href="/slots/(\d+)\?child=', text)]
    assert offered == [same_day, slot_id, elsewhere]


def test_the_nearest_slots_fit_all_children_in_number_and_by_the_rules(world, within, slot_id, mom):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    one_place = within(a_slot, world.hyehwa, number=3, capacity_=1)
    reserve_elsewhere = within(a_slot, world.myeonmok, number=3)
    fill(within, small, 1)
    within(reserve, reserve_elsewhere, actor=world.mom, child_ids=[world.minjun], adults=1, request_id="x", now=NOW)

    text = text_of(send(mom, small, child_ids=[world.jia, world.minjun]))

    # Minjun may come once a day, and one place is not enough for two.
    assert "이 자리는 어때요" not in text
    assert f"/slots/{one_place}" not in text.split("slot-action", 1)[-1]


def test_a_child_that_is_too_old_is_shown_with_the_reason_before_anybody_taps(app, world, within, slot_id, mom):
    def small_band():
        with transaction() as session:
            state(session, "ages", {"basis": "year_age", "min": 0, "max": 4}, cafe_id=world.hyehwa)

    within(small_band)

    text = text_of(mom.get(f"/slots/{slot_id}"))

    assert "2021년생은 2026년에 연나이 5세: 0~4세 이용 가능" in text
    assert re.search(rf'<input[^>]*disabled[^>]*value="{world.jia}"|value="{world.jia}"[^>]*disabled', text)
    assert "2023년생 · 연나이 3세" in text


def test_an_unconfirmed_guardian_may_look_but_is_told_to_confirm(app, world, within, slot_id, sign_in):
    def unconfirm():
        with transaction() as session:
            session.get_one(Account, world.mom.account_id).email_confirmed_at = None

    within(unconfirm)
    mom = sign_in(world.mom)

    assert "확인 메일 다시 받기" in text_of(mom.get(f"/slots/{slot_id}"))
    answer = send(mom, slot_id, child_ids=[world.jia])
    assert answer.status_code == 422
    assert "메일 주소를 먼저 확인해 주세요" in text_of(answer)
    assert within(states, slot_id) == []

    answer = mom.post("/me/confirmation", data={"next": f"/slots/{slot_id}"})
    assert answer.headers["Location"] == f"/slots/{slot_id}"


def test_a_slot_that_is_not_there_and_a_number_no_row_can_have_are_404(mom, slot_id):
    for path in (f"/slots/{slot_id + 1}", "/slots/99999999999999999999", "/slots/0"):
        assert mom.get(path).status_code == 404, path
        assert mom.post(f"{path}/reservations", data=FORM | {"child_ids": "1"}).status_code == 404, path


@pytest.mark.parametrize("who", ["staff", "city"])
def test_who_works_here_sees_the_slot_but_cannot_reserve(world, slot_id, sign_in, who):
    client = sign_in(getattr(world, who))

    assert client.get(f"/slots/{slot_id}").status_code == 200
    assert "request_id" not in text_of(client.get(f"/slots/{slot_id}"))
    assert send(client, slot_id, child_ids=[world.jia]).status_code == 404


@pytest.mark.parametrize("full", [False, True])
def test_the_slot_page_takes_twelve_statements_and_thirty_kilobytes_at_most(app, world, within, mom, full):
    slot_id = within(a_slot, world.hyehwa, capacity_=1)
    for number in (2, 3):
        within(a_slot, world.hyehwa, number=number)
        within(a_slot, world.myeonmok, number=number)
    if full:
        fill(within, slot_id, 1)

    with Statements(app) as statements:
        answer = mom.get(f"/slots/{slot_id}")

    assert ("이 자리는 어때요" in text_of(answer)) is full
    assert len(statements.seen) <= 12, statements.seen
    assert len(gzip.compress(answer.data)) <= 30 * 1024


@pytest.mark.parametrize(("moment", "status"), [(time(10, 59), 303), (time(11, 0), 422)])
def test_a_slot_under_way_may_be_reserved_until_half_an_hour_before_its_end(
    world, slot_id, sign_in, shifted, moment, status
):
    later = without_csrf(shifted(instant(TUESDAY, moment) - datetime.now(UTC)))
    client = later.test_client()
    with sign_in(world.mom).session_transaction() as here, client.session_transaction() as there:
        there["_user_id"] = here["_user_id"]

    answer = send(client, slot_id, child_ids=[world.jia])

    assert answer.status_code == status
    assert ("오전 11:00에 예약이 끝났어요" in text_of(answer)) is (status == 422)
    with later.app_context():
        db.engine.dispose()
