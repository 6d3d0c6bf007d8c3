"""Signing up, confirming, a forgotten password: what is written, and what nobody can learn."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.actions.ask_reset import ask_reset
from booking.actions.confirm_email import confirm_email
from booking.actions.resend_confirmation import resend_confirmation
from booking.actions.reset_password import reset_password
from booking.actions.sign_in import sign_in
from booking.actions.sign_up import sign_up
from booking.db import transaction
from booking.models import Account, Consent, Family, MailLink, Notice, SignIn
from booking.queries.sign_ins import actor_of
from booking.rules import consents
from booking.rules.refusals import Code, Refused
from booking.sign_ins import actor_from
from tests.world import HERE, NOW, PASSWORD, a_world

pytestmark = pytest.mark.usefixtures("context")
NEW = {
    "name": "강새롬",
    "phone": "01098765432",
    "email": "new@example.kr",
    "password": "a-new-password",
    "next_path": "/slots/7",
}


def signed_up(**changed):
    sign_up(**NEW | {"now": NOW, "origin": HERE} | changed)


def confirmed(link_id, password=NEW["password"], actor=None, **rest):
    return confirm_email(link_id, actor=actor, password=password, origin=HERE, **rest)


def account(email="new@example.kr"):
    with transaction() as session:
        return session.scalars(select(Account).where(Account.email == email)).one()


def link_id(kind):
    with transaction() as session:
        return session.scalar(select(func.max(MailLink.id)).where(MailLink.kind == kind))


def notices(kind):
    with transaction() as session:
        return session.scalar(select(func.count()).where(Notice.kind == kind))


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.refusal.code


def test_a_new_guardian_has_a_family_a_recorded_consent_and_a_confirming_mail():
    signed_up()

    new = account()
    assert (new.role, new.email_confirmed_at) == ("guardian", None)
    with transaction() as session:
        consent = session.scalars(select(Consent).where(Consent.account_id == new.id)).one()
        assert (consent.kind, consent.version, consent.given_at) == (
            consents.CHILD_DATA,
            consents.current(consents.CHILD_DATA).version,
            NOW,
        )
    assert notices("confirm_email") == 1


def test_an_address_that_is_taken_changes_nothing_but_tells_its_owner_once_an_hour():
    world = a_world()
    with transaction() as session:
        before = session.scalar(select(func.count()).select_from(Family))

    signed_up(email="mom@example.kr")
    signed_up(email="mom@example.kr", now=NOW + timedelta(minutes=59))
    assert notices("already_registered") == 1
    signed_up(email="mom@example.kr", now=NOW + timedelta(minutes=61))

    assert notices("already_registered") == 2
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Family)) == before
        assert session.get_one(Account, world.mom.account_id).name == "김엄마"


def test_signing_up_again_before_confirming_mails_the_link_again_but_not_at_every_press():
    signed_up()
    signed_up(now=NOW + timedelta(seconds=119), name="다른이름", password="quite-another")
    assert (notices("confirm_email"), notices("already_registered")) == (1, 0)

    signed_up(now=NOW + timedelta(minutes=2), name="다른이름", password="quite-another", next_path="/slots/9")

    assert (notices("confirm_email"), notices("already_registered")) == (2, 0)
    assert account().name == "강새롬"
    assert confirmed(link_id("confirm_email"), now=NOW + timedelta(minutes=3)).next_path == "/slots/9"


def test_the_mailed_link_confirms_the_address_and_remembers_where_the_guardian_was_going():
    signed_up()

    assert confirmed(link_id("confirm_email"), now=NOW + timedelta(days=6)).next_path == "/slots/7"

    assert account().email_confirmed_at == NOW + timedelta(days=6)


def test_a_confirming_link_works_once_and_for_seven_days():
    signed_up()
    link = link_id("confirm_email")

    assert refused(confirmed, link, now=NOW + timedelta(days=7)) == Code.LINK_EXPIRED
    confirmed(link, now=NOW)
    assert refused(confirmed, link, now=NOW) == Code.LINK_USED
    assert refused(confirmed, link + 1, now=NOW) == Code.LINK_INVALID


def test_a_link_of_another_kind_does_not_confirm():
    a_world()
    ask_reset("mom@example.kr", origin=HERE, now=NOW)

    assert refused(confirmed, link_id("reset_password"), now=NOW) == Code.LINK_INVALID


def test_the_confirming_mail_comes_again_but_not_at_every_tap():
    signed_up()
    actor = actor_from(account())

    assert (
        refused(resend_confirmation, actor=actor, next_path=None, origin=HERE, now=NOW + timedelta(seconds=119))
        == Code.TOO_OFTEN
    )
    resend_confirmation(actor=actor, next_path=None, origin=HERE, now=NOW + timedelta(minutes=2))

    assert notices("confirm_email") == 2


def test_asking_for_a_new_password_is_silent_about_unknown_addresses():
    ask_reset("nobody@example.kr", origin=HERE, now=NOW)

    assert notices("reset_password") == 0


def test_a_new_password_ends_every_sign_in_and_the_old_password():
    world = a_world()
    sign_in("mom@example.kr", PASSWORD, origin=HERE, now=NOW)
    ask_reset("mom@example.kr", origin=HERE, now=NOW)
    ask_reset("mom@example.kr", origin=HERE, now=NOW + timedelta(seconds=10))
    assert notices("reset_password") == 1

    reset_password(link_id("reset_password"), password="another-password", now=NOW + timedelta(minutes=119))

    with transaction() as session:
        assert (
            session.scalar(select(func.count()).where(SignIn.account_id == world.mom.account_id, SignIn.ended_at.is_(None)))
            == 0
        )
    assert refused(sign_in, "mom@example.kr", PASSWORD, origin=HERE, now=NOW) == Code.SIGN_IN_WRONG
    assert sign_in("mom@example.kr", "another-password", origin=HERE, now=NOW)[1].account_id == world.mom.account_id


def test_a_reset_link_lives_two_hours():
    a_world()
    ask_reset("mom@example.kr", origin=HERE, now=NOW)

    code = refused(reset_password, link_id("reset_password"), password="x" * 12, now=NOW + timedelta(hours=2))

    assert code == Code.LINK_EXPIRED


def test_who_resets_the_password_by_mail_has_confirmed_the_address():
    signed_up()
    ask_reset("new@example.kr", origin=HERE, now=NOW)

    reset_password(link_id("reset_password"), password="x" * 12, now=NOW)

    assert account().email_confirmed_at == NOW


def test_who_confirms_an_address_proves_the_password_or_is_signed_in_as_the_account():
    world = a_world()
    signed_up()
    link = link_id("confirm_email")

    assert refused(confirmed, link, password="not-chosen-by-me", now=NOW) == Code.PASSWORD_WRONG
    assert refused(confirmed, link, password="", actor=world.mom, now=NOW) == Code.PASSWORD_WRONG
    assert account().email_confirmed_at is None

    secret = confirmed(link, password="", actor=actor_from(account()), now=NOW).secret
    assert (account().email_confirmed_at, secret) == (NOW, None)


def test_who_confirms_with_the_password_is_signed_in():
    signed_up()

    done = confirmed(link_id("confirm_email"), now=NOW)

    assert actor_of(done.secret).account_id == account().id
