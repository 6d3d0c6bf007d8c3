"""Who knows an account's password: the step that every door with a password shares.

Two halves, because hashing must not happen inside a transaction: it would hold SQLite's write lock for its whole length.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .db import reading
from .models import Account
from .passwords import password_matches
from .rules.refusals import Code, Refused, no


@dataclass(frozen=True)
class Checked:
    """The account whose password was right, and the hash it was right for."""

    account_id: int
    password_hash: str


def checked_account(email: str, password: str, *, now: datetime) -> Checked:
    """The account of this address and password; called before the transaction.

    The answer is the same, and takes as long, for an unknown address and for a wrong password.

    :raises Refused: ``SIGN_IN_WRONG``.
    """
    found = reading().scalars(select(Account).where(Account.email == email.strip().lower())).one_or_none()
    kept = found.password_hash if found else None
    if not password_matches(kept, password) or found is None or kept is None:
        raise Refused(no(Code.SIGN_IN_WRONG))
    return Checked(found.id, kept)


def hold_checked(session: Session, checked: Checked) -> Account:
    """The account's row inside the transaction, locked, if all is as it was when the password was checked.

    :raises Refused: ``SIGN_IN_WRONG``; ``ACCOUNT_BLOCKED`` only to who knows the password.
    """
    account = session.get_one(Account, checked.account_id, populate_existing=True, with_for_update={"key_share": True})
    if account.password_hash != checked.password_hash or account.forgotten_at is not None:
        raise Refused(no(Code.SIGN_IN_WRONG))
    if account.blocked_at is not None:
        raise Refused(no(Code.ACCOUNT_BLOCKED))
    return account
