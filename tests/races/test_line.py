"""The line under contention: one ticket, one line, and no turn given twice."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from booking.actions.advance_line import advance_line
from booking.actions.bring_line import bring_line
from booking.actions.join_line import Joined, join_line
from booking.actions.order_line import start_line, want_no_line
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Line, LineTicket
from booking.rules.line import JOINED_BEFORE, TURN
from booking.rules.line_pace import GROWTH, LEAST_PACE
from tests.door import said_in_log
from tests.line_of_families import an_open_line, gets_its_turn, joins, line_row, moves_on, set_line, tickets
from tests.world import NOW, a_slot, a_world, guardians

SECOND = timedelta(seconds=1)


def start_line_now(reason, *, actor, now):
    return start_line(None, reason, actor=actor, now=now)


def kinds_open() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Line.kind).where(Line.is_open.is_(True)).order_by(Line.kind)))


def count(model) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_eight_windows_of_one_family_get_one_ticket(race):
    world = a_world()
    an_open_line(world)

    answers = race([partial(join_line, actor=who, now=NOW) for who in (world.mom, world.dad)] * 4)

    assert len({answer.ticket.ticket_id for answer in answers if isinstance(answer, Joined)}) == 1
    assert count(LineTicket) == 1


def test_a_turn_that_went_by_is_given_up_once_however_many_windows_ask(race):
    world = a_world()
    an_open_line(world)
    now = gets_its_turn(world.mom) + TURN

    answers = race([partial(join_line, actor=world.mom, now=now)] * 8)
    advance_line(0, 0, now=now + SECOND)

    assert sum(answer.anew for answer in answers if isinstance(answer, Joined)) >= 1
    assert [ticket.number for ticket in tickets().values()] == [2]


def test_processes_that_are_pressed_at_once_bring_one_line(race):
    a_world()
    race([partial(bring_line, now=NOW)] * 8)

    assert count(Line) == 1


def test_processes_that_are_pressed_at_once_bring_one_line_beside_a_planned_one(race):
    world = a_world()
    planned = an_open_line(world, opens_at=NOW + timedelta(days=2))
    race([partial(bring_line, now=NOW)] * 8)

    assert sorted(kinds_open()) == ["load", "official"]
    assert count(Line) == 2
    assert line_row(planned).closed_at is None


@pytest.mark.parametrize("order", [start_line_now, want_no_line])
def test_of_a_line_that_load_brings_and_an_order_of_the_same_moment_one_holds(race, order):
    world = a_world()
    race([partial(bring_line, now=NOW)] * 4 + [partial(order, "지금", actor=world.city, now=NOW)] * 4)
    moves_on(NOW)

    assert len(kinds_open()) == 1


def test_officials_who_order_at_once_have_one_order_between_them(race):
    world = a_world()
    later = NOW + timedelta(days=1)
    answers = race(
        [partial(start_line, later, "내일", actor=world.city, now=NOW)] * 4
        + [partial(want_no_line, "시험", actor=world.city, now=NOW)] * 4
    )

    assert answers.count("line_there_already") == 7
    assert len(kinds_open()) == 1


def test_a_planned_line_begins_once_and_loads_is_over_once_however_many_look(race):
    world = a_world()
    begins = NOW + timedelta(hours=1)
    planned = an_open_line(world, opens_at=begins + JOINED_BEFORE)
    brought = bring_line(now=NOW)
    set_line(brought.line_id, ticked_at=begins - SECOND)
    race([partial(advance_line, 0, 1, now=begins)] * 6 + [partial(bring_line, now=begins)] * 2)

    assert kinds_open() == ["official"]
    assert line_row(planned).closed_at is None
    assert said_in_log("line_over") == 1


def test_processes_that_look_at_once_give_the_turns_of_one_second(race):
    world = a_world()
    line_id = an_open_line(world, pace=LEAST_PACE)
    for actor, _ in guardians(130):
        joins(actor)
    now = NOW
    for round_ in range(1, 5):
        now += SECOND
        race([partial(advance_line, 0, 1, now=now)] * 6)
        moved = line_row(line_id)

        assert moved.admitted <= LEAST_PACE * GROWTH**round_ * round_
        assert moved.numbered == 130
    let_in = [ticket.number for ticket in tickets().values() if ticket.let_in_at is not None]
    assert sorted(let_in) == list(range(1, line_row(line_id).admitted + 1))


def test_what_each_process_counted_is_added_up_whoever_moves_the_line(race):
    world = a_world()
    line_id = an_open_line(world)

    race([partial(advance_line, 3, 2, now=NOW + SECOND / 2)] * 8)

    counted = line_row(line_id)
    assert (counted.answered, counted.turned_away) == (24, 16)


def test_numbers_are_given_once_while_others_join(race):
    world = a_world()
    line_id = an_open_line(world, pace=2)
    families = [actor for actor, _ in guardians(24)]

    race(
        [partial(join_line, actor=actor, now=NOW) for actor in families]
        + [partial(advance_line, 0, 0, now=NOW + n * SECOND) for n in range(1, 5)]
    )
    moves_on(NOW + 10 * SECOND)

    numbers = [ticket.number for ticket in tickets().values()]
    assert sorted(numbers) == list(range(1, 25))
    assert line_row(line_id).numbered == 24


def test_families_inside_reserve_while_a_crowd_without_a_turn_asks(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=20)
    line_id = an_open_line(world, pace=50)
    crowd = guardians(40)
    inside, outside = crowd[:8], crowd[8:]
    for actor, _ in inside:
        joins(actor)
    now = moves_on(NOW)
    set_line(line_id, pace=0.01, allowance=0.0, calm_since=None, ticked_at=now + timedelta(hours=1))
    for actor, _ in outside[:16]:
        joins(actor, now)

    answers = race(
        [
            partial(reserve, slot_id, actor=actor, child_ids=[child], adults=1, request_id="r", now=now)
            for actor, child in inside + outside
        ]
    )

    assert all(isinstance(answer, int) for answer in answers[:8])
    assert set(answers[8:]) == {"line_waiting"}
