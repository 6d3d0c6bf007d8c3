"""The door under contention: two tablets, double taps, walk-ins against each other, and the job that marks no-shows."""

from datetime import date
from functools import partial

from booking.actions.check_in import check_in
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.actions.undo_check_in import undo_check_in
from booking.actions.walk_in import WalkInChild, walk_in
from tests.door import reserved, said_in_log, visit_ids
from tests.world import a_slot, a_world, guardians, starts, states, taken


def walks_in(world, slot_id, n, children=1):
    party = [WalkInChild(f"아이{n}-{k}", date(2021, 1, 1)) for k in range(children)]
    return partial(
        walk_in, slot_id, actor=world.staff, children=party, adults=1, request_id=f"walk-in-{n}", now=starts(slot_id)
    )


def test_walk_ins_and_guardians_never_take_more_than_there_is(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=5)
    online = [
        partial(reserve, slot_id, actor=actor, child_ids=[child], adults=1, request_id="r", now=starts(slot_id))
        for actor, child in guardians(6)
    ]

    answers = race([*(walks_in(world, slot_id, n) for n in range(6)), *online])

    assert sum(isinstance(answer, int) for answer in answers) == 5
    assert answers.count("slot_full") == 7
    assert taken(slot_id) == 5


def test_a_walk_in_tapped_eight_times_is_one_family(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    answers = race([walks_in(world, slot_id, 1, children=2)] * 8)

    assert len(set(answers)) == 1
    assert states(slot_id) == ["checked_in", "checked_in"]


def test_two_tablets_check_a_family_in_once(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)

    answers = race([partial(check_in, reservation_id, actor=world.staff, now=starts(slot_id))] * 6)

    assert sorted(answers) == [0, 0, 0, 0, 0, 2]
    assert said_in_log("check_in") == 2


def test_a_family_that_comes_as_the_grace_ends_is_inside_with_its_place(race):
    world = a_world()
    for number, (actor, child) in enumerate([(world.mom, world.jia), (world.stranger, world.stranger_child)], 1):
        slot_id = a_slot(world.hyehwa, number=number, capacity_=1)
        reservation_id = reserved(world, slot_id, child, actor=actor)
        hear_board(actor=world.staff, now=starts(slot_id))
        late = starts(slot_id, minutes=30)

        race([partial(check_in, reservation_id, actor=world.staff, now=late), partial(mark_no_shows, slot_id, now=late)])

        # Marked first or not: who stands at the door comes in while the place is free.
        assert states(slot_id) == ["checked_in"]
        assert taken(slot_id) == 1


def test_a_late_entry_undone_on_two_tablets_gives_its_place_back_once(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=2)
    reservation_id = reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id))
    mark_no_shows(slot_id, now=starts(slot_id, minutes=30))
    check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=40))
    undo = partial(
        undo_check_in,
        reservation_id,
        actor=world.staff,
        visit_ids=visit_ids(reservation_id),
        was="checked_in",
        now=starts(slot_id, minutes=41),
    )

    answers = race([undo] * 4)

    assert sorted(answers) == [0, 0, 0, 1]
    assert states(slot_id) == ["no_show"]
    assert taken(slot_id) == 0


def test_the_last_place_goes_to_the_late_family_or_to_a_walk_in(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    reservation_id = reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id))
    mark_no_shows(slot_id, now=starts(slot_id, minutes=30))

    answers = race(
        [
            partial(check_in, reservation_id, actor=world.staff, now=starts(slot_id, minutes=40)),
            walks_in(world, slot_id, 1),
        ]
    )

    assert answers.count("slot_full") == 1
    assert taken(slot_id) == 1
