"""What a sign-in is made of: a secret in the cookie, its hash in the table, and the actor it stands for."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from .models import Account, SignIn
from .scope import Actor


def secret_hash(secret: str) -> str:
    """What the table keeps of a sign-in's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_from(account: Account, sign_in_id: int | None = None) -> Actor:
    """An account as an actor."""
    return Actor(
        account_id=account.id,
        role=account.role,
        name=account.name,
        family_id=account.family_id,
        cafe_id=account.cafe_id,
        district_id=account.district_id,
        email_confirmed=account.email_confirmed_at is not None,
        sign_in_id=sign_in_id,
    )


def add_sign_in(session: Session, account: Account, now: datetime) -> tuple[str, Actor]:
    """A new sign-in of the account: the secret for the cookie, and the actor."""
    secret = secrets.token_urlsafe(32)
    row = SignIn(account_id=account.id, secret_hash=secret_hash(secret), created_at=now)
    session.add(row)
    session.flush()
    return secret, actor_from(account, row.id)


def end_sign_ins(session: Session, account_id: int, now: datetime) -> None:
    """End every sign-in of an account: after a new password, a block, a deletion."""
    session.execute(update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None)).values(ended_at=now))
