"""An official blocks the account of staff or of another official."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..held_accounts import hold_account
from ..rules.refusals import Code, Refused, no
from ..scope import Actor
from ..sign_ins import end_sign_ins


def block_account(account_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let the account not sign in any more, and end its sign-ins at once. A second press changes nothing.

    :raises Refused: ``CANNOT_BLOCK_SELF``, ``REASON_MISSING``.
    :raises NotThere: not this official's: a district official blocks neither the city's nor another district's people.
    """
    with transaction() as session:
        account = hold_account(session, actor, account_id)
        if account.id == actor.account_id:
            raise Refused(no(Code.CANNOT_BLOCK_SELF))
        if not reason.strip():
            raise Refused(no(Code.REASON_MISSING, "reason"))
        if account.blocked_at is not None:
            return
        account.blocked_at = now
        end_sign_ins(session, account.id, now)
        log.note(
            session,
            actor,
            "block",
            "account",
            account.id,
            now=now,
            district_id=account.district_id,
            cafe_id=account.cafe_id,
            reason=reason,
        )
