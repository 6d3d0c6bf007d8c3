"""Exact under contention: what officials order against what families and jobs do at the same moment."""

import time
from datetime import timedelta
from functools import partial
from importlib import import_module
from threading import Thread

import pytest
from flask import current_app
from sqlalchemy import select

from booking.actions.cancel import cancel
from booking.actions.change_capacity import CapacityChanged, change_capacity
from booking.actions.change_rules import change_rules
from booking.actions.check_in import check_in
from booking.actions.close_days import DaysClosed, close_days
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.open_slots import open_slots
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Slot
from booking.rules.capacities import CANCEL, SHRINK, CapacityOrder
from booking.rules.drafts import Draft
from booking.rules.places import Place
from tests.world import NOW, TUESDAY, a_slot, a_world, guardians, starts, state, states, taken

ROUNDS = 5
change_rules_module = import_module("booking.actions.change_rules")
reserve_module = import_module("booking.actions.reserve")


def asks(slot_id, actor, child_ids, request_id="r", now=NOW):
    return partial(reserve, slot_id, actor=actor, child_ids=child_ids, adults=1, request_id=request_id, now=now)


def orders(world, slot_id, places, day, choice):
    order = CapacityOrder(places, None, day, day, None, "바닥 공사")
    return partial(change_capacity, Place(slot_id=slot_id), order, choices={slot_id: choice}, actor=world.official, now=NOW)


def a_day(round_):
    return NOW.date() + timedelta(days=round_ + 1)


def test_a_capacity_cut_and_a_rush_never_leave_more_children_than_places(race):
    world = a_world()
    families = guardians(12)
    for round_ in range(ROUNDS):
        slot_id = a_slot(world.hyehwa, day=a_day(round_), capacity_=10)

        answers = race(
            [orders(world, slot_id, 5, a_day(round_), SHRINK if round_ % 2 else CANCEL)]
            + [asks(slot_id, actor, [child], f"r{round_}") for actor, child in families]
        )

        assert isinstance(answers[0], CapacityChanged)
        if round_ % 2 == 0:
            assert taken(slot_id) <= 5
        assert states(slot_id).count("reserved") == taken(slot_id)


def test_grown_places_are_sold_at_once_and_not_one_more(race):
    world = a_world()
    families = guardians(12)
    slot_id = a_slot(world.hyehwa, capacity_=2)

    race([orders(world, slot_id, 6, TUESDAY, SHRINK)] + [asks(slot_id, actor, [child]) for actor, child in families])
    race([asks(slot_id, actor, [child], "again") for actor, child in families])

    assert taken(slot_id) == 6


def test_nobody_holds_a_place_in_a_slot_that_was_closed(race):
    world = a_world()
    families = guardians(8)
    for round_ in range(ROUNDS):
        day = a_day(round_)
        slot_id = a_slot(world.hyehwa, day=day)
        earlier = asks(slot_id, world.mom, [world.jia], f"first{round_}")()

        answers = race(
            [
                partial(close_days, Place(cafe_id=world.hyehwa), day, day, "방역", actor=world.official, now=NOW),
                partial(cancel, earlier, actor=world.mom, now=NOW),
                *[asks(slot_id, actor, [child], f"r{round_}") for actor, child in families],
            ]
        )

        assert isinstance(answers[0], DaysClosed)
        assert set(states(slot_id)) == {"cancelled"}
        assert taken(slot_id) == 0


def test_a_child_at_the_door_is_inside_or_cancelled_when_the_cafe_closes(race):
    world = a_world()
    for round_ in range(ROUNDS):
        day = a_day(round_)
        slot_id = a_slot(world.hyehwa, day=day)
        reservation_id = asks(slot_id, world.mom, [world.jia, world.minjun], f"first{round_}")()
        now = starts(slot_id, minutes=5)

        answers = race(
            [
                partial(close_days, Place(district_id=11110), day, day, "단수", actor=world.official, now=now),
                partial(check_in, reservation_id, actor=world.staff, now=now),
            ]
        )

        assert states(slot_id) == (["checked_in"] * 2 if answers[1] == 2 else ["cancelled"] * 2)


def test_a_cut_never_costs_a_child_inside_its_place(race):
    world = a_world()
    for round_ in range(ROUNDS):
        day = a_day(round_)
        slot_id = a_slot(world.hyehwa, day=day, capacity_=2)
        reservation_id = asks(slot_id, world.mom, [world.jia, world.minjun], f"first{round_}")()
        order = CapacityOrder(0, None, day, day, None, "바닥 공사")
        now = starts(slot_id, minutes=5)
        cut = partial(
            change_capacity, Place(slot_id=slot_id), order, choices={slot_id: CANCEL}, actor=world.official, now=now
        )

        answers = race([cut, partial(check_in, reservation_id, actor=world.staff, now=now)])

        assert isinstance(answers[0], CapacityChanged)
        assert states(slot_id) == (["checked_in"] * 2 if answers[1] == 2 else ["cancelled"] * 2)


def test_a_released_child_that_comes_late_is_inside_or_finds_the_cafe_closed(race):
    world = a_world()
    for round_ in range(ROUNDS):
        day = a_day(round_)
        slot_id = a_slot(world.hyehwa, day=day)
        reservation_id = asks(slot_id, world.mom, [world.jia], f"first{round_}")()
        hear_board(actor=world.staff, now=starts(slot_id, minutes=1))
        late = starts(slot_id, minutes=31)
        assert mark_no_shows(slot_id, now=late) == 1

        answers = race(
            [
                partial(close_days, Place(cafe_id=world.hyehwa), day, day, "정전", actor=world.official, now=late),
                partial(check_in, reservation_id, actor=world.staff, now=late),
            ]
        )

        assert (states(slot_id), answers[1]) in ((["checked_in"], 1), (["no_show"], "slot_closed"))


def test_no_slot_is_open_on_a_closed_day_whoever_was_first(race):
    world = a_world()

    race(
        [
            partial(close_days, Place(), TUESDAY, TUESDAY, "태풍", actor=world.city, now=NOW),
            *[partial(open_slots, cafe, TUESDAY, TUESDAY, now=NOW) for cafe in (world.hyehwa, world.myeonmok) * 2],
        ]
    )

    with transaction() as session:
        assert [slot.id for slot in session.scalars(select(Slot).where(Slot.closed_at.is_(None)))] == []


def test_two_schedulers_open_a_day_once(race):
    world = a_world()

    answers = race([partial(open_slots, world.hyehwa, TUESDAY, TUESDAY, now=NOW)] * 4)

    assert sorted(answers) == [0, 0, 0, 3]


def test_a_district_cut_holds_for_slots_opened_in_the_same_moment(race):
    world = a_world()
    order = CapacityOrder(None, 50, TUESDAY, TUESDAY, None, "방역 인원 제한")

    race(
        [
            partial(change_capacity, Place(district_id=11110), order, choices={}, actor=world.official, now=NOW),
            partial(open_slots, world.hyehwa, TUESDAY, TUESDAY, now=NOW),
        ]
    )

    with transaction() as session:
        assert {slot.capacity for slot in session.scalars(select(Slot))} == {10}


def list_a_while_ago(monkeypatch):
    """Whoever changes rules does so some time after having looked whom they concern."""
    listed = change_rules_module.rule_change

    def listed_a_while_ago(*args):
        found = listed(*args)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(change_rules_module, "rule_change", listed_a_while_ago)


def test_whoever_reserves_while_a_rule_changes_is_decided_by_it_or_told_of(race, monkeypatch):
    world = a_world()
    families = guardians(8)
    place = Place(cafe_id=world.hyehwa)
    list_a_while_ago(monkeypatch)
    for round_ in range(ROUNDS):
        day = a_day(round_)
        slot_id = a_slot(world.hyehwa, day=day)
        draft = Draft("ages", {"basis": "year_age", "min": 9, "max": 9}, day, day, 2026, "공지")
        changes = partial(change_rules, place, draft, actor=world.official, now=NOW)

        answers = race(
            [
                changes,
                *(later(0.01 * n, asks(slot_id, family[0], [family[1]], f"r{round_}")) for n, family in enumerate(families)),
            ]
        )

        # Unseen, a change is made only when it strands nobody.
        assert (answers[0] == ()) == (taken(slot_id) == 0), answers


def later(seconds, act):
    def wait():
        time.sleep(seconds)
        return act()

    return wait


MORNINGS = {key: ["09:30~10:30", "15:30~17:30"] for key in ("weekday", "saturday", "sunday")}


@pytest.mark.parametrize(
    ("section", "content"),
    [("timetable", MORNINGS), ("days", {"open": ["월"]}), ("operation", {"state": "paused"})],
)
def test_whoever_reserves_while_a_slot_goes_is_seen_or_stopped(race, monkeypatch, section, content):
    world = a_world()
    families = guardians(6)
    place = Place(cafe_id=world.hyehwa)
    list_a_while_ago(monkeypatch)
    for round_ in range(ROUNDS):
        day = a_day(round_)
        slot_id = a_slot(world.hyehwa, day=day, number=2)
        changes = partial(
            change_rules, place, Draft(section, content, day, day, 2026, "공지"), actor=world.official, now=NOW
        )

        answers = race(
            [
                changes,
                partial(open_slots, world.hyehwa, day, day, now=NOW),
                *(later(0.01 * n, asks(slot_id, family[0], [family[1]], f"r{round_}")) for n, family in enumerate(families)),
            ]
        )

        # Unseen, a change is made only when it strands nobody; when it is made, nobody comes after it.
        assert (answers[0] == ()) == (taken(slot_id) == 0), answers
        with transaction() as session:
            slot = session.get_one(Slot, slot_id)
            gone = slot.closed_at is not None or slot.withdrawn_at is not None
        assert gone == (answers[0] == ())
        assert states(slot_id).count("reserved") == taken(slot_id)


def test_a_place_is_not_taken_in_a_slot_that_went_since_it_was_looked_at(race, monkeypatch):
    world = a_world()
    slot_id = a_slot(world.hyehwa, number=2)
    with transaction() as session:
        # Known to who reserves: only the slot itself does not say so yet.
        state(session, "timetable", MORNINGS, cafe_id=world.hyehwa)
    sent = reserve_module.chain.run

    def after_the_job(session, steps, values):
        monkeypatch.undo()
        job = partial(open_slots, world.hyehwa, TUESDAY, TUESDAY, now=NOW)
        # SQLite's one writer would wait for itself.
        in_another_thread(job) if session.get_bind().dialect.name == "postgresql" else job()
        return sent(session, steps, values)

    monkeypatch.setattr(reserve_module.chain, "run", after_the_job)
    (answer,) = race([asks(slot_id, world.mom, [world.jia])])

    assert (answer, taken(slot_id)) == ("slot_withdrawn", 0)


def in_another_thread(act):
    app = current_app._get_current_object()

    def run():
        with app.app_context():
            act()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_two_changes_and_the_schedulers_at_once_leave_one_timetable(race):
    world = a_world()
    for cafe_id in (world.hyehwa, world.myeonmok):
        open_slots(cafe_id, TUESDAY, TUESDAY + timedelta(days=6), now=NOW)
    last = TUESDAY + timedelta(days=6)
    for round_ in range(ROUNDS):
        first = Draft("timetable", MORNINGS if round_ % 2 else None, TUESDAY, None, 2026, f"공지 {round_}")
        second = Draft("capacity.individual", {"children": 5 + round_}, TUESDAY, None, 2026, f"공지 {round_}")

        answers = race(
            [
                partial(change_rules, Place(cafe_id=world.hyehwa), first, actor=world.official, now=NOW, open_until=last),
                partial(change_rules, Place(), second, actor=world.city, now=NOW, open_until=last),
                *[partial(open_slots, cafe_id, TUESDAY, last, now=NOW) for cafe_id in (world.hyehwa, world.myeonmok)],
            ]
        )

        assert answers[1] == ()
        with transaction() as session:
            rows = (
                select(Slot).where(Slot.date == TUESDAY, Slot.withdrawn_at.is_(None)).order_by(Slot.cafe_id, Slot.starts_at)
            )
            found = [(slot.cafe_id, slot.period_number, slot.capacity) for slot in session.scalars(rows)]
        here = 2 if round_ % 2 else 3
        wanted = [(world.hyehwa, n + 1, 5 + round_) for n in range(here)]
        assert found == [*wanted, *((world.myeonmok, n + 1, 5 + round_) for n in range(3))]
