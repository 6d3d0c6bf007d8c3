"""The line before reserving: what is written, who may reserve, and when it is over."""

from datetime import timedelta

import pytest

from booking.actions.advance_line import advance_line
from booking.actions.bring_line import bring_line
from booking.actions.delete_account import delete_account
from booking.actions.join_line import join_line
from booking.actions.move import move
from booking.actions.order_line import end_line, start_line, want_no_line
from booking.actions.purge_rows import purge_rows
from booking.actions.reserve import reserve
from booking.config import Keeping
from booking.db import transaction
from booking.models import Line, LineTicket
from booking.queries.line import line_now, line_page
from booking.rules.line import CALM, JOINED_BEFORE, TURN, UNHEARD
from booking.rules.line_pace import CUT_MOST, LEAST_PACE, TRIAL_SECONDS
from booking.rules.refusals import Code, NotThere, Refused
from tests.door import reserved, said_in_log
from tests.line_of_families import an_open_line, gets_its_turn, joins, line_row, moves_on, set_line, tickets
from tests.world import HERE, NOW, PASSWORD, a_slot, a_world, guardians, state, states

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def world(context):
    return a_world()


@pytest.fixture
def slot_id(world):
    return a_slot(world.hyehwa)


def asks(world, slot_id, now=NOW, *, request_id="r1", actor=None):
    return reserve(slot_id, actor=actor or world.mom, child_ids=[world.jia], adults=1, request_id=request_id, now=now)


def refused(call, *args, **more) -> Code:
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value.refusal.code


# who may reserve


def test_while_a_line_stands_nobody_reserves_out_of_turn(world, slot_id):
    an_open_line(world)

    assert refused(asks, world, slot_id) == Code.LINE_WAITING
    joins(world.mom)
    assert refused(asks, world, slot_id) == Code.LINE_WAITING
    assert states(slot_id) == []


def test_whose_turn_it_is_reserves_and_so_does_the_other_guardian_of_the_family(world, slot_id):
    an_open_line(world)
    now = gets_its_turn(world.mom)

    assert asks(world, slot_id, now)
    assert reserve(
        a_slot(world.hyehwa, number=2),
        actor=world.dad,
        child_ids=[world.minjun],
        adults=1,
        request_id="dad",
        now=now,
    )


def test_a_turn_is_good_for_some_minutes_and_then_the_family_stands_at_the_end(world, slot_id):
    line_id = an_open_line(world)
    now = gets_its_turn(world.mom)
    set_line(line_id, pace=0.01)
    for actor, _ in guardians(3):
        joins(actor, now)
    advance_line(0, 0, now=now + TURN)

    assert refused(asks, world, slot_id, now + TURN) == Code.LINE_TURN_OVER
    again = joins(world.mom, now + TURN)
    assert again.anew
    assert (again.ticket.number, again.ticket.let_in_at) == (None, None)
    assert refused(asks, world, slot_id, now + TURN) == Code.LINE_WAITING
    advance_line(0, 0, now=now + TURN + SECOND)
    numbers = {family_id: ticket.number for family_id, ticket in tickets().items()}
    assert numbers[world.mom.family_id] == max(numbers.values()) == 5


def test_what_a_request_was_answered_before_it_is_answered_again_whatever_stands_now(world, slot_id):
    reservation_id = asks(world, slot_id)
    an_open_line(world)

    assert asks(world, slot_id) == reservation_id


def test_who_cannot_reserve_here_hears_so_without_standing_in_line(world):
    slot_id = a_slot(world.hyehwa, capacity_=0)
    an_open_line(world)

    assert refused(asks, world, slot_id) == Code.SLOT_FULL


def test_moving_takes_places_too_so_it_waits_for_its_turn(world, slot_id):
    reservation_id = reserved(world, slot_id)
    other = a_slot(world.hyehwa, number=2)
    an_open_line(world)

    assert refused(move, reservation_id, other, actor=world.mom, now=NOW) == Code.LINE_WAITING
    now = gets_its_turn(world.mom)
    assert move(reservation_id, other, actor=world.mom, now=now) == reservation_id


def test_before_the_opening_of_a_planned_line_what_is_open_already_is_reserved_as_ever(world, slot_id):
    an_open_line(world, opens_at=NOW + MINUTE)
    joins(world.mom)

    assert asks(world, slot_id)
    assert refused(asks, world, a_slot(world.hyehwa, number=2), NOW + MINUTE, request_id="r2") == Code.DAILY_LIMIT
    assert (
        refused(
            reserve,
            slot_id,
            actor=world.stranger,
            child_ids=[world.stranger_child],
            adults=1,
            request_id="s",
            now=NOW + MINUTE,
        )
        == Code.LINE_WAITING
    )


# the order


def test_one_ticket_for_a_family_however_often_and_by_whom_it_is_asked_for(world):
    an_open_line(world)

    assert len({joins(actor).ticket.ticket_id for actor in (world.mom, world.dad, world.mom)}) == 1


def test_who_comes_before_the_opening_is_shuffled_and_who_comes_later_stands_behind_in_order(world):
    opens_at = NOW + 30 * MINUTE
    an_open_line(world, opens_at=opens_at)
    families = [actor for actor, _ in guardians(60)]
    early, late = families[:40], families[40:]
    for n, actor in enumerate(early):
        joins(actor, NOW + n * SECOND)
    advance_line(0, 0, now=opens_at - SECOND)
    assert all(ticket.number is None for ticket in tickets().values())
    advance_line(0, 0, now=opens_at)
    for n, actor in enumerate(late):
        joins(actor, opens_at + timedelta(milliseconds=n))
    advance_line(0, 0, now=opens_at + 2 * SECOND)

    numbers = {family_id: ticket.number for family_id, ticket in tickets().items()}
    of_early = [numbers[actor.family_id] for actor in early]
    assert sorted(of_early) == list(range(1, 41))
    assert of_early != sorted(of_early)
    assert [numbers[actor.family_id] for actor in late] == list(range(41, 61))


def test_a_long_line_is_numbered_bit_by_bit_from_the_front(world, monkeypatch):
    monkeypatch.setattr("booking.actions.advance_line.NUMBERED_AT_ONCE", 4)
    opens_at = NOW + MINUTE
    line_id = an_open_line(world, opens_at=opens_at)
    for actor, _ in guardians(10):
        joins(actor)
    ranks = sorted(ticket.rank for ticket in tickets().values())
    told = []
    for second in range(3):
        advance_line(0, 0, now=opens_at + second * SECOND)
        moved = line_row(line_id)
        told.append((moved.numbered, moved.joined))

    assert told == [(4, 10), (8, 10), (10, 10)]
    assert [ticket.rank for ticket in tickets().values()] == ranks


def test_nobody_joins_a_planned_line_too_early(world):
    opens_at = NOW + timedelta(hours=2)
    an_open_line(world, opens_at=opens_at)

    assert join_line(actor=world.mom, now=opens_at - JOINED_BEFORE - SECOND) is None
    assert join_line(actor=world.mom, now=opens_at - JOINED_BEFORE) is not None


def test_where_no_line_stands_there_is_none_to_join(world):
    assert join_line(actor=world.mom, now=NOW) is None


# turns


def test_turns_come_by_number_at_the_pace(world):
    line_id = an_open_line(world, pace=LEAST_PACE)
    for actor, _ in guardians(120):
        joins(actor)
    given = []
    now = NOW
    for _ in range(4):
        now = moves_on(now, turned_away=1, answered=30)
        given.append(line_row(line_id).admitted)

    assert given == [25, 50, 76, 103]
    let_in = {ticket.number for ticket in tickets().values() if ticket.let_in_at is not None}
    assert let_in == set(range(1, given[-1] + 1))


def test_two_looks_in_one_second_move_it_once(world):
    line_id = an_open_line(world, pace=LEAST_PACE)
    for actor, _ in guardians(30):
        joins(actor)
    now = moves_on(NOW)
    advance_line(3, 0, now=now + timedelta(milliseconds=900))

    assert line_row(line_id).admitted == 25
    assert line_row(line_id).answered == 3


def test_the_pace_is_measured_while_families_wait_and_what_was_measured_is_kept(world):
    line_id = an_open_line(world, pace=LEAST_PACE)
    moves_on(NOW, seconds=3, answered=9, turned_away=3)
    assert (line_row(line_id).pace, line_row(line_id).answers_lately) == (LEAST_PACE, 0)
    for actor, _ in guardians(400):
        joins(actor, NOW + 3 * SECOND)
    now = moves_on(NOW + 3 * SECOND, seconds=9, answered=25, turned_away=300)
    grown = line_row(line_id)
    assert grown.pace > LEAST_PACE
    assert 0 < grown.answers_usually < grown.answers_lately < 1
    set_line(line_id, pace=40.0, answers_lately=0.5, answers_usually=1.0)
    moves_on(now, answered=20, turned_away=300)

    cut = line_row(line_id)
    assert cut.pace == 40.0 * CUT_MOST
    assert (cut.trial_seconds, cut.answers_before) == (TRIAL_SECONDS, cut.answers_lately)


# on and off


def test_load_brings_one_line_however_many_processes_are_pressed(world):
    first = bring_line(now=NOW)

    assert first is not None
    assert first.opens_at == NOW
    assert bring_line(now=NOW) is None
    assert said_in_log("line_brought") == 1


def test_a_line_that_load_brings_shortly_before_an_opening_is_for_the_opening(world):
    with transaction() as session:
        state(session, "openings", {"kind": "weekly", "day": "월", "at": "09:05", "first_day": 8})

    line = bring_line(now=NOW)

    assert line is not None
    assert line.opens_at == NOW + 5 * MINUTE
    assert joins(world.mom).line.opens_at == line.opens_at


def test_a_line_of_load_goes_when_nobody_waits_for_a_minute(world, slot_id):
    bring_line(now=NOW)
    joins(world.mom)
    now = moves_on(NOW, seconds=3)
    while line_now() is not None:
        now = moves_on(now)
        assert now < NOW + 2 * MINUTE

    assert now - NOW >= CALM["load"]
    assert asks(world, slot_id, now)
    assert said_in_log("line_over") == 1


def test_it_stays_while_people_are_turned_away(world):
    bring_line(now=NOW)
    moves_on(NOW, seconds=120, turned_away=1)

    assert line_now() is not None


def test_a_line_that_nobody_asks_for_stands_in_nobodys_way(world, slot_id):
    bring_line(now=NOW)

    assert refused(asks, world, slot_id, NOW + UNHEARD - SECOND) == Code.LINE_WAITING
    assert asks(world, slot_id, NOW + UNHEARD)
    assert advance_line(0, 0, now=NOW + UNHEARD) is None


def test_an_official_wants_no_line_whatever_the_load(world, slot_id):
    row_id = want_no_line("시험 운영", actor=world.city, now=NOW)

    assert bring_line(now=NOW) is None
    assert join_line(actor=world.mom, now=NOW) is None
    assert asks(world, slot_id)
    assert refused(start_line, None, "지금", actor=world.city, now=NOW) == Code.LINE_THERE_ALREADY
    end_line(row_id, "시험 끝", actor=world.city, now=NOW)
    assert bring_line(now=NOW) is not None


def test_a_line_that_is_planned_for_later_does_not_keep_load_from_bringing_one_now(world, slot_id):
    an_open_line(world, opens_at=NOW + timedelta(days=2))

    brought = bring_line(now=NOW)

    assert brought is not None
    assert refused(asks, world, slot_id) == Code.LINE_WAITING
    assert asks(world, slot_id, gets_its_turn(world.mom))
    assert bring_line(now=NOW) is None


def test_a_line_is_planned_while_one_of_load_stands_and_that_one_goes_on(world, slot_id):
    brought = bring_line(now=NOW)
    joins(world.mom)
    planned = start_line(NOW + timedelta(days=2), "화요일 아침", actor=world.city, now=NOW)
    moves_on(NOW, seconds=2)

    page = line_page(world.city, NOW)
    assert (page.now.line_id, page.planned.line_id) == (brought.line_id, planned)
    assert tickets()[world.mom.family_id].let_in_at is not None
    assert refused(start_line, NOW + timedelta(days=3), "또", actor=world.city, now=NOW) == Code.LINE_THERE_ALREADY
    assert refused(want_no_line, "또", actor=world.city, now=NOW) == Code.LINE_THERE_ALREADY


def test_loads_line_is_over_when_families_may_join_the_planned_one(world, slot_id):
    opens_at = NOW + timedelta(hours=1)
    planned = an_open_line(world, opens_at=opens_at)
    begins = opens_at - JOINED_BEFORE
    brought = bring_line(now=begins - 5 * SECOND)
    joins(world.mom, begins - 4 * SECOND)
    assert advance_line(0, 1, now=begins - SECOND).line_id == brought.line_id

    assert advance_line(0, 1, now=begins).line_id == planned
    assert line_row(brought.line_id).closed_at == begins
    assert bring_line(now=begins) is None
    assert asks(world, slot_id, begins)
    assert joins(world.stranger, begins).line.line_id == planned
    assert line_page(world.city, begins).planned is None


def test_a_line_of_load_that_nobody_asked_for_does_not_hide_the_planned_one_at_its_opening(world, slot_id):
    opens_at = NOW + timedelta(hours=1)
    an_open_line(world, opens_at=opens_at)
    bring_line(now=NOW)

    assert refused(asks, world, slot_id, opens_at) == Code.LINE_WAITING


def test_in_the_second_in_which_both_stand_loads_line_decides_everywhere(world, slot_id):
    """As when load and an official begin one at the same moment."""
    planned = an_open_line(world, opens_at=NOW + timedelta(hours=1))
    brought = bring_line(now=NOW)
    now = gets_its_turn(world.mom)
    set_line(brought.line_id, calm_since=None)
    set_line(planned, starts_at=NOW, opens_at=NOW)

    assert asks(world, slot_id, now)
    assert line_now() == joins(world.mom, now).line


def test_who_wants_no_line_ends_the_one_that_load_brought(world, slot_id):
    brought = bring_line(now=NOW)
    want_no_line("시험 운영", actor=world.city, now=NOW)

    assert line_row(brought.line_id).closed_at == NOW
    assert asks(world, slot_id)
    assert [said_in_log(verb) for verb in ("line_barred", "line_over")] == [1, 1]


def test_a_line_at_once_is_refused_while_families_stand_in_loads(world):
    bring_line(now=NOW)

    assert refused(start_line, None, "지금", actor=world.city, now=NOW) == Code.LINE_THERE_ALREADY
    assert said_in_log("line_started") == 0


def test_an_official_ends_a_line_and_all_reserve_as_before(world, slot_id):
    line_id = an_open_line(world)
    joins(world.mom)
    end_line(line_id, "이제 한산해요", actor=world.city, now=NOW)

    assert asks(world, slot_id)
    assert refused(end_line, line_id, "다시", actor=world.city, now=NOW) == Code.LINE_NOT_THERE
    page = line_page(world.city, NOW)
    assert page.now is None
    assert [row.line_id for row in page.past] == [line_id]
    assert [said_in_log(verb) for verb in ("line_started", "line_ended")] == [1, 1]


@pytest.mark.parametrize("after", [-SECOND, timedelta(days=7, seconds=1)])
def test_a_line_is_planned_for_the_days_ahead(world, after):
    assert refused(start_line, NOW + after, "여는 날", actor=world.city, now=NOW) == Code.LINE_OPENING_WRONG


def test_only_the_citys_officials_order_lines_and_they_say_why(world):
    for act in (lambda who: start_line(None, "왜", actor=who, now=NOW), lambda who: want_no_line("왜", actor=who, now=NOW)):
        for who in (world.official, world.mom, world.staff):
            with pytest.raises(NotThere):
                act(who)
    line_id = an_open_line(world)
    with pytest.raises(NotThere):
        end_line(line_id, "왜", actor=world.official, now=NOW)
    assert refused(end_line, line_id, " ", actor=world.city, now=NOW) == Code.REASON_MISSING
    with pytest.raises(NotThere):
        line_page(world.official, NOW)


# what goes


def test_a_family_that_leaves_takes_its_place_along(world):
    an_open_line(world)
    joins(world.stranger)
    delete_account(actor=world.stranger, password=PASSWORD, origin=HERE, now=NOW)

    assert tickets() == {}


def test_a_line_and_its_tickets_go_after_a_week(world):
    line_id = an_open_line(world)
    joins(world.mom)
    end_line(line_id, "끝", actor=world.city, now=NOW)
    open_id = an_open_line(world)
    joins(world.mom)
    purge_rows(Keeping(), now=NOW + timedelta(days=6))
    assert len(line_page(world.city, NOW).past) == 1
    purge_rows(Keeping(), now=NOW + timedelta(days=8))

    with transaction() as session:
        assert [line.id for line in session.query(Line)] == [open_id]
        assert [ticket.line_id for ticket in session.query(LineTicket)] == [open_id]
