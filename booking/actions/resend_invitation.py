"""An official sends the mail of an invitation once more."""

from datetime import datetime

from .. import log, outbox
from ..db import transaction
from ..invitations import LIFE, held_invitation, mails_put
from ..scope import Actor


def resend_invitation(link_id: int, *, actor: Actor, now: datetime) -> None:
    """Put the mail out again and let the invitation live as long as a new one; the earlier mail's link works too.

    :raises NotThere: accepted, withdrawn, or another district's.
    """
    with transaction() as session:
        link = held_invitation(session, actor, link_id)
        link.expires_at = now + LIFE
        outbox.put(session, link.kind, link.id, now=now, occasion=mails_put(session, link))
        log.note(
            session,
            actor,
            "grant_resend",
            "mail_link",
            link.id,
            now=now,
            district_id=link.district_id,
            cafe_id=link.cafe_id,
        )
