"""Who a cookie's secret belongs to."""

from sqlalchemy import select

from ..db import reading
from ..models import Account, SignIn
from ..scope import Actor
from ..sign_ins import actor_from, secret_hash


def actor_of(secret: str) -> Actor | None:
    """The actor of a live sign-in, or ``None``: unknown, ended, blocked or deleted. One statement."""
    row = (
        reading()
        .execute(
            select(SignIn.id, Account)
            .join(Account, Account.id == SignIn.account_id)
            .where(
                SignIn.secret_hash == secret_hash(secret),
                SignIn.ended_at.is_(None),
                Account.blocked_at.is_(None),
                Account.forgotten_at.is_(None),
            )
        )
        .one_or_none()
    )
    return actor_from(row[1], row[0]) if row else None
