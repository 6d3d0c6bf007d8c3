"""API tokens: sign-ins with a name. What making one with a password and making one on a page share."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .models import Account, SignIn
from .rules.refusals import Code, Refused, no
from .sign_ins import secret_hash

PREFIX = "kidscafe_"
"""Begins every token, so that one that lies about is known for what it is."""
NAME_MOST = 60
DAYS_MOST = 90
DAYS_USUAL = 30
TOKENS_MOST = 20
"""Live ones of one account."""


@dataclass(frozen=True)
class Token:
    """A token as its owner gets it once. ``again``: this request had made it before."""

    secret: str
    token_id: int
    name: str
    role: str
    created_at: datetime
    expires_at: datetime
    again: bool


def secret_for(secret_key: str, account_id: int, key: str) -> str:
    """The token that this request of the account makes: the same each time, so a repeat needs no stored secret."""
    made = hmac.digest(secret_key.encode(), f"api-token|{account_id}|{key}".encode(), hashlib.sha256)
    return PREFIX + urlsafe_b64encode(made).decode().rstrip("=")


def add_token(
    session: Session, account: Account, *, name: str, days: int, key: str, secret_key: str, now: datetime
) -> Token:
    """The account's new token for ``days`` days, or with a ``key`` used before the one it made then.

    The caller has locked the account's row, so two requests with one key queue.

    :raises Refused: ``REQUEST_ID_REUSED`` when the key made another token, ``TOO_MANY_TOKENS``.
    """
    secret = secret_for(secret_key, account.id, key)
    row = session.scalars(select(SignIn).where(SignIn.secret_hash == secret_hash(secret))).one_or_none()
    again = row is not None
    if row is not None and (row.name != name or row.expires_at != row.created_at + timedelta(days=days)):
        raise Refused(no(Code.REQUEST_ID_REUSED))
    if row is None:
        if _live(session, account.id, now) >= TOKENS_MOST:
            raise Refused(no(Code.TOO_MANY_TOKENS, most=TOKENS_MOST))
        row = SignIn(
            account_id=account.id,
            secret_hash=secret_hash(secret),
            created_at=now,
            name=name,
            expires_at=now + timedelta(days=days),
        )
        session.add(row)
        session.flush()
    assert row.expires_at is not None
    return Token(secret, row.id, name, account.role, row.created_at, row.expires_at, again)


def _live(session: Session, account_id: int, now: datetime) -> int:
    rows = select(func.count()).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
    return session.scalar(rows) or 0
