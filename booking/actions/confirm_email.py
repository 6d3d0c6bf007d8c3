"""A person confirms an address with the mailed link."""

from datetime import datetime

from ..db import transaction
from ..mail_links import end_account_links, use_link
from ..models import Account
from ..rules import notice_kinds
from ..rules.refusals import Code, Refused, no


def confirm_email(link_id: int, *, now: datetime) -> str | None:
    """Confirm the account's address and return the page the person was on the way to, if any.

    :raises Refused: ``LINK_INVALID``, ``LINK_USED``, ``LINK_EXPIRED``.
    """
    with transaction() as session:
        link = use_link(session, link_id, (notice_kinds.CONFIRM_EMAIL,), now)
        account = session.get(Account, link.account_id, populate_existing=True)
        if account is None or account.forgotten_at is not None:
            raise Refused(no(Code.LINK_INVALID))
        account.email_confirmed_at = account.email_confirmed_at or now
        end_account_links(session, account.id, (notice_kinds.CONFIRM_EMAIL,), now)
        return link.next_path
