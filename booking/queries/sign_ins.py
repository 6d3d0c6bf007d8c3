"""Who a cookie's secret belongs to."""

from sqlalchemy import bindparam, select

from ..db import reading, table
from ..models import Account, SignIn
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


def actor_of(secret: str) -> Actor | None:
    """The actor of a live sign-in, or ``None``: unknown, ended, blocked or deleted. One statement."""
    row = reading().execute(_ACTOR, {"secret_hash": secret_hash(secret)}).one_or_none()
    return Actor(*row) if row else None
