"""The page behind an invitation says what the reader can do, also where the invitation cannot be accepted."""

import pytest

from booking.actions.delete_account import delete_account
from booking.actions.invite_guardian import invite_guardian, withdraw_invitation
from booking.db import transaction
from booking.models import MailLink
from tests.support.morning import all_rows, newest_link, text_of
from tests.world import HERE, NOW, PASSWORD

WHO = {"name": "한할머니", "phone": "010-1111-2222", "password": "grandmother-1", "agree": "y"}


@pytest.fixture
def link(app, world, within):
    """An invitation of mom's for the stranger, who has a family already."""
    within(invite_guardian, actor=world.mom, email="stranger@example.kr", now=NOW)
    return newest_link(app)


@pytest.mark.parametrize("who", ["stranger", None])
def test_who_has_an_account_is_told_what_to_do_instead_of_a_form_that_cannot_succeed(app, world, sign_in, link, who):
    client = sign_in(world.stranger) if who else app.test_client()
    before = all_rows(app)

    for answer in (client.get(link), client.post(link, data=WHO)):
        text = text_of(answer)
        assert "이 주소는 이미 가입되어 있어요" in text
        assert "다른 메일 주소로 다시 초대" in text
        assert 'name="password"' not in text
        assert ("/me/delete" in text) is (who == "stranger")
    assert answer.status_code == 422
    assert all_rows(app) == before


@pytest.mark.parametrize("email", ["stranger@example.kr", "grandma@example.kr"])
def test_another_signed_in_person_is_told_for_whom_it_is_and_to_sign_out_first(app, world, within, sign_in, email):
    within(invite_guardian, actor=world.mom, email=email, now=NOW)
    client = sign_in(world.dad)
    link = newest_link(app)
    before = all_rows(app)

    for answer in (client.get(link), client.post(link, data=WHO)):
        text = text_of(answer)
        assert f"{email}" in text
        assert "이아빠님으로 로그인되어 있어요" in text
        assert 'action="/sign-out"' in text
        assert 'name="password"' not in text
    assert all_rows(app) == before


def test_after_leaving_the_own_account_the_same_link_works(app, world, within, link):
    within(delete_account, actor=world.stranger, password=PASSWORD, origin=HERE, now=NOW)
    client = app.test_client()

    assert 'name="password"' in text_of(client.get(link))
    assert client.post(link, data=WHO).status_code == 303


def test_a_withdrawn_invitation_is_not_called_used(app, world, within):
    within(invite_guardian, actor=world.mom, email="grandma@example.kr", now=NOW)

    def read():
        with transaction() as session:
            return session.query(MailLink.id).order_by(MailLink.id.desc()).first()[0]

    within(withdraw_invitation, within(read), actor=world.mom, now=NOW)

    answer = app.test_client().get(newest_link(app))

    assert answer.status_code == 410
    assert "이미 사용한 링크예요" not in text_of(answer)
    assert "이미 사용했거나 보낸 쪽에서 거둔 링크예요" in text_of(answer)
