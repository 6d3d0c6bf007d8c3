"""An official invites another one, of the own district or, from the city, of any district or the city."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..invitations import add_invitation
from ..places import require_place
from ..rules import notice_kinds
from ..rules.places import Place
from ..scope import Actor


def invite_official(district_id: int | None, *, email: str, name: str, actor: Actor, now: datetime) -> int:
    """Mail an invitation that makes who accepts it an official of the district, or of the city (``None``); return the link's
    id. The grant is logged.

    :raises Refused: ``EMAIL_TAKEN``, ``ALREADY_INVITED``.
    :raises NotThere: a district official asks for another district or for the city.
    """
    with transaction() as session:
        require_place(session, actor, Place(district_id=district_id))
        kind = notice_kinds.INVITE_ADMIN
        link_id = add_invitation(session, actor, kind=kind, email=email, name=name, district_id=district_id, now=now)
        detail = "admin" if district_id is not None else "admin, city"
        log.note(session, actor, "grant", "mail_link", link_id, now=now, district_id=district_id, detail=detail)
        return link_id
