"""Who a cookie's secret or a bearer token belongs to, and what a person is signed in with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from ..db import reading, table
from ..models import Account, SignIn
from ..prepared import Prepared
from ..scope import Actor
from ..sign_ins import secret_hash

_sign_in, _account = table(SignIn).c, table(Account).c
_ACTOR = (
    select(
        _account.id,
        _account.role,
        _account.name,
        _account.family_id,
        _account.cafe_id,
        _account.district_id,
        _account.email_confirmed_at.is_not(None),
        _sign_in.id,
    )
    .join_from(table(SignIn), table(Account), _account.id == _sign_in.account_id)
    .where(
        _sign_in.secret_hash == bindparam("secret_hash"),
        _sign_in.ended_at.is_(None),
        _account.blocked_at.is_(None),
        _account.forgotten_at.is_(None),
    )
)
_OF_COOKIE = Prepared(_ACTOR.where(_sign_in.name.is_(None)))
_OF_TOKEN = Prepared(_ACTOR.where(_sign_in.name.is_not(None), _sign_in.expires_at > bindparam("now")))


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
    return _actor(_OF_COOKIE, secret_hash=secret_hash(secret))


def actor_of_token(secret: str, now: datetime) -> Actor | None:
    """The actor of a live API token, or ``None``: as :func:`actor_of`, expired, or a cookie's secret. One statement."""
    return _actor(_OF_TOKEN, secret_hash=secret_hash(secret), now=now)


def _actor(statement: Prepared, **values: object) -> Actor | None:
    row = statement.first(reading(), values)
    return Actor(*row) if row else None


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
