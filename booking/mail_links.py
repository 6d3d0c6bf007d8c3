"""The rows behind links in mails: made, read, and used once."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from .models import MailLink
from .rules.refusals import Code, Refusal, Refused, no


def link_refusal(link: MailLink | None, now: datetime) -> Refusal | None:
    """Why this link does nothing any more, or ``None``."""
    if link is None:
        return no(Code.LINK_INVALID)
    if link.used_at is not None:
        return no(Code.LINK_USED)
    return no(Code.LINK_EXPIRED) if now >= link.expires_at else None


def use_link(session: Session, link_id: int, kinds: tuple[str, ...], now: datetime) -> MailLink:
    """Mark the link as used and return it; of two presses at once only one gets it.

    :raises Refused: ``LINK_INVALID`` (also for another kind), ``LINK_USED``, ``LINK_EXPIRED``.
    """
    used = session.execute(
        update(MailLink)
        .where(MailLink.id == link_id, MailLink.kind.in_(kinds), MailLink.used_at.is_(None), MailLink.expires_at > now)
        .values(used_at=now),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(used, CursorResult)
    link = session.scalars(
        select(MailLink).where(MailLink.id == link_id).execution_options(populate_existing=True)
    ).one_or_none()
    if link is not None and link.kind not in kinds:
        link = None
    if used.rowcount != 1 or link is None:
        raise Refused(link_refusal(link, now) or no(Code.LINK_INVALID))
    return link


def account_link(
    session: Session, kind: str, account_id: int, life: timedelta, now: datetime, next_path: str | None = None
) -> MailLink:
    """A new link for an account (confirming an address, a new password), flushed."""
    link = MailLink(kind=kind, account_id=account_id, created_at=now, expires_at=now + life, next_path=next_path)
    session.add(link)
    session.flush()
    return link


def last_made_at(session: Session, kind: str, account_id: int) -> datetime | None:
    """When the account's newest link of this kind was made."""
    return session.scalar(
        select(MailLink.created_at)
        .where(MailLink.kind == kind, MailLink.account_id == account_id)
        .order_by(MailLink.id.desc())
        .limit(1)
    )


def end_account_links(session: Session, account_id: int, kinds: tuple[str, ...], now: datetime) -> None:
    """Let the account's open links of these kinds do nothing any more."""
    session.execute(
        update(MailLink)
        .where(MailLink.account_id == account_id, MailLink.kind.in_(kinds), MailLink.used_at.is_(None))
        .values(used_at=now)
    )
