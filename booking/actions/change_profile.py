"""A person changes the own name and phone number."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..models import Account
from ..rules.refusals import NotThere
from ..scope import Actor


def change_profile(*, actor: Actor, name: str, phone: str, now: datetime) -> None:
    """Keep the new name and number (digits only).

    :raises NotThere: no such account.
    """
    with transaction() as session:
        account = session.get(Account, actor.account_id, populate_existing=True)
        if account is None or account.forgotten_at is not None:
            raise NotThere
        account.name, account.phone = name, phone
        log.note(session, actor, "change_profile", "account", account.id, now=now)
