"""What the page behind a mailed link shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..db import reading
from ..mail_links import link_refusal
from ..models import Account, Cafe, District, MailLink
from ..rules.refusals import Code, Refusal, no


@dataclass(frozen=True)
class LinkPage:
    """A link as its reader meets it. ``refusal``: why it does nothing any more. ``place``: the café's or district's name an
    invitation is for. ``account_id``: whose address or password it is about. ``taken_by``: whose account has the invited
    address already."""

    link_id: int
    kind: str
    refusal: Refusal | None
    email: str | None
    name: str | None
    inviter: str | None
    place: str | None
    account_id: int | None
    expires_at: datetime
    taken_by: int | None = None


def link_page(link_id: int, now: datetime) -> LinkPage:
    """The page of a link; an unknown one is a page too, with ``LINK_INVALID``."""
    session = reading()
    link = session.get(MailLink, link_id)
    if link is None:
        return LinkPage(link_id, "unknown", no(Code.LINK_INVALID), None, None, None, None, None, now)
    inviter = session.get(Account, link.invited_by_id) if link.invited_by_id else None
    account = session.get(Account, link.account_id) if link.account_id else None
    cafe = session.get(Cafe, link.cafe_id) if link.cafe_id else None
    district = session.get(District, link.district_id) if link.district_id else None
    return LinkPage(
        link_id=link.id,
        kind=link.kind,
        refusal=link_refusal(link, now),
        email=account.email if account else link.email,
        name=link.name,
        inviter=inviter.name if inviter else None,
        place=cafe.name if cafe else district.name if district else "서울시" if link.kind == "invite_admin" else None,
        account_id=link.account_id,
        expires_at=link.expires_at,
        taken_by=session.scalar(select(Account.id).where(Account.email == link.email)) if link.email else None,
    )
