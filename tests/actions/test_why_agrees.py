"""What the page says to "why not?" is what reserving does, on the same rows at the same moment."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import Account, Family, Slot
from booking.queries.why_slot import Who, why_slot
from booking.rules.refusals import Code, Refused
from booking.rules.times import instant
from tests.world import NOW, PERIODS, TUESDAY, a_child, a_family, a_slot, a_world, an_account, state

CASES = 60
SAYS = [
    ("ages", {"basis": "year_age", "min": 0, "max": 9}),
    ("ages", {"basis": "year_age", "min": 4, "max": 8}),
    ("siblings", {"basis": "year_age", "min": 0, "max": 9}),
    ("door_ages", {"basis": "months", "min": 24, "max": 60, "applies": "reserving"}),
    ("limits", {"visits_per_day": 2, "visits_per_week_here": 2, "children_per_reservation": 2}),
    ("limits", {"family_open_reservations": 2}),
    ("adults", {"min": 2, "per_child_max": 1, "named_companion": True}),
    ("residency", {"who": "district"}),
    ("residency", {"who": "seoul_life"}),
    ("openings", {"kind": "weekly", "day": "화", "first_day": 0, "at": "09:00"}),
    ("openings", {"kind": "rolling", "days": 7, "residents_first": "district", "others_after_minutes": 600}),
    ("zone.baby", {"basis": "months", "min": 0, "max": 48, "children": 1}),
    ("zone.big", {"basis": "year_age", "min": 4, "max": 9, "children": 2}),
    ("capacity.people", {"people": 4}),
    ("capacity.walk_in", {"percent": 50}),
    ("capacity.reserve", {"children": 1, "released_minutes_before": 60}),
    ("operation", {"booking": "walk_in"}),
    ("operation", {"booking": "online"}),
    ("admission", {"admits": "group"}),
    ("admission", {"admits": "shared"}),
    ("same_day", {"how": ["phone"]}),
]


def _families(world) -> list[tuple]:
    """Guardians of four families with one to three children; one has not confirmed its address."""
    births = (date(2021, 5, 5), date(2023, 3, 2), date(2016, 8, 9))
    with transaction() as session:
        made = []
        for n in range(4):
            family_id = a_family(session)
            family = session.get_one(Family, family_id)
            family.residence_known, family.residence_district_id, family.life_zone = n > 0, 11110 if n == 1 else None, n == 2
            actor = an_account(session, "guardian", f"why{n}@example.kr", f"보호자{n}", family_id=family_id)
            if n == 3:
                session.get_one(Account, actor.account_id).email_confirmed_at = None
                actor = replace(actor, email_confirmed=False)
            made.append((actor, [a_child(session, family_id, f"아이{n}{k}", births[k]) for k in range(min(3, n + 2))]))
    return made


def _outcome(slot_id, actor, children, adults, now, request_id) -> Code | None:
    try:
        reserve(slot_id, actor=actor, child_ids=children, adults=adults, request_id=request_id, now=now)
    except Refused as refused:
        return refused.refusal.code
    return None


@pytest.mark.parametrize("seed", range(3))
def test_the_first_reason_of_the_page_is_what_reserving_says(context, seed):
    chance = random.Random(seed)
    world = a_world()
    families = _families(world)
    slots = [
        a_slot(world.hyehwa, day=TUESDAY + timedelta(days=ahead), number=number, capacity_=4)
        for ahead in range(3)
        for number in (1, 2, 3)
    ]
    seen = set()
    for case in range(CASES):
        with transaction() as session:
            for section in sorted({section for section, _ in SAYS}):
                state(session, section, None, cafe_id=world.hyehwa)
            for section, content in chance.sample(SAYS, chance.randint(0, 4)):
                state(session, section, content, cafe_id=world.hyehwa)
        actor, own = chance.choice(families)
        children = chance.sample(own, chance.randint(1, len(own)))
        slot_id, adults = chance.choice(slots), chance.choice([0, 1, 1, 2, 2, 3, 7])
        now = instant(TUESDAY + timedelta(days=chance.randint(0, 2)), PERIODS[chance.randint(0, 2)][1]) - timedelta(
            minutes=chance.choice([-1, 0, 30, 60, 600, 1440])
        )
        db.session.remove()

        _, why = why_slot(slot_id, actor, Who(child_ids=tuple(children), adults=adults), now)
        said = why.together.reasons[0].refusal.code if why.together.reasons else None
        db.session.remove()
        done = _outcome(slot_id, actor, children, adults, now, f"case-{seed}-{case}")

        assert said == done, (case, [one.refusal for one in why.together.reasons])
        seen.add(said)
    assert None in seen
    assert len(seen) > 6


def test_each_child_is_asked_about_as_if_it_came_alone(context):
    world = a_world()
    with transaction() as session:
        state(session, "ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa)
    slot = a_slot(world.hyehwa)

    _, why = why_slot(slot, world.mom, Who(), NOW)

    jia, minjun = why.each
    assert (jia.names, jia.allowed) == (("지아",), True)
    assert [one.refusal.code for one in minjun.reasons] == [Code.CHILD_TOO_YOUNG]
    assert why.together.names == ("지아", "민준")
    assert [one.refusal.code for one in why.together.reasons] == [Code.CHILD_TOO_YOUNG]


def test_a_reason_names_the_layer_the_date_and_the_source(context):
    world = a_world()
    with transaction() as session:
        state(session, "ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa, valid_from=date(2024, 3, 1))
    slot = a_slot(world.hyehwa)

    _, why = why_slot(slot, None, Who(births=(date(2023, 3, 2),)), NOW)

    (reason,) = why.together.reasons
    assert reason.rule == "ages"
    assert (reason.origin.layer, reason.origin.valid_from, reason.origin.source) == ("cafe", date(2024, 3, 1), "시험")


def test_looking_holds_no_place(context):
    world = a_world()
    slot = a_slot(world.hyehwa)

    why_slot(slot, world.mom, Who(), NOW)

    assert db.session.scalar(select(Slot.taken).where(Slot.id == slot)) == 0
