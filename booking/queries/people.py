"""Staff, officials and open invitations, as an official sees them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ..db import reading
from ..invitations import open_invitations
from ..models import Account, Cafe, District, MailLink, SignIn
from ..rules.refusals import NotThere
from ..scope import Actor, visible_accounts


@dataclass(frozen=True)
class Person:
    """Somebody who works with the service. ``state``: ``active`` or ``blocked``; ``place``: a café, a district, the city."""

    account_id: int
    name: str
    email: str
    role: str
    place: str
    state: str
    last_sign_in_at: datetime | None
    is_self: bool


@dataclass(frozen=True)
class Invitation:
    """An invitation nobody has accepted yet."""

    link_id: int
    name: str
    email: str
    role: str
    place: str
    expires_at: datetime
    is_expired: bool
    invited_by: str | None


def people(actor: Actor) -> list[Person]:
    """Staff and officials whom this one may see: officials first, then staff by café."""
    return _people(actor)


def person(actor: Actor, account_id: int) -> Person:
    """One of them.

    :raises NotThere: unknown, or not this official's to see.
    """
    found = _people(actor, account_id)
    if not found:
        raise NotThere
    return found[0]


def _people(actor: Actor, account_id: int | None = None) -> list[Person]:
    last = select(func.max(SignIn.created_at)).where(SignIn.account_id == Account.id).scalar_subquery()
    rows = (
        visible_accounts(actor)
        .where(Account.forgotten_at.is_(None))
        .outerjoin(Cafe, Cafe.id == Account.cafe_id)
        .outerjoin(District, District.id == Account.district_id)
        .add_columns(Cafe.name, District.name, last)
        .order_by(Account.role, District.name.is_not(None), District.name, Cafe.name, Account.name, Account.id)
    )
    if account_id is not None:
        rows = rows.where(Account.id == account_id)
    return [
        Person(
            account_id=account.id,
            name=account.name,
            email=account.email or "",
            role=account.role,
            place=cafe or district or "서울시",
            state="blocked" if account.blocked_at else "active",
            last_sign_in_at=last_at,
            is_self=account.id == actor.account_id,
        )
        for account, cafe, district, last_at in reading().execute(rows)
    ]


def invitations(actor: Actor, now: datetime) -> list[Invitation]:
    """Open invitations of the official's places, the newest first."""
    rows = (
        open_invitations(actor)
        .outerjoin(Cafe, Cafe.id == MailLink.cafe_id)
        .outerjoin(District, District.id == MailLink.district_id)
        .outerjoin(Account, Account.id == MailLink.invited_by_id)
        .add_columns(Cafe.name, District.name, Account.name)
        .order_by(MailLink.id.desc())
    )
    return [
        Invitation(
            link_id=link.id,
            name=link.name or "",
            email=link.email or "",
            role="staff" if link.cafe_id is not None else "admin",
            place=cafe or district or "서울시",
            expires_at=link.expires_at,
            is_expired=now >= link.expires_at,
            invited_by=invited_by,
        )
        for link, cafe, district, invited_by in reading().execute(rows)
    ]


def invitation(actor: Actor, link_id: int, now: datetime) -> Invitation:
    """One open invitation.

    :raises NotThere: accepted, withdrawn, or another district's.
    """
    found = [one for one in invitations(actor, now) if one.link_id == link_id]
    if not found:
        raise NotThere
    return found[0]
