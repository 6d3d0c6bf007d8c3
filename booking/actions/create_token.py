"""A person lets a program act for them, with e-mail and password: an API token is made."""

from datetime import datetime

from ..checked_account import checked_account, hold_checked
from ..db import transaction
from ..rules.limits import Origin
from ..tokens import Token, add_token


def create_token(
    email: str, password: str, *, name: str, days: int, key: str, secret_key: str, origin: Origin, now: datetime
) -> Token:
    """Check the password and make a token that lives ``days`` days; the same ``key`` makes the same token.

    :raises Refused: as :func:`booking.actions.sign_in.sign_in`; ``REQUEST_ID_REUSED`` for a key that made a token of another
        name or life; ``TOO_MANY_TOKENS``.
    """
    checked = checked_account(email, password, origin=origin, now=now)
    with transaction() as session:
        account = hold_checked(session, checked)
        return add_token(session, account, name=name, days=days, key=key, secret_key=secret_key, now=now)
