"""Who a cookie's secret or a bearer token belongs to, and what a person is signed in with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from ..db import reading
from ..models import Account, SignIn
from ..scope import Actor
from ..sign_ins import actor_from, secret_hash


@dataclass(frozen=True)
class SignInRow:
    """One way in. ``name`` and ``expires_at`` only of an API token; ``is_this``: the one that asks now."""

    sign_in_id: int
    name: str | None
    created_at: datetime
    expires_at: datetime | None
    is_this: bool


def actor_of(secret: str) -> Actor | None:
    """The actor of a cookie's live sign-in, or ``None``: unknown, ended, blocked, deleted, an API token. One statement."""
    return _actor(secret, SignIn.name.is_(None))


def actor_of_token(secret: str, now: datetime) -> Actor | None:
    """The actor of a live API token, or ``None``: as :func:`actor_of`, expired, or a cookie's secret. One statement."""
    return _actor(secret, SignIn.name.is_not(None) & (SignIn.expires_at > now))


def _actor(secret: str, kind: ColumnElement[bool]) -> Actor | None:
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
                kind,
            )
        )
        .one_or_none()
    )
    return actor_from(row[1], row[0]) if row else None


def sign_ins_of(actor: Actor, now: datetime) -> list[SignInRow]:
    """The person's live sign-ins and tokens, the newest first."""
    rows = (
        select(SignIn)
        .where(
            SignIn.account_id == actor.account_id,
            SignIn.ended_at.is_(None),
            or_(SignIn.expires_at.is_(None), SignIn.expires_at > now),
        )
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )
    return [
        SignInRow(row.id, row.name, row.created_at, row.expires_at, row.id == actor.sign_in_id)
        for row in reading().scalars(rows)
    ]
