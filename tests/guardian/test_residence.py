"""Where a family lives: said in the account or when signing up, and asked for where a café's rule needs it."""

import pytest

from booking.actions.change_residence import change_residence
from booking.db import transaction
from booking.models import Family
from booking.rules.parties import Residence
from booking.rules.refusals import Code, NotThere, Refused
from tests.support.morning import post_form, text_of
from tests.world import NOW, a_slot, state

HERE = Residence(11110, known=True)


def family_of(actor):
    with transaction() as session:
        row = session.get_one(Family, actor.family_id)
        return Residence(row.residence_district_id, row.life_zone, row.residence_known)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def residents_only(world, evidence="신분증"):
    with transaction() as session:
        state(session, "residency", {"who": "district", "evidence": evidence}, cafe_id=world.hyehwa)


@pytest.mark.parametrize(
    ("chosen", "kept", "said"),
    [
        ("11110", HERE, "서울 종로구"),
        ("life_zone", Residence(None, life_zone=True, known=True), "서울 밖 (직장·학교·사업장이 서울)"),
        ("outside", Residence(known=True), "서울 밖"),
        ("", Residence(), "아직 적지 않음"),
    ],
)
def test_one_list_says_it_for_the_whole_family(world, within, mom, sign_in, chosen, kept, said):
    assert post_form(mom, "/me/residence", residence=chosen).status_code == 303

    assert within(family_of, world.mom) == kept
    assert said in text_of(sign_in(world.dad).get("/me"))
    assert f'<option selected value="{chosen}"' in text_of(mom.get("/me/residence"))


def test_what_is_not_in_the_list_is_refused(world, within, mom):
    assert post_form(mom, "/me/residence", residence="99999").status_code == 422
    assert within(family_of, world.mom) == Residence()


def test_a_district_that_is_not_there_and_other_people_are_refused(world, within):
    with pytest.raises(Refused) as caught:
        within(change_residence, Residence(99999, known=True), actor=world.mom, now=NOW)
    assert caught.value.refusal.code == Code.NO_SUCH_DISTRICT
    with pytest.raises(NotThere):
        within(change_residence, HERE, actor=world.staff, now=NOW)


def test_a_cafe_for_residents_says_so_leads_there_and_back_and_then_takes_the_family(world, within, mom):
    within(residents_only, world)
    slot = within(a_slot, world.hyehwa)
    page = text_of(mom.get(f"/slots/{slot}"))
    assert "이 지점의 자치구에 사는 분만 예약할 수 있어요. 사는 곳을 먼저 알려 주세요." in page
    assert f"/me/residence?next=/slots/{slot}" in page
    assert "예약하기</button>" not in page

    answer = post_form(mom, "/me/residence", residence="11110", next=f"/slots/{slot}")
    assert answer.headers["Location"] == f"/slots/{slot}"

    page = text_of(mom.get(f"/slots/{slot}"))
    assert "자치구에 사는 분 (현장에서 확인해요: 신분증)" in page
    answer = post_form(mom, f"/slots/{slot}/reservations", child_ids=[world.jia], adults="1", request_id="1111-2222")
    assert answer.status_code == 303, text_of(answer)


def test_a_visitor_may_sign_in_before_being_asked_where_they_live(world, within, app):
    within(residents_only, world)
    slot = within(a_slot, world.hyehwa)

    assert "로그인하고 예약하기" in text_of(app.test_client().get(f"/slots/{slot}"))


def test_a_foreign_way_on_is_not_taken(mom):
    answer = post_form(mom, "/me/residence", residence="outside", next="https://example.com/")

    assert answer.headers["Location"] == "/me"


def test_signing_up_may_say_it(app, world, within):
    fields = {
        "name": "새보호자",
        "phone": "01011112222",
        "email": "new@example.kr",
        "password": "long-enough-1",
        "agree": "y",
    }

    assert post_form(app.test_client(), "/sign-up", residence="11260", **fields).status_code == 303

    def newest():
        with transaction() as session:
            return session.query(Family).order_by(Family.id.desc()).first().residence_district_id

    assert within(newest) == 11260
