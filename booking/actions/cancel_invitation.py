"""An official takes an invitation back."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..invitations import held_invitation
from ..scope import Actor


def cancel_invitation(link_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the invitation do nothing any more, and forget whom it was for.

    :raises NotThere: accepted, withdrawn before, or another district's.
    """
    with transaction() as session:
        link = held_invitation(session, actor, link_id)
        link.used_at, link.email, link.name = now, None, None
        log.note(
            session,
            actor,
            "grant_cancel",
            "mail_link",
            link.id,
            now=now,
            district_id=link.district_id,
            cafe_id=link.cafe_id,
        )
