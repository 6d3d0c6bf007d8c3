"""An invited person accepts: guardian of a family, staff of a café, or official of a district or the city."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .. import log
from ..db import transaction
from ..families import hold_family
from ..mail_links import use_link
from ..models import Account, Consent, MailLink
from ..passwords import hash_password
from ..rules import consents, notice_kinds
from ..rules.families import GUARDIANS_MOST
from ..rules.refusals import Code, Refused, no
from ..scope import Actor
from ..sign_ins import add_sign_in

INVITATIONS = (notice_kinds.INVITE_GUARDIAN, notice_kinds.INVITE_STAFF, notice_kinds.INVITE_ADMIN)
ROLE = {
    notice_kinds.INVITE_GUARDIAN: "guardian",
    notice_kinds.INVITE_STAFF: "staff",
    notice_kinds.INVITE_ADMIN: "admin",
}


def accept_invitation(link_id: int, *, name: str, phone: str | None, password: str, now: datetime) -> tuple[str, Actor]:
    """Make the account that the invitation promises, bound as it says, and sign it in: the cookie's secret and the actor.
    The mail reached the address, so it counts as confirmed; the link then forgets address and name.

    For a guardian the form has made sure that the consent for children's data was given.

    :raises Refused: ``LINK_INVALID``, ``LINK_USED``, ``LINK_EXPIRED``, ``EMAIL_TAKEN``, ``FAMILY_FULL``.
    """
    hashed = hash_password(password)
    try:
        with transaction() as session:
            # Family before link, as inviting does, so that the two cannot lock each other out.
            family_id = session.scalar(select(MailLink.family_id).where(MailLink.id == link_id))
            if family_id is not None:
                hold_family(session, family_id)
            link = use_link(session, link_id, INVITATIONS, now)
            account = _account(session, link, name, phone, hashed, now)
            session.add(account)
            session.flush()
            if account.role == "guardian":
                text = consents.current(consents.CHILD_DATA)
                session.add(Consent(account_id=account.id, kind=text.kind, version=text.version, given_at=now))
            link.email = link.name = None
            secret, actor = add_sign_in(session, account, now)
            log.note(
                session,
                actor,
                "accept_invitation",
                "account",
                account.id,
                now=now,
                district_id=account.district_id,
                cafe_id=account.cafe_id,
                detail=account.role,
            )
            return secret, actor
    except IntegrityError as error:
        if "email" not in str(error.orig):
            raise
        # uq_account_email: the address got an account in this very moment.
        raise Refused(no(Code.EMAIL_TAKEN)) from error


def _account(session: Session, link: MailLink, name: str, phone: str | None, hashed: str, now: datetime) -> Account:
    if session.scalar(select(Account.id).where(Account.email == link.email)) is not None:
        raise Refused(no(Code.EMAIL_TAKEN))
    if link.kind == notice_kinds.INVITE_GUARDIAN:
        living = select(func.count()).where(Account.family_id == link.family_id, Account.forgotten_at.is_(None))
        count = session.scalar(living) or 0
        if count == 0:
            # The family left since; its rows stay without anybody.
            raise Refused(no(Code.LINK_INVALID))
        if count >= GUARDIANS_MOST:
            raise Refused(no(Code.FAMILY_FULL, most=GUARDIANS_MOST))
    return Account(
        role=ROLE[link.kind],
        email=link.email,
        name=name,
        phone=phone,
        password_hash=hashed,
        family_id=link.family_id,
        cafe_id=link.cafe_id,
        district_id=link.district_id,
        created_at=now,
        email_confirmed_at=now,
    )
