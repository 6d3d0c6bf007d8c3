"""Where a family says it lives, and the districts it may say."""

from dataclasses import dataclass

from sqlalchemy import select

from ..db import reading
from ..models import District, Family
from ..rules.parties import UNKNOWN, Residence
from ..scope import Actor


@dataclass(frozen=True)
class MyResidence:
    """Where the family lives; ``district`` is its district's name, ``None`` outside Seoul or when it is not known."""

    residence: Residence
    district: str | None


def my_residence(actor: Actor) -> MyResidence:
    """What the actor's family said: one statement."""
    rows = (
        select(Family.residence_district_id, Family.life_zone, Family.residence_known, District.name)
        .outerjoin(District, District.id == Family.residence_district_id)
        .where(Family.id == actor.family_id)
    )
    row = reading().execute(rows).one_or_none()
    return MyResidence(Residence(*row[:3]), row[3]) if row else MyResidence(Residence(), None)


def residence_of(actor: Actor | None) -> Residence:
    """Where who looks at a page lives, as far as it is known."""
    return my_residence(actor).residence if actor is not None and actor.family_id is not None else UNKNOWN


def all_districts() -> list[tuple[int, str]]:
    """Every district as (id, name), by name."""
    return [(row[0], row[1]) for row in reading().execute(select(District.id, District.name).order_by(District.name))]
