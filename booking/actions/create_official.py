"""The first city official is made by a command on the machine; everybody else is invited."""

from datetime import datetime

from sqlalchemy import select

from .. import log
from ..db import transaction
from ..models import Account
from ..passwords import hash_password
from ..rules.refusals import Code, Refused, no


def create_city_official(*, email: str, name: str, password: str, now: datetime) -> int:
    """Add an official of the city and return the account's id. The machine's operator answers for the address.

    :raises Refused: ``EMAIL_TAKEN``.
    """
    hashed = hash_password(password)
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.email == email)) is not None:
            raise Refused(no(Code.EMAIL_TAKEN, "email"))
        account = Account(
            role="admin",
            email=email,
            name=name,
            password_hash=hashed,
            created_at=now,
            email_confirmed_at=now,
        )
        session.add(account)
        session.flush()
        log.note(session, None, "grant", "account", account.id, now=now, detail="admin, city")
        return account.id
