"""A person signs in."""

from datetime import datetime

from sqlalchemy import select

from ..db import reading, transaction
from ..models import Account
from ..passwords import password_matches
from ..rules.refusals import Code, Refused, no
from ..scope import Actor
from ..sign_ins import add_sign_in


def sign_in(email: str, password: str, *, now: datetime) -> tuple[str, Actor]:
    """Check the password and open a sign-in; return the secret for the cookie and the actor.

    The answer is the same, and takes as long, for an unknown address and for a wrong password.

    :raises Refused: ``SIGN_IN_WRONG``; ``ACCOUNT_BLOCKED`` only to who knows the password.
    """
    found = reading().scalars(select(Account).where(Account.email == email.strip().lower())).one_or_none()
    # Hashing happens before the transaction: it would hold SQLite's write lock for its whole length.
    kept = found.password_hash if found else None
    if not password_matches(kept, password) or found is None:
        raise Refused(no(Code.SIGN_IN_WRONG))
    with transaction() as session:
        account = session.get_one(Account, found.id, populate_existing=True)
        if account.password_hash != kept or account.forgotten_at is not None:
            raise Refused(no(Code.SIGN_IN_WRONG))
        if account.blocked_at is not None:
            raise Refused(no(Code.ACCOUNT_BLOCKED))
        return add_sign_in(session, account, now)
