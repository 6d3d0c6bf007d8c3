"""``flask why`` and a real reservation give the same answer: to two thousand generated requests, half on each database."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from booking.actions.reserve import reserve
from booking.db import db
from booking.models import Cafe, Child, Family, FamilyConcession, Slot, Visit
from booking.queries.explain import why
from booking.rules.parties import ChildFacts, NoShow, Party, PastVisit, Residence
from booking.rules.refusals import Code, Refused
from booking.rules.times import seoul
from tests.explain.a_generated_city import Request, build, end_session, requests

REQUESTS = 1000
TAKEN_BY_OTHERS = {Code.SLOT_FULL, Code.ZONE_FULL, Code.PEOPLE_FULL, Code.ONLINE_FULL}
"""What only the slot as it is can say: ``flask why`` asks of an empty one."""


def told(asked: Request) -> Code | None:
    """What ``flask why`` says, of a party put together from the rows one by one and not by :mod:`booking.facts`."""
    session = db.session()
    family = session.get_one(Family, asked.actor.family_id)
    own = list(session.scalars(select(Child).where(Child.family_id == family.id).order_by(Child.id)))
    visits = session.execute(
        select(Visit, Slot, Cafe.district_id)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .where(Visit.child_id.in_([child.id for child in own]))
    ).all()
    live = {
        child.id: tuple(
            PastVisit(slot.id, slot.cafe_id, slot.starts_at, slot.ends_at, visit.reservation_id)
            for visit, slot, _ in visits
            if visit.child_id == child.id and visit.state == "reserved"
        )
        for child in own
    }
    party = Party(
        [ChildFacts(child.id, child.name, child.birth_date, live[child.id]) for child in own if child.id in asked.child_ids],
        asked.adults,
        companion=asked.companion is not None,
        residence=Residence(family.residence_district_id, family.life_zone, family.residence_known),
        concessions=shown(family.id, asked.date),
        no_shows=[NoShow(visit.no_show_at, slot.cafe_id, of) for visit, slot, of in visits if visit.state == "no_show"],
        sibling_visits=[visit for child in own if child.id not in asked.child_ids for visit in live[child.id]],
        family_births=[child.birth_date for child in own],
    )
    starts_at = session.get_one(Slot, asked.slot_id).starts_at
    answer = why(asked.code, asked.date, seoul(starts_at).time(), party, asked.now)
    return answer.reasons[0].refusal.code if answer.reasons else None


def shown(family_id: int, on: date) -> list[str]:
    rows = select(FamilyConcession).where(FamilyConcession.family_id == family_id, FamilyConcession.expires_on >= on)
    return sorted({row.name for row in db.session.scalars(rows)})


def done(asked: Request, number: int) -> Code | None:
    """What reserving says."""
    try:
        reserve(
            asked.slot_id,
            actor=asked.actor,
            child_ids=asked.child_ids,
            adults=asked.adults,
            request_id=f"generated-{number}",
            now=asked.now,
            companion=asked.companion,
        )
    except Refused as refused:
        return refused.refusal.code
    return None


@pytest.mark.usefixtures("context")
def test_why_and_a_reservation_never_differ(request):
    random = Random(request.node.callspec.id)
    asked = requests(build(random), random, REQUESTS)
    answers: Counter[Code | None] = Counter()
    for number, one in enumerate(asked):
        end_session()
        expected = told(one)
        end_session()
        got = done(one, number)
        answers[got] += 1

        assert got == expected or (expected is None and got in TAKEN_BY_OTHERS), (number, one, expected, got)

    assert answers[None] > REQUESTS // 10, answers
    assert len(answers) > 15, answers
