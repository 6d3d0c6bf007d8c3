"""Who knows an account's password: the step that every door with a password shares, with its limits.

Two halves, because hashing must not happen inside a transaction: it would hold SQLite's write lock for its whole length.
Only failures are counted, so that a rush of people who know their passwords writes nothing here.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .attempts import Tally, clear, count, require_left, tally
from .db import reading, transaction
from .models import Account
from .passwords import password_matches
from .rules import limits
from .rules.limits import Origin
from .rules.refusals import Code, Refused, no
from .scope import Actor


@dataclass(frozen=True)
class Checked:
    """The account whose password was right, the hash it was right for, and what wrong ones are counted in."""

    account_id: int
    password_hash: str
    tallies: tuple[Tally, ...]


def checked_account(email: str, password: str, *, origin: Origin, now: datetime) -> Checked:
    """The account of this address and password; called before the transaction.

    The answer is the same, and takes as long, for an unknown address and for a wrong password.

    :raises Refused: ``SIGN_IN_WRONG``; ``TOO_MANY_PASSWORDS`` whether this one was right or not.
    """
    address = email.strip().lower()
    found = reading().scalars(select(Account).where(Account.email == address)).one_or_none()
    tallies = _tallies(address, found.id if found else None, origin, now)
    account_id, kept = (found.id, found.password_hash) if found else (None, None)
    require_left(reading(), tallies)
    if not password_matches(kept, password) or account_id is None or kept is None:
        with transaction() as session:
            count(session, tallies)
        raise Refused(no(Code.SIGN_IN_WRONG))
    return Checked(account_id, kept, tallies)


def hold_checked(session: Session, checked: Checked) -> Account:
    """The account's row inside the transaction, locked, if all is as it was when the password was checked.

    Wrong passwords that were counted meanwhile count against this one too: of many sent at once, only those hear whether
    they were right that would have if sent one by one.

    :raises Refused: ``SIGN_IN_WRONG``, ``TOO_MANY_PASSWORDS``; ``ACCOUNT_BLOCKED`` only to who knows the password.
    """
    account = session.get_one(Account, checked.account_id, populate_existing=True, with_for_update={"key_share": True})
    if account.password_hash != checked.password_hash or account.forgotten_at is not None:
        raise Refused(no(Code.SIGN_IN_WRONG))
    require_left(session, checked.tallies)
    if account.blocked_at is not None:
        raise Refused(no(Code.ACCOUNT_BLOCKED))
    clear(session, checked.tallies[0])
    return account


def check_again(actor: Actor, password: str, field: str, *, origin: Origin, now: datetime) -> str:
    """Whether who is signed in knows the password, and the hash that it is right for; called before the transaction.

    :raises Refused: ``PASSWORD_WRONG``, ``TOO_MANY_PASSWORDS``.
    """
    tries = [tally(limits.WRONG_AGAIN, origin.key, now, actor.account_id, actor.sign_in_id)]
    require_left(reading(), tries)
    kept = reading().scalar(select(Account.password_hash).where(Account.id == actor.account_id))
    if kept is None or not password_matches(kept, password):
        with transaction() as session:
            count(session, tries)
        raise Refused(no(Code.PASSWORD_WRONG, field))
    return kept


def _tallies(address: str, account_id: int | None, origin: Origin, now: datetime) -> tuple[Tally, ...]:
    """What a wrong password of this address counts in: the nearest first, the most shared last."""
    if origin.device is not None and account_id in origin.knows:
        return (tally(limits.WRONG_HERE, origin.key, now, address, "device", origin.device),)
    network = limits.network(origin.address)
    return (
        tally(limits.WRONG_HERE, origin.key, now, address, "network", network),
        tally(limits.WRONG_ANYWHERE, origin.key, now, address),
        tally(limits.WRONG_FROM_ADDRESS, origin.key, now, network),
    )
