"""An official lets a blocked account sign in again."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..held_accounts import hold_account
from ..rules.refusals import Code, Refused, no
from ..scope import Actor


def unblock_account(account_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let the account sign in again; ended sign-ins stay ended. A second press changes nothing.

    :raises Refused: ``REASON_MISSING``.
    :raises NotThere: not this official's.
    """
    with transaction() as session:
        account = hold_account(session, actor, account_id)
        if not reason.strip():
            raise Refused(no(Code.REASON_MISSING, "reason"))
        if account.blocked_at is None:
            return
        account.blocked_at = None
        log.note(
            session,
            actor,
            "unblock",
            "account",
            account.id,
            now=now,
            district_id=account.district_id,
            cafe_id=account.cafe_id,
            reason=reason,
        )
