"""The invitations of staff and officials: who may see which, and the row behind the mail."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from . import outbox
from .models import Account, Cafe, MailLink, Notice
from .rules import notice_kinds
from .rules.refusals import Code, NotThere, Refused, no
from .scope import Actor, cafes_of

KINDS = (notice_kinds.INVITE_STAFF, notice_kinds.INVITE_ADMIN)
LIFE = timedelta(days=7)
"""How long an invitation may be accepted."""


def open_invitations(actor: Actor) -> Select[MailLink]:
    """Invitations that nobody has accepted or withdrawn, expired ones too: the city sees all, a district its own."""
    rows = select(MailLink).where(MailLink.kind.in_(KINDS), MailLink.used_at.is_(None))
    if actor.is_city:
        return rows
    cafes = select(Cafe.id).where(cafes_of(actor)).scalar_subquery()
    own = MailLink.cafe_id.in_(cafes) | (MailLink.district_id == actor.district_id)
    return rows.where(own if actor.role == "admin" else MailLink.id.is_(None))


def add_invitation(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    email: str,
    name: str,
    now: datetime,
    cafe_id: int | None = None,
    district_id: int | None = None,
) -> int:
    """The invitation's row and its mail; returns the row's id.

    :raises Refused: ``EMAIL_TAKEN``; ``ALREADY_INVITED`` when the same place already invited the address.
    """
    email = email.strip().lower()
    if session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise Refused(no(Code.EMAIL_TAKEN, "email"))
    same = open_invitations(actor).where(MailLink.email == email, MailLink.kind == kind, MailLink.expires_at > now)
    if session.scalars(same.limit(1)).first() is not None:
        raise Refused(no(Code.ALREADY_INVITED, "email"))
    link = MailLink(
        kind=kind,
        email=email,
        name=name,
        cafe_id=cafe_id,
        district_id=district_id,
        invited_by_id=actor.account_id,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(link)
    session.flush()
    outbox.put(session, kind, link.id, now=now)
    return link.id


def held_invitation(session: Session, actor: Actor, link_id: int) -> MailLink:
    """An open invitation that the official may see, locked until the transaction ends.

    :raises NotThere: accepted, withdrawn, or another district's.
    """
    wanted = open_invitations(actor).where(MailLink.id == link_id).with_for_update(key_share=True)
    link = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if link is None:
        raise NotThere
    return link


def mails_put(session: Session, link: MailLink) -> int:
    """How many mails were put out for this invitation: the occasion of the next one."""
    rows = select(func.count()).where(Notice.kind == link.kind, Notice.subject_id == link.id)
    return session.scalar(rows) or 0
