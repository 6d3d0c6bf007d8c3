"""People over HTTP: the list, invitations, blocking."""

import pytest
from markupsafe import escape
from sqlalchemy import select

from booking.actions.invite_official import invite_official
from booking.actions.invite_staff import invite_staff
from booking.db import transaction
from booking.models import Account, MailLink
from tests.support.morning import all_rows, text_of
from tests.world import NOW

STAFF = {"staff-name": "새직원", "staff-email": "new@example.kr", "staff-cafe": "JN220501"}
OFFICIAL = {"admin-name": "새관리", "admin-email": "new@example.kr", "admin-district": "11110"}


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


def invited(within):
    def act():
        with transaction() as session:
            return session.execute(select(MailLink.kind, MailLink.email, MailLink.cafe_id, MailLink.district_id)).all()

    return within(act)


def test_the_list_shows_the_own_districts_people_and_nobody_elses(official):
    page = text_of(official.get("/admin/people"))

    assert "최직원" in page
    assert "한종로" in page
    for stranger in ("정직원", "오중랑", "서시청", "김엄마"):
        assert stranger not in page


def test_staff_and_officials_are_invited(world, within, official):
    assert official.post("/admin/people/staff", data=STAFF).status_code == 303
    answer = official.post("/admin/people/officials", data=OFFICIAL | {"admin-email": "Two@Example.kr"})

    assert answer.status_code == 303
    assert "two@example.kr" in text_of(official.get("/admin/people"))
    assert invited(within) == [
        ("invite_staff", "new@example.kr", world.hyehwa, None),
        ("invite_admin", "two@example.kr", None, 11110),
    ]


def test_the_city_invites_to_the_city(world, within, sign_in):
    sign_in(world.city).post("/admin/people/officials", data=OFFICIAL | {"admin-district": "city"})

    assert invited(within) == [("invite_admin", "new@example.kr", None, None)]


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("staff", {"staff-name": ""}, "이름을 적어 주세요"),
        ("staff", {"staff-name": "가" * 41}, "40자까지"),
        ("staff", {"staff-name": "<b>새직원</b>"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ("staff", {"staff-name": "새\x00직원"}, "쓸 수 없는 글자"),
        ("officials", {"admin-name": "새</b>"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ("staff", {"staff-email": ""}, "메일 주소를 적어 주세요"),
        ("staff", {"staff-email": "<b>"}, "메일 주소를 확인해 주세요"),
        ("staff", {"staff-email": "mom@example.kr"}, "이미 쓰이는 메일 주소예요"),
        ("staff", {"staff-cafe": ""}, "일할 지점을 골라 주세요"),
        ("staff", {"staff-cafe": "JR220801"}, "목록에 있는 것"),
        ("staff", {"staff-cafe": "\x00"}, "목록에 있는 것"),
        ("officials", {"admin-district": ""}, "맡을 곳을 골라 주세요"),
        ("officials", {"admin-district": "11260"}, "목록에 있는 것"),
        ("officials", {"admin-district": "city"}, "목록에 있는 것"),
        ("officials", {"admin-district": "9" * 40}, "목록에 있는 것"),
        ("officials", {"admin-email": "city@example.kr"}, "이미 쓰이는 메일 주소예요"),
    ],
)
def test_bad_input_gets_a_sentence_and_the_form_back_and_writes_nothing(app, official, path, fields, sentence):
    before = all_rows(app)

    kept = "staff-email" if "staff-name" in fields else f"{'staff' if path == 'staff' else 'admin'}-name"

    answer = official.post(f"/admin/people/{path}", data=STAFF | OFFICIAL | fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{escape((STAFF | OFFICIAL | fields)[kept])}"' in text_of(answer)
    assert all_rows(app) == before


def test_a_second_invitation_is_told_and_may_be_sent_again_or_taken_back(app, world, within, official):
    link_id = within(invite_staff, world.hyehwa, email="new@example.kr", name="새직원", actor=world.official, now=NOW)

    assert "다시 보낼 수 있어요" in text_of(official.post("/admin/people/staff", data=STAFF))
    assert official.post(f"/admin/invitations/{link_id}/resend").status_code == 303
    assert official.post(f"/admin/invitations/{link_id}/cancel").status_code == 303
    assert official.post(f"/admin/invitations/{link_id}/cancel").status_code == 404
    assert "new@example.kr" not in text_of(official.get("/admin/people"))


@pytest.mark.parametrize("verb", ["resend", "cancel"])
def test_anothers_invitation_is_not_there(app, world, within, official, verb):
    theirs = within(invite_staff, world.myeonmok, email="a@example.kr", name="남", actor=world.city, now=NOW)
    citys = within(invite_official, None, email="b@example.kr", name="시", actor=world.city, now=NOW)
    before = all_rows(app)

    for link_id in (theirs, citys, 999_999, 10**20):
        assert official.post(f"/admin/invitations/{link_id}/{verb}").status_code == 404

    assert all_rows(app) == before


def test_a_blocked_person_is_out_at_once_and_in_again_when_unblocked(world, sign_in, official):
    staff = sign_in(world.staff)
    url = f"/admin/people/{world.staff.account_id}"

    assert official.post(f"{url}/block", data={"reason": "퇴사"}).status_code == 303

    assert "/sign-in" in staff.get("/staff/").headers.get("Location", "")
    page = text_of(official.get("/admin/people"))
    assert "차단 풀기" in page
    assert official.post(f"{url}/unblock", data={"reason": "복직"}).status_code == 303
    assert "차단 풀기" not in text_of(official.get("/admin/people"))


def test_a_block_needs_a_reason_and_nobody_blocks_themselves(app, world, official):
    before = all_rows(app)

    missing = official.post(f"/admin/people/{world.staff.account_id}/block", data={"reason": "\x00"})
    own = official.post(f"/admin/people/{world.official.account_id}/block", data={"reason": "실수"})

    assert (missing.status_code, own.status_code) == (422, 422)
    assert "사유를 적어 주세요" in text_of(missing)
    assert "자신의 계정은 막을 수 없어요" in text_of(own)
    assert all_rows(app) == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("verb", ["block", "unblock"])
def test_another_districts_people_the_citys_and_guardians_are_not_there(app, world, within, official, method, verb):
    for whom in ("city", "other_official", "other_staff", "mom"):
        account_id = getattr(world, whom).account_id
        answer = getattr(official, method)(f"/admin/people/{account_id}/{verb}", data={"reason": "장난"})
        assert answer.status_code == 404, whom
    assert getattr(official, method)(f"/admin/people/{10**20}/{verb}").status_code == 404

    def blocked():
        with transaction() as session:
            return session.scalars(select(Account.id).where(Account.blocked_at.is_not(None))).all()

    assert within(blocked) == []
