"""A person sets a new password with the mailed link."""

from datetime import datetime

from ..db import transaction
from ..mail_links import end_account_links, use_link
from ..models import Account
from ..passwords import hash_password
from ..rules import notice_kinds
from ..rules.refusals import Code, Refused, no
from ..sign_ins import end_sign_ins


def reset_password(link_id: int, *, password: str, now: datetime) -> int:
    """Set the password, end every sign-in and every other open reset link. Who read the mail owns the address, so it counts
    as confirmed. Returns the account's id.

    :raises Refused: ``LINK_INVALID``, ``LINK_USED``, ``LINK_EXPIRED``.
    """
    hashed = hash_password(password)
    with transaction() as session:
        link = use_link(session, link_id, (notice_kinds.RESET_PASSWORD,), now)
        account = session.get(Account, link.account_id, populate_existing=True, with_for_update=True)
        if account is None or account.forgotten_at is not None:
            raise Refused(no(Code.LINK_INVALID))
        account.password_hash = hashed
        account.email_confirmed_at = account.email_confirmed_at or now
        end_sign_ins(session, account.id, now)
        end_account_links(session, account.id, (notice_kinds.RESET_PASSWORD,), now)
        return account.id
