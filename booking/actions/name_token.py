"""A signed-in person makes an API token on the page of their sign-ins."""

from datetime import datetime

from sqlalchemy import select

from ..db import transaction
from ..models import Account
from ..rules.refusals import NotThere
from ..scope import Actor
from ..tokens import Token, add_token


def name_token(*, actor: Actor, name: str, days: int, key: str, secret_key: str, now: datetime) -> Token:
    """Make a token that lives ``days`` days; the same ``key`` (made with the page) makes the same token.

    :raises Refused: ``REQUEST_ID_REUSED``, ``TOO_MANY_TOKENS``.
    :raises NotThere: the account was blocked or deleted meanwhile.
    """
    with transaction() as session:
        wanted = select(Account).where(
            Account.id == actor.account_id, Account.blocked_at.is_(None), Account.forgotten_at.is_(None)
        )
        account = session.scalars(wanted.with_for_update(key_share=True)).one_or_none()
        if account is None:
            raise NotThere
        return add_token(session, account, name=name, days=days, key=key, secret_key=secret_key, now=now)
