"""Who is inside the café now: the list for an evacuation."""

from dataclasses import dataclass
from datetime import datetime

from ..db import reading
from ..models import Slot
from ..policies import policy_book
from ..rules.checking_in import AFTER_END
from ..rules.times import seoul_date
from ..scope import Actor, visible_slots
from .board import own_cafe
from .roster import Party, parties


@dataclass(frozen=True)
class Inside:
    """Families with a child inside, and the numbers. ``adults`` are those who were announced with these families."""

    cafe_name: str
    parties: tuple[Party, ...]
    children: int
    adults: int


def inside(actor: Actor, now: datetime) -> Inside:
    """Everybody counted inside now: in, not out, and the slot not over for ten minutes.

    :raises NotThere: the actor is no staff.
    """
    session = reading()
    cafe = own_cafe(session, actor)
    found = parties(
        session,
        policy_book(session),
        now,
        Slot.id.in_(visible_slots(actor).with_only_columns(Slot.id)),
        Slot.date == seoul_date(now),
        Slot.ends_at > now - AFTER_END,
    )
    here = tuple(party for party in found if any(visit.is_inside for visit in party.visits))
    return Inside(
        cafe_name=cafe.name,
        parties=here,
        children=sum(visit.is_inside for party in here for visit in party.visits),
        adults=sum(party.adults for party in here),
    )
