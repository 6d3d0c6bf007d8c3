"""The line for programs: joining, asking with a ticket, and tickets that are forged, replayed, sold on or too old."""

import json
from datetime import timedelta

import pytest
from itsdangerous import URLSafeSerializer

from booking.actions.delete_account import delete_account
from booking.actions.order_line import end_line
from booking.db import transaction
from booking.load import LOAD
from booking.models import LineTicket
from booking.queries.line import line_now
from booking.rules.line import TURN
from tests.api.conftest import code_of
from tests.door import reserved
from tests.line_of_families import an_open_line, gets_its_turn, joins, moves_on, set_line, stays_busy, tickets
from tests.support.morning import Statements, all_rows
from tests.world import HERE, NOW, PASSWORD, a_slot, guardians, states

EARLIER, NOT_YET = NOW - timedelta(minutes=1), NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _looks_every_time(monkeypatch):
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 0.0)


def a_still_line(world, **values) -> int:
    """A line that does not move by itself during the test."""
    line_id = an_open_line(world, now=EARLIER)
    set_line(line_id, ticked_at=NOT_YET, **values)
    return line_id


def number(family_id: int, number: int) -> None:
    with transaction() as session:
        session.query(LineTicket).filter_by(family_id=family_id).one().number = number


def asked(api, ticket: str):
    return api().get("/line", query_string={"ticket": ticket})


def reserves(caller, world, slot_id):
    return caller.post(f"/slots/{slot_id}/reservations", {"child_ids": [world.jia], "adults": 1})


def test_where_no_line_stands_there_is_nothing_to_wait_for(world, api):
    place = api(world.mom).post("/line").get_json()

    assert (place["state"], place["ticket"]) == ("no_line", None)


def test_in_a_line_in_which_nobody_waits_there_is_nothing_to_wait_for_either(world, api, within):
    within(an_open_line, world, now=EARLIER)
    within(moves_on, EARLIER)
    place = api(world.mom).post("/line").get_json()

    assert (place["state"], place["ticket"]) == ("no_line", None)
    assert within(tickets) == {}


def test_who_has_a_turn_keeps_it_when_nobody_waits_any_more(world, api, within):
    within(an_open_line, world, now=EARLIER)
    within(gets_its_turn, world.mom, EARLIER)
    within(moves_on, EARLIER + timedelta(seconds=3))
    assert within(line_now).is_calm
    mom = api(world.mom)

    first = mom.post("/line").get_json()
    again = mom.post("/line").get_json()

    assert first["state"] == again["state"] == asked(api, first["ticket"]).get_json()["state"] == "your_turn"


def test_a_reservation_out_of_turn_is_429_and_says_when_to_ask_again(world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    within(an_open_line, world)
    answer = reserves(api(world.mom), world, slot_id)

    assert (answer.status_code, code_of(answer)) == (429, "line_waiting")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "POST /api/v1/line" in answer.get_json()["error"]["message"]
    assert within(states, slot_id) == []


def test_moving_out_of_turn_is_429_too(world, api, within):
    reservation_id = within(lambda: reserved(world, a_slot(world.hyehwa)))
    other = within(lambda: a_slot(world.hyehwa, number=2))
    within(an_open_line, world)
    answer = api(world.mom).post(f"/reservations/{reservation_id}/move", {"slot_id": other})

    assert (answer.status_code, code_of(answer)) == (429, "line_waiting")
    assert within(states, other) == []


def test_a_rush_of_programs_that_open_no_page_brings_a_line_too(world, api, within, monkeypatch):
    slot_id = within(a_slot, world.hyehwa)
    monkeypatch.setattr(LOAD, "_clock", iter([*range(100, 108), *[107.5] * 50]).__next__)
    for _ in range(8):
        LOAD.count_turned_away()
    answer = reserves(api(world.mom), world, slot_id)

    assert code_of(answer) == "line_waiting"
    assert within(line_now) is not None


def test_who_ignores_retry_after_gets_the_same_answer_and_writes_nothing(app, world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    within(a_still_line, world)
    caller = api(world.mom)
    before = all_rows(app)

    assert {reserves(caller, world, slot_id).status_code for _ in range(30)} == {429}
    assert all_rows(app) == before


def test_a_program_joins_waits_and_reserves_in_its_turn(world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    within(a_still_line, world, numbered=3, pace=0.5)
    caller = api(world.mom)
    joined = caller.post("/line").get_json()
    assert (joined["state"], joined["ahead"]) == ("in_line", None)
    within(number, world.mom.family_id, 3)
    waits = asked(api, joined["ticket"]).get_json()
    assert (waits["state"], waits["ahead"], waits["wait_seconds"]) == ("in_line", 2, 4)
    assert waits["ticket"] != joined["ticket"]
    within(set_turn, world.mom.family_id)
    turn = asked(api, joined["ticket"]).get_json()

    assert turn["state"] == "your_turn"
    assert turn["until"] == "2026-11-23T09:05:00+09:00"
    assert reserves(caller, world, slot_id).status_code == 201


def set_turn(family_id: int) -> None:
    """Its turn comes, and that of all before it."""
    with transaction() as session:
        session.query(LineTicket).filter_by(family_id=family_id).one().let_in_at = NOW
        session.flush()


def test_asking_while_waiting_costs_no_statement_but_the_look_of_a_second(app, world, api, within, monkeypatch):
    within(a_still_line, world, numbered=9)
    caller = api(world.mom)
    caller.post("/line")
    within(number, world.mom.family_id, 9)
    ticket = caller.post("/line").get_json()["ticket"]
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 3600)
    with Statements(app) as seen:
        places = [asked(api, ticket).get_json()["ahead"] for _ in range(50)]

    assert places == [8] * 50
    assert seen.seen == []


@pytest.mark.parametrize("key", ["a", "b"])
def test_joining_twice_is_joining_once(world, api, within, key):
    within(a_still_line, world)
    caller = api(world.mom)
    first = caller.post("/line", key="a" * 8).get_json()

    assert caller.post("/line", key=key * 8).get_json()["ticket"] == first["ticket"]


def test_a_family_has_one_ticket_however_many_programs_and_guardians_ask(world, api, within):
    within(a_still_line, world)
    callers = [api(world.mom), api(world.mom), api(world.dad)]
    places = [caller.post("/line", key=f"key-{n:05}").get_json() for n, caller in enumerate(callers)]

    assert len({place["ticket"] for place in places}) == 1
    assert len(within(tickets)) == 1
    assert api(world.stranger).post("/line").get_json()["ticket"] != places[0]["ticket"]


def test_who_is_no_guardian_gets_no_ticket(world, api, within):
    within(a_still_line, world)

    assert api().post("/line").status_code == 401
    assert api(world.staff).post("/line").status_code == 404
    assert within(tickets) == {}


# tickets that are none


@pytest.mark.parametrize(
    "forge",
    [
        lambda ticket, _: ticket[:-1] + ("A" if ticket[-1] != "A" else "B"),
        lambda ticket, _: "x" * 50,
        lambda ticket, _: ".".join(reversed(ticket.split("."))),
        lambda ticket, _: URLSafeSerializer("another key", salt="line-ticket").dumps([1, 1, 1]),
        lambda _, key: URLSafeSerializer(key, salt="mail-link").dumps([1, 1, 1]),
        lambda ticket, _: ticket + "\u0000",
        lambda ticket, _: "한글.번호표",
    ],
)
def test_a_forged_ticket_is_refused(app, world, api, within, forge):
    within(a_still_line, world)
    ticket = api(world.mom).post("/line").get_json()["ticket"]
    answer = asked(api, forge(ticket, app.config["SECRET_KEY"]))

    assert (answer.status_code, code_of(answer)) == (422, "line_ticket_wrong")


@pytest.mark.parametrize("query", [{}, {"ticket": ""}, {"ticket": "x" * 121}, {"ticket": "a", "family": "1"}])
def test_a_question_without_a_fitting_ticket_is_refused(api, world, query):
    assert api().get("/line", query_string=query).status_code in (400, 422)


def test_a_ticket_with_a_better_number_does_not_shorten_the_wait(app, world, api, within):
    """Were the key lost, a number that is written into a ticket still opens nothing: the row decides."""
    slot_id = within(a_slot, world.hyehwa)
    within(a_still_line, world, numbered=9, admitted=5)
    caller = api(world.mom)
    shown = caller.post("/line").get_json()["ticket"]
    within(number, world.mom.family_id, 9)
    line_id, ticket_id, _ = json.loads(
        json.dumps(URLSafeSerializer(app.config["SECRET_KEY"], salt="line-ticket").loads(shown))
    )
    better = URLSafeSerializer(app.config["SECRET_KEY"], salt="line-ticket").dumps([line_id, ticket_id, 1])

    assert asked(api, better).get_json()["ahead"] == 3
    assert reserves(caller, world, slot_id).status_code == 429


def test_a_ticket_that_was_sold_shows_its_buyer_a_place_and_lets_him_reserve_nothing(world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    line_id = within(an_open_line, world, now=EARLIER)
    within(gets_its_turn, world.mom, EARLIER)
    within(stays_busy, line_id)
    ticket = api(world.mom).post("/line").get_json()["ticket"]
    assert asked(api, ticket).get_json()["state"] == "your_turn"
    buyer = api(world.stranger)

    answer = buyer.post(f"/slots/{slot_id}/reservations", {"child_ids": [world.stranger_child], "adults": 1})

    assert (answer.status_code, code_of(answer)) == (429, "line_waiting")


def test_an_expired_turn_reserves_nothing_and_its_ticket_says_so(world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    line_id = within(an_open_line, world, now=EARLIER - TURN)
    within(gets_its_turn, world.mom, EARLIER - TURN)
    within(stays_busy, line_id)
    caller = api(world.mom)
    ticket = within(lambda: old_ticket(world))

    assert asked(api, ticket).get_json()["state"] == "turn_over"
    answer = reserves(caller, world, slot_id)
    assert (answer.status_code, code_of(answer)) == (429, "line_turn_over")
    assert within(states, slot_id) == []


def test_a_ticket_of_a_line_that_is_over_is_replayed_for_nothing(world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    line_id = within(an_open_line, world, now=EARLIER)
    within(gets_its_turn, world.mom, EARLIER)
    within(stays_busy, line_id)
    ticket = api(world.mom).post("/line").get_json()["ticket"]
    within(lambda: end_line(line_id, "끝", actor=world.city, now=NOW))
    within(an_open_line, world)

    assert asked(api, ticket).get_json()["state"] == "turn_over"
    assert code_of(reserves(api(world.mom), world, slot_id)) == "line_waiting"


def test_a_ticket_from_before_the_turn_went_by_shows_the_place_at_the_end(world, api, within):
    slot_id = within(a_slot, world.hyehwa)
    begun = NOW - timedelta(minutes=8)
    line_id = within(an_open_line, world, now=begun)
    within(gets_its_turn, world.mom, begun)
    caller = api(world.mom)
    old = within(lambda: old_ticket(world))
    within(stays_busy, line_id)
    assert asked(api, old).get_json()["state"] == "turn_over"
    assert code_of(reserves(caller, world, slot_id)) == "line_turn_over"
    within(lambda: [joins(actor) for actor, _ in guardians(2)])
    caller.post("/line")

    assert asked(api, old).get_json()["state"] == "in_line"
    assert code_of(reserves(caller, world, slot_id)) == "line_waiting"


def old_ticket(world) -> str:
    from booking.line_watch import sign
    from booking.queries.line import line_now, my_ticket

    line = line_now()
    assert line is not None
    ticket = my_ticket(line, world.mom)
    assert ticket is not None
    return sign(ticket)


def test_the_ticket_of_a_family_that_left_is_none_any_more(world, api, within):
    within(a_still_line, world)
    ticket = api(world.stranger).post("/line").get_json()["ticket"]
    within(lambda: delete_account(actor=world.stranger, password=PASSWORD, origin=HERE, now=NOW))

    assert code_of(asked(api, ticket)) == "line_ticket_wrong"
