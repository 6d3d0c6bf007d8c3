"""A guardian says where the family lives, or takes it back."""

from datetime import datetime

from .. import log
from ..db import transaction
from ..families import hold_family
from ..models import District, Family
from ..rules.parties import Residence
from ..rules.refusals import Code, Refused, no
from ..scope import Actor


def change_residence(residence: Residence, *, actor: Actor, now: datetime) -> None:
    """Keep where the family lives; what is reserved already stays. It is what the family says: evidence is asked for at
    the door.

    :raises Refused: ``NO_SUCH_DISTRICT``.
    :raises NotThere: not a guardian.
    """
    with transaction() as session:
        family = session.get_one(Family, hold_family(session, actor.family_id), populate_existing=True)
        if residence.district_id is not None and session.get(District, residence.district_id) is None:
            raise Refused(no(Code.NO_SUCH_DISTRICT, "district_id"))
        family.residence_known = residence.known
        family.residence_district_id = residence.district_id
        family.life_zone = residence.life_zone
        log.note(session, actor, "change_residence", "account", actor.account_id, now=now)
