"""A guardian signs up; whether the address was known before shows only in that address's mailbox."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .. import outbox
from ..db import transaction
from ..mail_links import account_link, last_made_at
from ..models import Account, Consent, Family, Notice
from ..passwords import hash_password
from ..rules import consents, notice_kinds
from ..rules.families import CONFIRM_LIFE, MAIL_PAUSE

HOUR = 3600


def sign_up(*, name: str, phone: str, email: str, password: str, next_path: str | None, now: datetime) -> None:
    """Make a family with this guardian, the consent and the link that confirms the address; or, where the address has an
    account, tell its owner by mail (at most once an hour), or while it is unconfirmed mail the confirming link again. The
    caller cannot tell which, nor by how long it took: the password is hashed either way.

    The form has made sure that the consent for children's data was given. ``next_path`` is where the guardian was going.
    """
    hashed = hash_password(password)
    for last_try in (False, True):
        try:
            with transaction() as session:
                known = session.scalars(select(Account).where(Account.email == email).with_for_update()).one_or_none()
                if known is not None:
                    if known.email_confirmed_at is None:
                        _confirm_again(session, known, next_path, now)
                    else:
                        _tell_owner(session, known, now)
                else:
                    _add_guardian(session, name, phone, email, hashed, next_path, now)
                return
        except IntegrityError:
            # Two sign-ups with one address at the same moment: on the second try the other one's account is there.
            if last_try:
                raise


def _tell_owner(session: Session, account: Account, now: datetime) -> None:
    this_hour = int(now.timestamp()) // HOUR
    told = select(Notice.id).where(
        Notice.kind == notice_kinds.ALREADY_REGISTERED, Notice.subject_id == account.id, Notice.occasion == this_hour
    )
    if session.scalar(told) is None:
        outbox.put(
            session,
            notice_kinds.ALREADY_REGISTERED,
            account.id,
            now=now,
            account_id=account.id,
            occasion=this_hour,
        )


def _confirm_again(session: Session, account: Account, next_path: str | None, now: datetime) -> None:
    last = last_made_at(session, notice_kinds.CONFIRM_EMAIL, account.id)
    # Silent about a mail that was sent moments ago: the page says the same either way.
    if last is None or now - last >= MAIL_PAUSE:
        link = account_link(session, notice_kinds.CONFIRM_EMAIL, account.id, CONFIRM_LIFE, now, next_path)
        outbox.put(session, notice_kinds.CONFIRM_EMAIL, link.id, now=now, account_id=account.id)


def _add_guardian(
    session: Session, name: str, phone: str, email: str, hashed: str, next_path: str | None, now: datetime
) -> None:
    family = Family(created_at=now)
    session.add(family)
    session.flush()
    account = Account(
        role="guardian",
        email=email,
        name=name,
        phone=phone,
        password_hash=hashed,
        family_id=family.id,
        created_at=now,
    )
    session.add(account)
    session.flush()
    text = consents.current(consents.CHILD_DATA)
    session.add(Consent(account_id=account.id, kind=text.kind, version=text.version, given_at=now))
    link = account_link(session, notice_kinds.CONFIRM_EMAIL, account.id, CONFIRM_LIFE, now, next_path)
    outbox.put(session, notice_kinds.CONFIRM_EMAIL, link.id, now=now, account_id=account.id)
