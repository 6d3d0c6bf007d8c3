"""A guardian invites another one into the family, and may take the invitation back."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import log, outbox
from ..db import transaction
from ..families import hold_family
from ..models import Account, MailLink
from ..rules import notice_kinds
from ..rules.families import GUARDIANS_MOST, INVITATION_LIFE, INVITATIONS_A_DAY
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor


def invite_guardian(*, actor: Actor, email: str, now: datetime) -> None:
    """Mail an invitation to ``email``. Whether the address has an account elsewhere is told to its owner only, when the link
    is opened. An open invitation to the same address is replaced.

    :raises Refused: ``EMAIL_NOT_CONFIRMED``, ``ALREADY_IN_FAMILY``, ``FAMILY_FULL``, ``TOO_OFTEN``.
    """
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        if not actor.email_confirmed:
            raise Refused(no(Code.EMAIL_NOT_CONFIRMED))
        guardians = set(session.scalars(select(Account.email).where(Account.family_id == family_id)))
        if email in guardians:
            raise Refused(no(Code.ALREADY_IN_FAMILY, "email"))
        invitations = _open_invitations(session, family_id, now)
        others = [link for link in invitations if link.email != email]
        living = len([address for address in guardians if address is not None])
        if living + len(others) >= GUARDIANS_MOST:
            raise Refused(no(Code.FAMILY_FULL, "email", most=GUARDIANS_MOST))
        if _made_since(session, family_id, now - timedelta(days=1)) >= INVITATIONS_A_DAY:
            raise Refused(no(Code.TOO_OFTEN, "email", minutes=24 * 60))
        for link in invitations:
            if link.email == email:
                link.used_at, link.email = now, None
        link = MailLink(
            kind=notice_kinds.INVITE_GUARDIAN,
            email=email,
            family_id=family_id,
            invited_by_id=actor.account_id,
            created_at=now,
            expires_at=now + INVITATION_LIFE,
        )
        session.add(link)
        session.flush()
        outbox.put(session, notice_kinds.INVITE_GUARDIAN, link.id, now=now)
        log.note(session, actor, "invite_guardian", "mail_link", link.id, now=now)


def withdraw_invitation(link_id: int, *, actor: Actor, now: datetime) -> None:
    """Let an open invitation of the own family do nothing any more. A second press changes nothing.

    :raises NotThere: not an invitation of this family.
    """
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        link = session.scalars(
            select(MailLink).where(
                MailLink.id == link_id, MailLink.kind == notice_kinds.INVITE_GUARDIAN, MailLink.family_id == family_id
            )
        ).one_or_none()
        if link is None:
            raise NotThere
        if link.used_at is None:
            link.used_at, link.email = now, None
            log.note(session, actor, "withdraw_invitation", "mail_link", link.id, now=now)


def _open_invitations(session: Session, family_id: int, now: datetime) -> list[MailLink]:
    rows = select(MailLink).where(
        MailLink.kind == notice_kinds.INVITE_GUARDIAN,
        MailLink.family_id == family_id,
        MailLink.used_at.is_(None),
        MailLink.expires_at > now,
    )
    return list(session.scalars(rows))


def _made_since(session: Session, family_id: int, since: datetime) -> int:
    rows = select(func.count()).where(
        MailLink.kind == notice_kinds.INVITE_GUARDIAN, MailLink.family_id == family_id, MailLink.created_at > since
    )
    return session.scalar(rows) or 0
