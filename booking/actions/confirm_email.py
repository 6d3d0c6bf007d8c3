"""A person confirms an address with the mailed link."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..checked_account import Checked, checked_account, hold_checked
from ..db import reading, transaction
from ..mail_links import end_account_links, use_link
from ..models import Account, MailLink
from ..rules import notice_kinds
from ..rules.limits import Origin
from ..rules.refusals import Code, Refused, no
from ..scope import Actor
from ..sign_ins import add_sign_in


@dataclass(frozen=True)
class Confirmed:
    """The page the person was on the way to, if any; and, where the password was asked for, the new sign-in."""

    next_path: str | None
    secret: str | None
    actor: Actor


def confirm_email(link_id: int, *, actor: Actor | None, password: str, origin: Origin, now: datetime) -> Confirmed:
    """Confirm the account's address. Who is not signed in as that account gives its password, and is signed in.

    Without that, an account that somebody else made with this address would become real with a password that the owner of
    the address never chose. Who does not know the password sets a new one by mail, which confirms as well.

    :raises Refused: ``PASSWORD_WRONG``, ``TOO_MANY_PASSWORDS``, ``ACCOUNT_BLOCKED``, ``LINK_INVALID``, ``LINK_USED``,
        ``LINK_EXPIRED``.
    """
    checked = None if _is_own(link_id, actor) else _check(link_id, password, origin, now)
    with transaction() as session:
        link = use_link(session, link_id, (notice_kinds.CONFIRM_EMAIL,), now)
        if checked is not None:
            account = hold_checked(session, checked)
        else:
            account = session.get_one(Account, link.account_id, populate_existing=True)
        if account.forgotten_at is not None or account.id != link.account_id:
            raise Refused(no(Code.LINK_INVALID))
        account.email_confirmed_at = account.email_confirmed_at or now
        end_account_links(session, account.id, (notice_kinds.CONFIRM_EMAIL,), now)
        if checked is None and actor is not None:
            return Confirmed(link.next_path, None, actor)
        secret, signed_in = add_sign_in(session, account, now)
        return Confirmed(link.next_path, secret, signed_in)


def _is_own(link_id: int, actor: Actor | None) -> bool:
    """Whether this browser is signed in as the account that the link is about."""
    return (
        actor is not None and reading().scalar(select(MailLink.account_id).where(MailLink.id == link_id)) == actor.account_id
    )


def _check(link_id: int, password: str, origin: Origin, now: datetime) -> Checked:
    email = reading().scalar(
        select(Account.email)
        .join(MailLink, MailLink.account_id == Account.id)
        .where(MailLink.id == link_id, MailLink.kind == notice_kinds.CONFIRM_EMAIL)
    )
    if email is None:
        raise Refused(no(Code.LINK_INVALID))
    try:
        return checked_account(email, password, origin=origin, now=now)
    except Refused as refused:
        if refused.refusal.code == Code.SIGN_IN_WRONG:
            raise Refused(no(Code.PASSWORD_WRONG, "password")) from refused
        raise
