"""An official invites somebody to work in a café."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..invitations import add_invitation
from ..models import Cafe
from ..rules import notice_kinds
from ..rules.refusals import NotThere
from ..scope import Actor, visible_cafes


def invite_staff(cafe_id: int, *, email: str, name: str, actor: Actor, now: datetime) -> int:
    """Mail an invitation that makes who accepts it staff of the café; return the link's id. The grant is logged.

    :raises Refused: ``EMAIL_TAKEN``, ``ALREADY_INVITED``.
    :raises NotThere: not this official's café.
    """
    with transaction() as session:
        cafe = session.scalars(visible_cafes(actor).where(Cafe.id == cafe_id)).one_or_none()
        if cafe is None or actor.role != "admin":
            raise NotThere
        kind = notice_kinds.INVITE_STAFF
        link_id = add_invitation(session, actor, kind=kind, email=email, name=name, cafe_id=cafe.id, now=now)
        log.note(session, actor, "grant", "mail_link", link_id, now=now, cafe_id=cafe.id, detail="staff")
        return link_id
