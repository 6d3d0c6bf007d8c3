"""Passwords: argon2id, at most a few hashes at once.

A hash takes tens of milliseconds and 64 MiB on purpose; unbounded, a rush of sign-ins would exhaust a small machine. Always
called outside a transaction, because it would hold SQLite's write lock.
"""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(2)


@cache
def _nobody() -> str:
    """Checked when there is no such account, so that the answer takes as long as for a real one. Made at the first sign-in
    of any kind: importing stays quick."""
    return _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _at_once:
        return _hasher.hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one behind ``kept``; with no account (``None``) it takes as long and says no."""
    with _at_once:
        nobody = _nobody()
        try:
            return _hasher.verify(kept or nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
