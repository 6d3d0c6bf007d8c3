"""Whether children of whom only birth dates are known may come to a slot, for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .. import room
from ..db import reading
from ..facts import slot_facts
from ..models import Slot
from ..policies import policy_book
from ..rules.ages import age
from ..rules.parties import ChildFacts, Party
from ..rules.refusals import NotThere
from ..rules.reserving import child_refusal, reasons
from .explain import Reason, reason_of


@dataclass(frozen=True)
class ChildMayCome:
    """A child of whom only the birth date is known. ``age`` by the café's basis on the day; ``reason``: why not, in this
    company."""

    birth_date: date
    age: int
    reason: Reason | None


@dataclass(frozen=True)
class Eligibility:
    """Whether a party may reserve a slot now: all reasons why not, and each child's own first."""

    reasons: tuple[Reason, ...]
    children: tuple[ChildMayCome, ...]


def eligibility(slot_id: int, birth_dates: Sequence[date], adults: int | None, now: datetime) -> Eligibility:
    """What reserving would say to children born on these dates, with so many adults (``None``: as few as may come).

    :raises NotThere: no such slot.
    """
    session = reading()
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotThere
    book = policy_book(session)
    policy = book.of_slot(slot)
    facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
    children = [ChildFacts(-n, "", born) for n, born in enumerate(birth_dates, 1)]
    party = Party(children, policy.adults.min if adults is None else adults)
    said = [*reasons(facts, party, policy, now), *room.refusals(session, slot, policy, party, now=now)]
    own = [child_refusal(child, facts, policy, now, party) for child in children]
    return Eligibility(
        tuple(reason_of(one, policy) for one in said),
        tuple(
            ChildMayCome(
                child.birth_date,
                age(child.birth_date, slot.date, policy.ages.basis),
                reason_of(refusal, policy) if refusal else None,
            )
            for child, refusal in zip(children, own, strict=True)
        ),
    )
