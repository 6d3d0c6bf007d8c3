"""A person who forgot the password asks for a link."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import outbox
from ..attempts import count, require_left, tally
from ..db import reading, transaction
from ..equal_work import kept_if
from ..mail_links import last_made_at
from ..models import Account, MailLink
from ..rules import limits, notice_kinds
from ..rules.families import MAIL_PAUSE, RESET_LIFE
from ..rules.limits import Origin


def ask_reset(email: str, *, origin: Origin, now: datetime) -> None:
    """Mail a link that sets a new password, if the address has an account that may sign in. Silent about it either way, and
    silent about a mail that was sent moments ago. The same statements run in every case: without an account the rows of a
    link to nobody are written and taken back.

    :raises Refused: ``TOO_MANY_MAILS``, whether the address has an account or not.
    """
    tallies = [
        tally(limits.MAILS_TO_MAILBOX, origin.key, now, email),
        tally(limits.RESETS_FROM_ADDRESS, origin.key, now, limits.network(origin.address)),
    ]
    require_left(reading(), tallies)
    with transaction() as session:
        wanted = select(Account.id, Account.blocked_at).where(Account.email == email).with_for_update()
        found = session.execute(wanted).one_or_none()
        account_id = found.id if found is not None and found.blocked_at is None else None
        last = last_made_at(session, notice_kinds.RESET_PASSWORD, account_id or 0)
        with kept_if(session, account_id is not None and (last is None or now - last >= MAIL_PAUSE)):
            _put_link(session, account_id, now)
        count(session, tallies)


def _put_link(session: Session, account_id: int | None, now: datetime) -> None:
    kind, email = (notice_kinds.RESET_PASSWORD, None) if account_id is not None else (notice_kinds.INVITE_ADMIN, "nobody")
    link = MailLink(kind=kind, account_id=account_id, email=email, created_at=now, expires_at=now + RESET_LIFE)
    session.add(link)
    session.flush()
    outbox.put(session, kind, link.id, now=now, account_id=account_id)
