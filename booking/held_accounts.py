"""Accounts of staff and officials that an official is about to change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Account
from .rules.refusals import NotThere
from .scope import Actor, visible_accounts


def hold_account(session: Session, actor: Actor, account_id: int) -> Account:
    """The account, and the official's own, locked until the transaction ends, in ascending id.

    The own one too, because two officials may block each other at the same moment: the second finds itself blocked.

    :raises NotThere: not staff or an official whom this one may see, or the official was blocked meanwhile.
    """
    both = select(Account).where(Account.id.in_([actor.account_id, account_id])).order_by(Account.id)
    locked = both.with_for_update(key_share=True).execution_options(populate_existing=True)
    own = {account.id: account for account in session.scalars(locked)}.get(actor.account_id)
    wanted = visible_accounts(actor).where(Account.id == account_id, Account.forgotten_at.is_(None))
    account = session.scalars(wanted).one_or_none()
    if actor.role != "admin" or account is None or own is None or own.blocked_at is not None:
        raise NotThere
    return account
