"""Exact under contention: reserving against reserving, cancelling, releasing and the door."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.move import move
from booking.actions.reserve import reserve
from booking.db import transaction
from tests.world import NOW, a_slot, a_world, guardians, starts, state, states, taken

ROUNDS = 6


def asks(slot_id: int, actor, child_ids, request_id: str = "r", now: datetime = NOW):
    return partial(reserve, slot_id, actor=actor, child_ids=child_ids, adults=1, request_id=request_id, now=now)


def test_200_guardians_race_for_20_places(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=20)

    answers = race([asks(slot_id, actor, [child]) for actor, child in guardians(200)])

    assert answers.count("slot_full") == 180
    assert len({answer for answer in answers if isinstance(answer, int)}) == 20
    assert taken(slot_id) == 20


def test_families_of_two_never_get_half_a_place(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=3)
    pairs = guardians(6)

    race([asks(slot_id, world.mom, [world.jia, world.minjun])] + [asks(slot_id, actor, [child]) for actor, child in pairs])

    assert taken(slot_id) == 3


def test_a_double_tap_makes_one_reservation(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    answers = race([asks(slot_id, world.mom, [world.jia])] * 8)

    assert len(set(answers)) == 1
    assert isinstance(answers[0], int)
    assert states(slot_id) == ["reserved"]


def test_two_guardians_of_one_family_cannot_bring_a_child_to_two_cafes_at_once(race):
    world = a_world()
    for round_ in range(ROUNDS):
        day = NOW.date() + timedelta(days=round_ + 1)
        here, there = a_slot(world.hyehwa, day=day), a_slot(world.myeonmok, day=day)

        answers = race([asks(here, world.mom, [world.jia], f"m{round_}"), asks(there, world.dad, [world.jia], f"d{round_}")])

        assert sorted(isinstance(answer, int) for answer in answers) == [False, True]
        assert taken(here) + taken(there) == 1


def test_two_guardians_of_one_family_cannot_pass_the_daily_limit(race):
    world = a_world()
    for round_ in range(ROUNDS):
        day = NOW.date() + timedelta(days=round_ + 1)
        morning, afternoon = a_slot(world.hyehwa, day=day), a_slot(world.hyehwa, day=day, number=2)

        answers = race(
            [asks(morning, world.mom, [world.jia], f"m{round_}"), asks(afternoon, world.dad, [world.jia], f"d{round_}")]
        )

        assert "daily_limit" in answers
        assert taken(morning) + taken(afternoon) == 1


def test_a_cancelled_place_is_sold_once(race):
    world = a_world()
    others = guardians(6)
    for round_ in range(ROUNDS):
        slot_id = a_slot(world.hyehwa, day=NOW.date() + timedelta(days=round_ + 1), capacity_=1)
        reservation_id = asks(slot_id, world.mom, [world.jia], f"first{round_}")()

        answers = race(
            [partial(cancel, reservation_id, actor=world.mom, now=NOW)]
            + [asks(slot_id, actor, [child], f"r{round_}") for actor, child in others]
        )

        assert sum(isinstance(answer, int) for answer in answers[1:]) <= 1
        assert taken(slot_id) <= 1


def test_cancelling_twice_gives_one_place_back(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=2)
    reservation_id = asks(slot_id, world.mom, [world.jia])()

    answers = race([partial(cancel, reservation_id, actor=actor, now=NOW) for actor in (world.mom, world.dad) * 3])

    assert answers.count(None) == 1
    assert answers.count("already_cancelled") == 5
    assert taken(slot_id) == 0


def test_a_child_is_checked_in_or_cancelled_but_never_both(race):
    world = a_world()
    for round_ in range(ROUNDS):
        slot_id = a_slot(world.hyehwa, day=NOW.date() + timedelta(days=round_ + 1))
        reservation_id = asks(slot_id, world.mom, [world.jia, world.minjun], f"first{round_}")()

        # A phone whose request was on its way for a quarter of an hour meets the door.
        answers = race(
            [
                partial(cancel, reservation_id, actor=world.mom, now=starts(slot_id, minutes=-30)),
                partial(check_in, reservation_id, actor=world.staff, now=starts(slot_id, minutes=-15)),
            ]
        )

        assert (answers, states(slot_id)) in (
            ([None, "visit_cancelled"], ["cancelled"] * 2),
            (["already_checked_in", 2], ["checked_in"] * 2),
        )


@pytest.mark.parametrize("rivals", [1, 4])
def test_a_late_child_is_checked_in_or_released_but_never_both(race, rivals):
    world = a_world()
    others = guardians(rivals)
    for round_ in range(ROUNDS):
        slot_id = a_slot(world.hyehwa, day=NOW.date() + timedelta(days=round_ + 1), capacity_=1)
        reservation_id = asks(slot_id, world.mom, [world.jia], f"first{round_}")()
        hear_board(actor=world.staff, now=starts(slot_id, minutes=1))
        late = starts(slot_id, minutes=30)

        answers = race(
            [
                partial(check_in, reservation_id, actor=world.staff, now=late),
                partial(mark_no_shows, slot_id, now=late),
                *[asks(slot_id, actor, [child], f"r{round_}", late) for actor, child in others],
            ]
        )

        came_in = answers[0] == 1
        sold_again = any(isinstance(answer, int) for answer in answers[2:])
        assert not (came_in and sold_again)
        assert taken(slot_id) <= 1


def test_two_schedulers_mark_a_no_show_once(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    asks(slot_id, world.mom, [world.jia, world.minjun])()
    hear_board(actor=world.staff, now=starts(slot_id, minutes=1))

    answers = race([partial(mark_no_shows, slot_id, now=starts(slot_id, minutes=31))] * 4)

    assert sorted(answers) == [0, 0, 0, 2]
    assert taken(slot_id) == 0


def moves(reservation_id: int, slot_id: int, actor):
    return partial(move, reservation_id, slot_id, actor=actor, now=NOW)


def test_of_two_moves_into_one_last_place_one_stays_where_it_was(race):
    a_world_ = a_world()
    pairs = guardians(2)
    for round_ in range(ROUNDS):
        day = NOW.date() + timedelta(days=round_ + 1)
        first, last = a_slot(a_world_.hyehwa, day=day), a_slot(a_world_.hyehwa, day=day, number=2, capacity_=1)
        made = [asks(first, actor, [child], f"m{round_}")() for actor, child in pairs]

        answers = race([moves(one, last, actor) for one, (actor, _) in zip(made, pairs, strict=True)])

        assert sorted(map(str, answers))[-1] == "slot_full"
        assert (taken(first), taken(last)) == (1, 1)


def test_two_reservations_that_change_places_do_not_lock_each_other_out(race):
    world = a_world()
    pairs = guardians(2)
    for round_ in range(ROUNDS):
        day = NOW.date() + timedelta(days=round_ + 1)
        slots = [a_slot(world.hyehwa, day=day), a_slot(world.hyehwa, day=day, number=2)]
        made = [asks(slot, actor, [child], f"x{round_}")() for slot, (actor, child) in zip(slots, pairs, strict=True)]

        answers = race(
            [moves(made[0], slots[1], pairs[0][0]), moves(made[1], slots[0], pairs[1][0])],
        )

        assert answers == made
        assert [taken(slot) for slot in slots] == [1, 1]


def test_a_move_and_a_cancel_of_one_reservation_end_in_one_of_both(race):
    world = a_world()
    for round_ in range(ROUNDS):
        day = NOW.date() + timedelta(days=round_ + 1)
        first, second = a_slot(world.hyehwa, day=day), a_slot(world.hyehwa, day=day, number=2)
        made = asks(first, world.mom, [world.jia], f"c{round_}")()

        answers = race([moves(made, second, world.mom), partial(cancel, made, actor=world.dad, now=NOW)])

        # Whoever comes first: the cancel takes it out of the slot that it is in.
        assert answers[1] is None
        assert answers[0] in (made, "already_cancelled")
        assert (taken(first), taken(second)) == (0, 0)


def test_a_move_and_a_check_in_of_one_reservation_never_let_a_child_into_another_slot(race):
    world = a_world()
    with transaction() as session:
        minutes = {"cancel_minutes_before": 0, "no_show_grace_minutes": 30, "reserve_until_minutes_before_end": 30}
        state(session, "minutes", minutes | {"check_in_minutes_before": 15}, cafe_id=world.hyehwa)
    for round_ in range(ROUNDS):
        day = NOW.date() + timedelta(days=round_ + 1)
        first, second = a_slot(world.hyehwa, day=day), a_slot(world.hyehwa, day=day, number=2)
        made = asks(first, world.mom, [world.jia], f"i{round_}")()
        at = starts(first, minutes=-5)

        answers = race(
            [
                partial(move, made, second, actor=world.mom, now=at),
                partial(check_in, made, actor=world.staff, now=at),
            ]
        )

        # Who loses the race is told so: the reservation is inside, or gone from the roster.
        assert answers in ([made, "not_there"], [made, "too_early_to_check_in"], ["already_checked_in", 1])
        assert (states(first), states(second)) in ((["checked_in"], []), ([], ["reserved"]))
