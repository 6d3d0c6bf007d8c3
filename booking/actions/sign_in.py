"""A person signs in."""

from datetime import datetime

from ..checked_account import checked_account, hold_checked
from ..db import transaction
from ..rules.limits import Origin
from ..scope import Actor
from ..sign_ins import add_sign_in


def sign_in(email: str, password: str, *, origin: Origin, now: datetime) -> tuple[str, Actor]:
    """Check the password and open a sign-in; return the secret for the cookie and the actor.

    The answer is the same, and takes as long, for an unknown address and for a wrong password.

    :raises Refused: ``SIGN_IN_WRONG``, ``TOO_MANY_PASSWORDS``; ``ACCOUNT_BLOCKED`` only to who knows the password.
    """
    checked = checked_account(email, password, origin=origin, now=now)
    with transaction() as session:
        return add_sign_in(session, hold_checked(session, checked), now)
