"""Inviting staff and officials, taking an invitation back, blocking: always logged, never another district's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.actions.accept_invitation import accept_invitation
from booking.actions.block_account import block_account
from booking.actions.cancel_invitation import cancel_invitation
from booking.actions.invite_official import invite_official
from booking.actions.invite_staff import invite_staff
from booking.actions.resend_invitation import resend_invitation
from booking.actions.sign_in import sign_in
from booking.actions.unblock_account import unblock_account
from booking.db import transaction
from booking.models import Account, LogEntry, MailLink, Notice
from booking.queries.sign_ins import actor_of
from booking.rules.refusals import Code, NotThere, Refused
from tests.world import HERE, NOW, PASSWORD, a_world

pytestmark = pytest.mark.usefixtures("context")
NEW = {"email": "new@example.kr", "name": "새사람", "now": NOW}


def links() -> list[MailLink]:
    with transaction() as session:
        return list(session.scalars(select(MailLink).order_by(MailLink.id)))


def verbs() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(LogEntry.verb).order_by(LogEntry.id)))


def test_an_invitation_to_staff_is_mailed_lives_a_week_and_is_logged():
    world = a_world()

    link_id = invite_staff(world.hyehwa, actor=world.official, **NEW | {"email": " New@Example.KR "})

    with transaction() as session:
        link = session.get_one(MailLink, link_id)
        (notice,) = session.scalars(select(Notice))
        (line,) = session.scalars(select(LogEntry))
        assert (link.kind, link.email, link.cafe_id, link.expires_at) == (
            "invite_staff",
            "new@example.kr",
            world.hyehwa,
            NOW + timedelta(days=7),
        )
        assert (notice.kind, notice.subject_id, notice.account_id) == ("invite_staff", link_id, None)
        assert (line.verb, line.actor_id, line.cafe_id) == ("grant", world.official.account_id, world.hyehwa)


def test_who_accepts_works_there():
    world = a_world()
    link_id = invite_official(11110, actor=world.official, **NEW)

    _, actor = accept_invitation(link_id, name="새사람", phone=None, password="long enough now", now=NOW)

    assert (actor.role, actor.district_id) == ("admin", 11110)


@pytest.mark.parametrize(
    ("who", "district_id"), [("official", 11260), ("official", None), ("staff", 11110), ("mom", 11110), ("city", 99999)]
)
def test_an_official_is_invited_into_the_own_district_only(who, district_id):
    world = a_world()

    with pytest.raises(NotThere):
        invite_official(district_id, actor=getattr(world, who), **NEW)

    assert links() == []


@pytest.mark.parametrize("who", ["other_official", "staff", "mom"])
def test_staff_are_invited_by_officials_of_the_district_only(who):
    world = a_world()

    with pytest.raises(NotThere):
        invite_staff(world.hyehwa, actor=getattr(world, who), **NEW)

    assert links() == []


def test_the_city_invites_to_any_district_and_to_the_city():
    world = a_world()

    invite_official(11260, actor=world.city, **NEW)
    invite_official(None, actor=world.city, **NEW | {"email": "two@example.kr"})

    assert [link.district_id for link in links()] == [11260, None]


def test_an_address_with_an_account_is_refused_at_its_field():
    world = a_world()

    with pytest.raises(Refused) as refused:
        invite_staff(world.hyehwa, actor=world.official, **NEW | {"email": "MOM@example.kr"})

    assert (refused.value.refusal.code, refused.value.refusal.field) == (Code.EMAIL_TAKEN, "email")
    assert links() == []


def test_a_second_invitation_to_the_same_address_waits_until_the_first_has_expired():
    world = a_world()
    invite_staff(world.hyehwa, actor=world.official, **NEW)

    with pytest.raises(Refused) as refused:
        invite_staff(world.hyehwa, actor=world.official, **NEW)
    assert refused.value.refusal.code == Code.ALREADY_INVITED

    invite_staff(world.hyehwa, actor=world.official, **NEW | {"now": NOW + timedelta(days=7)})


def test_sending_again_puts_a_second_mail_and_lengthens_its_life():
    world = a_world()
    link_id = invite_staff(world.hyehwa, actor=world.official, **NEW)

    resend_invitation(link_id, actor=world.official, now=NOW + timedelta(days=8))

    with transaction() as session:
        assert session.get_one(MailLink, link_id).expires_at == NOW + timedelta(days=15)
        assert list(session.scalars(select(Notice.occasion).order_by(Notice.occasion))) == [0, 1]
    assert verbs() == ["grant", "grant_resend"]


def test_a_withdrawn_invitation_cannot_be_accepted_and_forgets_the_address():
    world = a_world()
    link_id = invite_staff(world.hyehwa, actor=world.official, **NEW)

    cancel_invitation(link_id, actor=world.official, now=NOW)

    (link,) = links()
    assert (link.email, link.name) == (None, None)
    with pytest.raises(Refused) as refused:
        accept_invitation(link_id, name="새사람", phone=None, password="long enough now", now=NOW)
    assert refused.value.refusal.code == Code.LINK_USED
    assert verbs() == ["grant", "grant_cancel"]


@pytest.mark.parametrize("act", [resend_invitation, cancel_invitation])
@pytest.mark.parametrize("who", ["other_official", "staff", "mom"])
def test_anothers_invitation_is_not_there(act, who):
    world = a_world()
    link_id = invite_staff(world.hyehwa, actor=world.official, **NEW)

    with pytest.raises(NotThere):
        act(link_id, actor=getattr(world, who), now=NOW)

    assert links()[0].used_at is None


def test_the_citys_invitation_to_the_city_is_not_there_for_a_district():
    world = a_world()
    link_id = invite_official(None, actor=world.city, **NEW)

    with pytest.raises(NotThere):
        cancel_invitation(link_id, actor=world.official, now=NOW)


def test_a_block_ends_every_sign_in_at_once_and_an_unblock_lets_in_again():
    world = a_world()
    secret, _ = sign_in("staff@example.kr", PASSWORD, origin=HERE, now=NOW)

    block_account(world.staff.account_id, reason="퇴사", actor=world.official, now=NOW)

    assert actor_of(secret) is None
    with pytest.raises(Refused) as refused:
        sign_in("staff@example.kr", PASSWORD, origin=HERE, now=NOW)
    assert refused.value.refusal.code == Code.ACCOUNT_BLOCKED

    unblock_account(world.staff.account_id, reason="복직", actor=world.official, now=NOW)
    assert actor_of(secret) is None
    sign_in("staff@example.kr", PASSWORD, origin=HERE, now=NOW)
    assert verbs() == ["block", "unblock"]


def test_nobody_blocks_themselves():
    world = a_world()

    with pytest.raises(Refused) as refused:
        block_account(world.official.account_id, reason="실수", actor=world.official, now=NOW)

    assert refused.value.refusal.code == Code.CANNOT_BLOCK_SELF


def test_of_two_officials_who_block_each_other_only_the_first_does():
    world = a_world()
    block_account(world.city.account_id, reason="먼저", actor=_second_city(), now=NOW)

    with pytest.raises(NotThere):
        block_account(world.official.account_id, reason="나중", actor=world.city, now=NOW)


def _second_city():
    from booking.sign_ins import actor_from
    from tests.world import an_account

    with transaction() as session:
        actor = an_account(session, "admin", "city2@example.kr", "둘시청")
        return actor_from(session.get_one(Account, actor.account_id))


@pytest.mark.parametrize("act", [block_account, unblock_account])
@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("official", "city"),
        ("official", "other_official"),
        ("official", "other_staff"),
        ("official", "mom"),
        ("city", "mom"),
        ("staff", "official"),
        ("staff", "staff"),
    ],
)
def test_another_districts_people_the_citys_and_guardians_are_not_there(act, who, whom):
    world = a_world()

    with pytest.raises(NotThere):
        act(getattr(world, whom).account_id, reason="장난", actor=getattr(world, who), now=NOW)


def test_a_block_needs_a_reason():
    world = a_world()

    with pytest.raises(Refused) as refused:
        block_account(world.staff.account_id, reason=" ", actor=world.official, now=NOW)

    assert refused.value.refusal.code == Code.REASON_MISSING
