"""A second guardian, an invited official, and leaving again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.actions.accept_invitation import accept_invitation
from booking.actions.change_password import change_password
from booking.actions.delete_account import delete_account
from booking.actions.invite_guardian import invite_guardian, withdraw_invitation
from booking.actions.reserve import reserve
from booking.actions.sign_in import sign_in
from booking.db import transaction
from booking.models import Account, Child, Consent, Ledger, LogEntry, MailLink, Notice, Reservation, SignIn
from booking.rules.families import INVITATIONS_A_DAY
from booking.rules.refusals import Code, NotThere, Refused
from tests.world import HERE, NOW, PASSWORD, a_slot, a_world, states, taken

pytestmark = pytest.mark.usefixtures("context")
WHO = {"name": "한할머니", "phone": "01011112222", "password": "grandmother-1"}


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.refusal.code


def newest_link():
    with transaction() as session:
        return session.scalar(select(func.max(MailLink.id)))


def invited(world, email="grandma@example.kr", **changed):
    invite_guardian(**{"actor": world.mom, "email": email, "now": NOW} | changed)
    return newest_link()


def test_an_invited_guardian_is_in_the_family_with_a_consent_and_is_signed_in():
    world = a_world()

    _, actor = accept_invitation(invited(world), **WHO, now=NOW + timedelta(days=6))

    assert (actor.role, actor.family_id, actor.email_confirmed) == ("guardian", world.mom.family_id, True)
    with transaction() as session:
        assert session.scalar(select(func.count()).where(Consent.account_id == actor.account_id)) == 1
        assert session.get_one(MailLink, newest_link()).email is None


@pytest.mark.parametrize("kind", ["invite_staff", "invite_admin"])
def test_invited_staff_and_officials_are_bound_as_the_invitation_says(kind):
    world = a_world()
    where = {"cafe_id": world.hyehwa} if kind == "invite_staff" else {"district_id": 11110}
    with transaction() as session:
        session.add(
            MailLink(
                kind=kind,
                email="work@example.kr",
                name="새직원",
                invited_by_id=world.city.account_id,
                created_at=NOW,
                expires_at=NOW + timedelta(days=7),
                **where,
            )
        )

    _, actor = accept_invitation(newest_link(), name="새직원", phone=None, password="work-password", now=NOW)

    assert {"cafe_id": actor.cafe_id, "district_id": actor.district_id}.items() >= where.items()
    with transaction() as session:
        assert session.scalar(select(LogEntry.detail).where(LogEntry.verb == "accept_invitation")) is not None


def test_an_invitation_to_somebody_with_an_account_tells_only_who_opens_the_mail():
    world = a_world()

    link = invited(world, "stranger@example.kr")

    assert refused(accept_invitation, link, **WHO, now=NOW) == Code.EMAIL_TAKEN


def test_an_invitation_ends_after_seven_days_when_used_and_when_withdrawn():
    world = a_world()
    link = invited(world)

    assert refused(accept_invitation, link, **WHO, now=NOW + timedelta(days=7)) == Code.LINK_EXPIRED
    withdraw_invitation(link, actor=world.dad, now=NOW)
    assert refused(accept_invitation, link, **WHO, now=NOW) == Code.LINK_USED


def test_a_stranger_cannot_withdraw_it():
    world = a_world()
    link = invited(world)

    with pytest.raises(NotThere):
        withdraw_invitation(link, actor=world.stranger, now=NOW)


def test_a_family_has_four_guardians_at_most_open_invitations_included():
    world = a_world()
    invited(world, "a@example.kr")
    invited(world, "b@example.kr")

    assert refused(invite_guardian, actor=world.mom, email="c@example.kr", now=NOW) == Code.FAMILY_FULL
    assert refused(invite_guardian, actor=world.mom, email="dad@example.kr", now=NOW) == Code.ALREADY_IN_FAMILY


def test_nobodys_mailbox_is_filled_with_invitations():
    world = a_world()
    for _ in range(INVITATIONS_A_DAY):
        invited(world)

    assert refused(invite_guardian, actor=world.mom, email="grandma@example.kr", now=NOW) == Code.TOO_OFTEN


def test_the_last_guardian_leaves_and_takes_everything_along():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserve(slot_id, actor=world.stranger, child_ids=[world.stranger_child], adults=1, request_id="r1", now=NOW)
    sign_in("stranger@example.kr", PASSWORD, origin=HERE, now=NOW)

    delete_account(actor=world.stranger, password=PASSWORD, origin=HERE, now=NOW)

    assert (states(slot_id), taken(slot_id)) == (["cancelled"], 0)
    with transaction() as session:
        account = session.get_one(Account, world.stranger.account_id)
        assert (account.email, account.name, account.phone, account.password_hash) == (None, "탈퇴한 회원", None, None)
        child = session.get_one(Child, world.stranger_child)
        assert (child.name, child.removed_at) == ("아이", NOW)
        assert session.scalar(select(func.count()).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))) == 0
        assert session.scalar(select(Ledger.cause).order_by(Ledger.id.desc()).limit(1)) == "account"
        assert session.scalar(select(func.count()).where(LogEntry.verb == "forget")) == 1


def test_another_guardian_takes_over_what_is_reserved():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r1", now=NOW)

    delete_account(actor=world.mom, password=PASSWORD, origin=HERE, now=NOW)

    assert states(slot_id) == ["reserved"]
    with transaction() as session:
        assert session.get_one(Reservation, reservation_id).account_id == world.dad.account_id
        waiting = select(Notice.account_id).where(Notice.subject_id == reservation_id, Notice.state == "due")
        assert set(session.scalars(waiting)) == {world.dad.account_id}
        assert session.get_one(Child, world.jia).name == "지아"


def test_a_wrong_password_deletes_nothing():
    world = a_world()

    assert refused(delete_account, actor=world.mom, password="not mine", origin=HERE, now=NOW) == Code.PASSWORD_WRONG


def test_a_changed_password_ends_the_other_devices_only():
    a_world()
    _, here = sign_in("mom@example.kr", PASSWORD, origin=HERE, now=NOW)
    _, elsewhere = sign_in("mom@example.kr", PASSWORD, origin=HERE, now=NOW)

    change_password(actor=here, old=PASSWORD, new="something-else", origin=HERE, now=NOW)

    with transaction() as session:
        assert session.get_one(SignIn, here.sign_in_id).ended_at is None
        assert session.get_one(SignIn, elsewhere.sign_in_id).ended_at == NOW
    assert refused(change_password, actor=here, old=PASSWORD, new="x" * 12, origin=HERE, now=NOW) == Code.PASSWORD_WRONG
