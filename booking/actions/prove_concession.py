"""Staff note that a family showed the evidence of a concession, or that this was a slip."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import log
from ..at_the_door import hold_reservation
from ..db import transaction
from ..models import FamilyConcession
from ..policies import slot_policy
from ..rules.refusals import NotThere
from ..rules.times import seoul_date
from ..scope import Actor


def prove_concession(reservation_id: int, name: str, *, actor: Actor, proved: bool, now: datetime) -> bool:
    """Remember for the reservation's family that it showed the concession's evidence, for as many days as the café states;
    or take back what was noted in this café today. Said twice is said once; return whether it was new.

    :raises NotThere: not this café's reservation, or the café has no concession of this name.
    """
    with transaction() as session:
        reservation, slot, _ = hold_reservation(session, actor, reservation_id, with_family=True)
        concession = next((one for one in slot_policy(session, slot).concessions if one.name == name), None)
        if concession is None:
            raise NotThere
        today = seoul_date(now)
        known = _known(session, reservation.family_id, name)
        if proved:
            until = today + timedelta(days=concession.valid_days)
            if any(row.expires_on >= until for row in known):
                return False
            session.add(
                FamilyConcession(
                    family_id=reservation.family_id,
                    name=name,
                    proved_at=now,
                    expires_on=until,
                    proved_by_id=actor.account_id,
                    proved_in_cafe_id=slot.cafe_id,
                )
            )
        else:
            slips = [row for row in known if row.proved_in_cafe_id == slot.cafe_id and seoul_date(row.proved_at) == today]
            if not slips:
                return False
            for row in slips:
                session.delete(row)
        verb = "concession_proved" if proved else "concession_undone"
        log.note(session, actor, verb, "reservation", reservation.id, now=now, cafe_id=slot.cafe_id, detail=name)
        return True


def _known(session: Session, family_id: int, name: str) -> list[FamilyConcession]:
    rows = select(FamilyConcession).where(FamilyConcession.family_id == family_id, FamilyConcession.name == name)
    return list(session.scalars(rows.execution_options(populate_existing=True)))
