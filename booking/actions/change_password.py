"""A person changes the own password."""

from datetime import datetime

from sqlalchemy import update

from .. import log
from ..checked_account import check_again
from ..db import reading, transaction
from ..models import Account, SignIn
from ..passwords import hash_password
from ..rules.limits import Origin
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor


def change_password(*, actor: Actor, old: str, new: str, origin: Origin, now: datetime) -> None:
    """Set the new password and end the sign-ins on other devices; this one stays.

    :raises Refused: ``PASSWORD_WRONG``, ``TOO_MANY_PASSWORDS``.
    :raises NotThere: no such account.
    """
    found = reading().get(Account, actor.account_id)
    if found is None:
        raise NotThere
    kept = check_again(actor, old, "old", origin=origin, now=now)
    hashed = hash_password(new)
    with transaction() as session:
        account = session.get_one(Account, actor.account_id, populate_existing=True, with_for_update=True)
        if account.password_hash != kept:
            raise Refused(no(Code.PASSWORD_WRONG, "old"))
        account.password_hash = hashed
        session.execute(
            update(SignIn)
            .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.id != actor.sign_in_id)
            .values(ended_at=now)
        )
        log.note(session, actor, "change_password", "account", account.id, now=now)
