"""A guardian asks for the confirming mail once more."""

from datetime import datetime

from .. import outbox
from ..attempts import count, tally
from ..db import transaction
from ..mail_links import account_link, last_made_at
from ..models import Account
from ..rules import limits, notice_kinds
from ..rules.families import CONFIRM_LIFE, MAIL_PAUSE
from ..rules.limits import Origin
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor


def resend_confirmation(*, actor: Actor, next_path: str | None, origin: Origin, now: datetime) -> None:
    """Mail a new link; earlier ones keep working. Nothing happens when the address is confirmed already. Who signed up with
    somebody else's address cannot fill that mailbox.

    :raises Refused: ``TOO_OFTEN``, ``TOO_MANY_MAILS``.
    :raises NotThere: no such account.
    """
    with transaction() as session:
        account = session.get(Account, actor.account_id, populate_existing=True, with_for_update=True)
        if account is None:
            raise NotThere
        if account.email_confirmed_at is not None:
            return
        last = last_made_at(session, notice_kinds.CONFIRM_EMAIL, account.id)
        if last is not None and now - last < MAIL_PAUSE:
            raise Refused(no(Code.TOO_OFTEN, minutes=int(MAIL_PAUSE.total_seconds()) // 60))
        link = account_link(session, notice_kinds.CONFIRM_EMAIL, account.id, CONFIRM_LIFE, now, next_path)
        outbox.put(session, notice_kinds.CONFIRM_EMAIL, link.id, now=now, account_id=account.id)
        count(session, [tally(limits.MAILS_TO_MAILBOX, origin.key, now, account.email)])
