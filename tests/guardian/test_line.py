"""Standing in line on the guardian's pages: nobody sees it without need, and nothing entered is lost in it."""

import re
from datetime import datetime, timedelta

import pytest
from werkzeug.test import EnvironBuilder

from booking import create_app
from booking.actions.bring_line import bring_line
from booking.actions.order_line import end_line
from booking.busy import Busy
from booking.db import db, transaction
from booking.kept_forms import KEPT
from booking.line_tickets import COOKIE
from booking.line_watch import LineWatch
from booking.load import LOAD, Load
from booking.models import LineTicket
from booking.rules.line import JOINED_BEFORE, OF_SECONDS, PRESSED_SECONDS, TOO_MANY, turn_until
from tests.line_of_families import an_open_line, gets_its_turn, joins, line_row, moves_on, set_line, stays_busy
from tests.support.morning import Statements, text_of, without_csrf
from tests.world import NOW, a_slot, guardians, states, taken

FORM = {"adults": "1", "request_id": "11111111-1111-4111-8111-111111111111"}
EARLIER = NOW - timedelta(minutes=1)
"""When lines here began: the clock of the page tests runs from ``NOW`` on."""
NOT_YET = NOW + timedelta(minutes=5)
"""A line that moved up last at this instant does not during a test."""
LINE_WORDS = ("줄을 서", "줄 서기")


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


@pytest.fixture(autouse=True)
def _looks_every_time(app, monkeypatch):
    """The process looks at the line with each request: seconds pass on the tests' own clock only."""
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 0.0)
    without_csrf(app)


def give_numbers(first: int) -> None:
    """Number all tickets as they came."""
    with transaction() as session:
        for number, ticket in enumerate(session.query(LineTicket).order_by(LineTicket.id), first):
            ticket.number = number


def send(client, slot_id, **fields):
    return client.post(f"/slots/{slot_id}/reservations", data=FORM | fields)


def test_without_a_line_nobody_sees_one(world, slot_id, mom):
    assert not any(word in text_of(mom.get(f"/slots/{slot_id}")) for word in LINE_WORDS)
    assert "지금은 줄이 없어요" in text_of(mom.get("/line"))
    assert send(mom, slot_id, child_ids=[world.jia]).headers["Location"].startswith("/reservations/")


def test_without_a_line_a_page_asks_for_it_once_a_second_and_a_reservation_never(app, world, slot_id, mom, monkeypatch):
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 3600)
    mom.get(f"/slots/{slot_id}")
    with Statements(app) as page:
        mom.get(f"/slots/{slot_id}")
    with Statements(app) as form:
        send(mom, slot_id, child_ids=[world.jia])

    assert not any("FROM line" in one and "slot" not in one for one in page.seen + form.seen)
    assert len([one for one in form.seen if "line" in one]) == 1


def test_the_slot_page_leads_into_the_line_that_stands(world, within, slot_id, mom, app):
    within(stays_busy, within(an_open_line, world, now=EARLIER))

    assert f"/line?on=/slots/{slot_id}" in text_of(mom.get(f"/slots/{slot_id}"))
    assert f"/line?on=/slots/{slot_id}" in text_of(app.test_client().get(f"/slots/{slot_id}"))


def test_whose_turn_has_come_is_told_until_when_and_not_led_into_the_line_again(world, within, slot_id, mom):
    line_id = within(an_open_line, world, now=EARLIER)
    within(gets_its_turn, world.mom, EARLIER)
    within(stays_busy, line_id)
    before = text_of(mom.get(f"/slots/{slot_id}"))
    mom.get("/line")
    after = text_of(mom.get(f"/slots/{slot_id}"))

    assert "줄 서기" in before
    assert "/line?on=" not in after
    assert re.search("차례예요.*오전 9:04까지 예약할 수 있어요", after, re.DOTALL)


def test_the_turn_is_counted_down_to_the_second_from_the_servers_clock(world, within, mom):
    let_in = EARLIER + timedelta(seconds=7)
    line_id = within(an_open_line, world, now=EARLIER)
    within(gets_its_turn, world.mom, let_in)
    within(stays_busy, line_id)

    until, now = re.search(r'data-countdown="([^"]+)" data-now="([^"]+)"', text_of(mom.get("/line"))).groups()

    # The line moves up a second after the family joined it.
    assert datetime.fromisoformat(until) == turn_until(let_in + timedelta(seconds=1))
    assert NOW < datetime.fromisoformat(now) < NOW + timedelta(minutes=1)


def test_the_opening_is_counted_down_from_the_servers_clock_to_the_second(world, within, mom):
    opens_at = NOW + timedelta(minutes=20)
    within(an_open_line, world, now=EARLIER, opens_at=opens_at)
    mom.post("/line")

    until, now = re.search(r'data-countdown="([^"]+)" data-now="([^"]+)"', text_of(mom.get("/line"))).groups()

    assert datetime.fromisoformat(until) == opens_at
    assert NOW < datetime.fromisoformat(now) < NOW + timedelta(minutes=1)


def test_who_stands_in_line_sees_on_the_slots_page_where(world, within, slot_id, mom):
    line_id = within(an_open_line, world, now=EARLIER)
    within(lambda: [joins(actor, EARLIER) for actor in (guardians(1)[0][0], world.mom)])
    within(lambda: give_numbers(1))
    within(lambda: set_line(line_id, numbered=2, joined=2, pace=0.01, ticked_at=NOT_YET))
    mom.get("/line")
    shown = text_of(mom.get(f"/slots/{slot_id}"))

    assert "내 앞에 1가족 · 약 2분 뒤에 차례가 와요" in shown
    assert "내 차례 보기" in shown
    assert "줄 서기" not in shown


def test_a_forged_ticket_is_none_on_the_slots_page(world, within, slot_id, mom):
    within(stays_busy, within(an_open_line, world, now=EARLIER))
    mom.set_cookie(COOKIE, "forged")

    assert "줄 서기" in text_of(mom.get(f"/slots/{slot_id}"))


def test_whose_turn_is_over_is_led_into_the_line_again(world, within, slot_id, mom):
    line_id = within(an_open_line, world, now=NOW - timedelta(minutes=9))
    within(gets_its_turn, world.mom, NOW - timedelta(minutes=9))
    within(stays_busy, line_id)
    mom.get("/line")

    assert "/line?on=" in text_of(mom.get(f"/slots/{slot_id}"))


def test_who_signs_out_leaves_no_ticket_on_the_device(world, within, mom):
    within(stays_busy, within(an_open_line, world, now=EARLIER))
    mom.post("/line", data={"on": "/slots/1"})
    assert mom.get_cookie(COOKIE)
    mom.post("/sign-out")

    assert mom.get_cookie(COOKIE) is None


def test_while_nobody_waits_whoever_comes_reserves_at_once(world, within, slot_id, mom):
    line_id = within(an_open_line, world, now=EARLIER)
    within(moves_on, EARLIER)
    page, line_page = text_of(mom.get(f"/slots/{slot_id}")), text_of(mom.get(f"/line?on=/slots/{slot_id}"))

    assert within(line_row, line_id).calm_since
    assert not any(word in page for word in LINE_WORDS)
    assert "기다리지 않고 바로 예약할 수 있어요" in line_page
    assert send(mom, slot_id, child_ids=[world.jia]).headers["Location"].startswith("/reservations/")


def test_joining_shows_the_place_the_time_and_when_the_page_asks_again(world, within, mom):
    line_id = within(an_open_line, world, now=EARLIER)
    within(lambda: set_line(line_id, numbered=6, pace=0.01, ticked_at=NOT_YET))
    within(lambda: [joins(actor, EARLIER) for actor, _ in guardians(5)])
    page = mom.get("/line?on=/slots/1")
    assert "줄을 서서 예약해요" in text_of(page)
    answer = mom.post("/line", data={"on": "/slots/1"})
    assert answer.headers["Location"] == "/line?on=/slots/1"
    within(lambda: give_numbers(1))
    shown = text_of(mom.get("/line?on=/slots/1"))

    assert "줄을 서 있어요" in shown
    assert re.search(r"data-line-ahead>5<", shown)
    assert "약 9분 뒤에 차례가 와요" in shown
    assert re.search(r'data-line-again="\d+"', shown)
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert "화면을 닫아도 순서는 그대로예요" in shown


def test_before_an_opening_the_page_says_when_it_opens_and_that_coming_first_is_worth_nothing(world, within, mom):
    line_id = within(an_open_line, world, opens_at=NOW + timedelta(minutes=20), now=EARLIER)
    before = text_of(mom.get("/line"))
    within(lambda: set_line(line_id, opens_at=EARLIER, ticked_at=NOT_YET))
    after = text_of(mom.get("/line"))

    assert "오전 9:20에 예약을 열어요" in before
    assert "순서를 똑같이 섞고" in before
    assert "지금은 많은 가족이" not in before
    assert "지금은 많은 가족이" in after


def test_a_form_out_of_turn_waits_in_line_with_what_was_entered(world, within, slot_id, mom):
    within(an_open_line, world)
    answer = send(mom, slot_id, child_ids=[world.jia, world.minjun])
    assert answer.headers["Location"] == f"/line?on=/slots/{slot_id}/reservations"
    assert "적은 내용은 그대로" in text_of(mom.get(answer.headers["Location"]))
    assert within(taken, slot_id) == 0

    within(lambda: moves_on(NOW, seconds=2))
    shown = text_of(mom.get(answer.headers["Location"]))
    assert "차례가 되었어요" in shown
    fields = re.findall(r'<input type="hidden" name="(child_ids|adults|request_id)" value="([^"]*)">', shown)
    done = mom.post(
        f"/slots/{slot_id}/reservations",
        data={
            "child_ids": [value for name, value in fields if name == "child_ids"],
            **{name: value for name, value in fields if name != "child_ids"},
        },
    )

    assert done.headers["Location"].startswith("/reservations/")
    assert within(states, slot_id) == ["reserved", "reserved"]
    with mom.session_transaction() as cookie:
        assert not cookie[KEPT]


def test_a_form_is_not_sent_to_and_fro_where_a_process_has_not_seen_the_new_line_yet(
    world, within, slot_id, mom, monkeypatch
):
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 3600)
    assert "지금은 줄이 없어요" in text_of(mom.get("/line"))
    line_id = within(an_open_line, world)
    within(lambda: set_line(line_id, ticked_at=NOT_YET))

    shown = text_of(mom.get(send(mom, slot_id, child_ids=[world.jia]).headers["Location"]))

    assert "줄을 서 있어요" in shown
    assert "data-line-send" not in shown


def test_few_and_short_forms_are_kept(world, within, mom):
    within(an_open_line, world, now=EARLIER)
    slots = [within(lambda n=n: a_slot(world.hyehwa, number=n)) for n in (1, 2, 3)]
    slots.append(within(lambda: a_slot(world.myeonmok)))
    for slot_id in slots:
        send(mom, slot_id, child_ids=[world.jia])
    with mom.session_transaction() as cookie:
        assert [url for url, _ in cookie[KEPT]] == [f"/slots/{slot_id}/reservations" for slot_id in slots[1:]]
    answer = send(mom, slots[0], child_ids=[world.jia], note="가" * 300)

    assert answer.headers["Location"] == f"/line?on=/slots/{slots[0]}/reservations"
    with mom.session_transaction() as cookie:
        assert len(cookie[KEPT]) == 3
        assert f"/slots/{slots[0]}/reservations" not in dict(cookie[KEPT])


def test_when_the_line_ends_what_was_entered_goes_on_at_once(world, within, slot_id, mom):
    line_id = within(an_open_line, world, now=EARLIER)
    where = send(mom, slot_id, child_ids=[world.jia]).headers["Location"]
    within(lambda: end_line(line_id, "끝", actor=world.city, now=NOW))
    shown = text_of(mom.get(where))

    assert "기다리지 않고 바로" in shown
    assert f'action="/slots/{slot_id}/reservations"' in shown
    assert "data-line-send" in shown


def test_a_turn_that_went_by_is_said_and_the_family_stands_again(world, within, slot_id, mom):
    line_id = within(an_open_line, world, now=NOW - timedelta(minutes=8))
    within(gets_its_turn, world.mom, NOW - timedelta(minutes=7))
    within(stays_busy, line_id)
    assert "차례가 지났어요" in text_of(mom.get("/line"))

    where = send(mom, slot_id, child_ids=[world.jia]).headers["Location"]

    shown = text_of(mom.get(where))
    assert "줄 끝에 다시 섰어요" in shown
    assert "줄을 서 있어요" in shown


def test_a_ticket_that_was_sold_lets_its_buyer_reserve_nothing_on_the_pages_either(world, within, slot_id, mom, sign_in):
    line_id = within(an_open_line, world, now=EARLIER)
    within(gets_its_turn, world.mom, EARLIER)
    within(stays_busy, line_id)
    mom.get("/line")
    sold = mom.get_cookie(COOKIE)
    buyer = sign_in(world.stranger)
    buyer.set_cookie(COOKIE, sold.value)

    assert send(buyer, slot_id, child_ids=[world.stranger_child]).headers["Location"].startswith("/line")
    assert within(taken, slot_id) == 0
    assert send(mom, slot_id, child_ids=[world.jia]).headers["Location"].startswith("/reservations/")


def test_moving_waits_its_turn_too(world, within, slot_id, mom):
    where = send(mom, slot_id, child_ids=[world.jia]).headers["Location"].split("?")[0]
    other = within(lambda: a_slot(world.hyehwa, number=2))
    within(an_open_line, world, now=EARLIER)

    answer = mom.post(f"{where}/move/{other}", data={"request_id": "22222222-2222-4222-8222-222222222222"})

    assert answer.headers["Location"] == f"/line?on={where}/move/{other}"


def test_the_place_outlives_the_server_and_is_the_same_on_another_phone(app, world, within, settings, mom, sign_in):
    line_id = within(an_open_line, world, now=EARLIER)
    within(lambda: set_line(line_id, numbered=4, pace=0.01, ticked_at=NOT_YET))
    within(lambda: [joins(actor, EARLIER) for actor, _ in guardians(3)])
    mom.post("/line")
    within(lambda: give_numbers(1))
    before = text_of(mom.get("/line"))
    again = create_app(settings)
    phone = again.test_client()
    with mom.session_transaction() as cookie:
        kept = dict(cookie)
    with phone.session_transaction() as cookie:
        cookie.update(kept)
    after = text_of(phone.get("/line"))
    with again.app_context():
        db.engine.dispose()
    ahead = re.compile(r"data-line-ahead>([^<]*)<")

    told = [ahead.findall(page) for page in (before, after, text_of(sign_in(world.dad).get("/line")))]
    assert told == [["3"], ["3"], ["3"]]


@pytest.mark.parametrize("on", ["//evil.example", "https://evil.example", "/\\evil", "javascript:alert(1)"])
def test_the_way_on_stays_on_this_site(world, within, mom, on):
    assert "evil" not in text_of(mom.get("/line", query_string={"on": on}))
    assert "alert" not in text_of(mom.get("/line", query_string={"on": on}))


# load


def pressed_load(seconds: int = PRESSED_SECONDS) -> Load:
    now = [100.0]
    load = Load(clock=lambda: now[0])
    for _ in range(seconds):
        now[0] += 1
        load.count_turned_away()
    return load


@pytest.mark.parametrize(("seconds", "stands"), [(PRESSED_SECONDS - 1, False), (PRESSED_SECONDS, True)])
def test_people_turned_away_for_seconds_on_end_bring_a_line(world, within, seconds, stands):
    found = within(lambda: LineWatch(pressed_load(seconds)).look(NOW))

    assert (found is not None) == stands


def test_turning_people_away_brings_the_line_that_the_next_page_shows(world, slot_id, mom, monkeypatch):
    monkeypatch.setattr(LOAD, "_clock", iter([*sorted([*range(100, 108)] * 2), *[107.5] * 50]).__next__)
    busy = Busy(mom.application)
    for _ in range(8):
        form = EnvironBuilder(path=f"/slots/{slot_id}/reservations", method="POST").get_environ()
        assert b"\xec" in b"".join(busy(form, lambda *_: None))

    assert "줄 서기" in text_of(mom.get(f"/slots/{slot_id}"))
    assert send(mom, slot_id, child_ids=[world.jia]).headers["Location"].startswith("/line")


def test_who_only_looks_brings_no_line_which_would_let_nobody_look_sooner(app, monkeypatch):
    monkeypatch.setattr(LOAD, "_clock", iter([*range(100, 108), *[107.5] * 50]).__next__)
    busy = Busy(app)
    for _ in range(8):
        busy(EnvironBuilder(path="/slots/1").get_environ(), lambda *_: None)

    assert not LOAD.is_pressed()
    assert LOAD.take() == (0, 0)


def test_many_turned_away_in_one_second_are_no_rush_and_no_memory():
    load = Load(clock=lambda: 100.0)
    for _ in range(100_000):
        load.count_turned_away()

    assert not load.is_pressed()
    assert load.take() == (0, 100_000)
    assert load.take() == (0, 0)


def test_a_line_begins_at_the_pace_at_which_wishes_were_answered(world, within):
    now = [100.0]
    load = Load(clock=lambda: now[0])
    for _ in range(OF_SECONDS):
        for _ in range(140):
            load.count_answered()
        for _ in range(140 * TOO_MANY + 1):
            load.count_turned_away()
        now[0] += 1

    assert within(lambda: LineWatch(load).look(NOW)).pace == 280


def test_no_more_than_two_turned_away_for_each_who_is_answered_are_no_rush():
    now = [100.0]
    load = Load(clock=lambda: now[0])
    for _ in range(OF_SECONDS):
        load.count_answered()
        for _ in range(TOO_MANY):
            load.count_turned_away()
        now[0] += 1

    assert not load.is_pressed()
    load.count_turned_away()
    for _ in range(OF_SECONDS):
        load.count_turned_away()
        now[0] += 1
    assert load.is_pressed()


def test_a_rush_that_is_over_brings_nothing():
    now = [100.0]
    load = Load(clock=lambda: now[0])
    for _ in range(OF_SECONDS):
        now[0] += 1
        load.count_turned_away()
    now[0] += OF_SECONDS

    assert not load.is_pressed()


def test_a_planned_line_costs_one_statement_a_look_until_families_may_join(app, world, within):
    opens_at = NOW + timedelta(days=2)
    line_id = within(an_open_line, world, opens_at=opens_at)
    later = NOW + timedelta(hours=1)
    with Statements(app) as seen:
        assert within(lambda: LineWatch(Load()).look(later)).line_id == line_id

    assert len(seen.seen) == 1
    assert within(line_row, line_id).ticked_at == NOW
    within(lambda: LineWatch(Load()).look(opens_at - JOINED_BEFORE))
    assert within(line_row, line_id).ticked_at == opens_at - JOINED_BEFORE


def test_people_turned_away_bring_a_line_though_one_is_planned_until_that_one_begins(world, within):
    opens_at = NOW + timedelta(days=2)
    planned = within(an_open_line, world, opens_at=opens_at)
    watch = LineWatch(pressed_load())
    brought = within(lambda: watch.look(NOW))
    begins = opens_at - JOINED_BEFORE

    assert brought.line_id != planned
    assert (brought.kind, brought.may_be_joined(NOW)) == ("load", True)
    assert within(lambda: watch.look(NOW + timedelta(seconds=2))).line_id == brought.line_id
    assert within(lambda: LineWatch(pressed_load()).look(begins)).line_id == planned


def test_a_million_looks_ask_the_database_once(app, world, within, monkeypatch):
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 1.0)
    watch = LineWatch(Load(), clock=lambda: 100.0)
    within(lambda: bring_line(now=NOW))
    with Statements(app) as seen:
        within(lambda: [watch.look(NOW) for _ in range(1000)])

    assert len(seen.seen) == 1
