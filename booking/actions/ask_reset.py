"""A person who forgot the password asks for a link."""

from datetime import datetime

from sqlalchemy import select

from .. import outbox
from ..db import transaction
from ..mail_links import account_link, last_made_at
from ..models import Account
from ..rules import notice_kinds
from ..rules.families import MAIL_PAUSE, RESET_LIFE


def ask_reset(email: str, *, now: datetime) -> None:
    """Mail a link that sets a new password, if the address has an account that may sign in. Silent about it either way, and
    silent about a mail that was sent moments ago."""
    with transaction() as session:
        account = session.scalars(select(Account).where(Account.email == email).with_for_update()).one_or_none()
        if account is None or account.blocked_at is not None:
            return
        last = last_made_at(session, notice_kinds.RESET_PASSWORD, account.id)
        if last is not None and now - last < MAIL_PAUSE:
            return
        link = account_link(session, notice_kinds.RESET_PASSWORD, account.id, RESET_LIFE, now)
        outbox.put(session, notice_kinds.RESET_PASSWORD, link.id, now=now, account_id=account.id)
