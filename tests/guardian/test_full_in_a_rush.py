"""A form for a slot without places, while others wait: answered before the application, and never wrongly."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from booking import fresh
from booking.actions.cancel import cancel
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.full_slots import SEEN_MOST
from booking.gate import OTHERS_WAIT
from booking.models import Account, Reservation, Slot
from booking.scope import Actor
from tests.guardian.test_reserving import FORM, send
from tests.support.morning import Statements, text_of
from tests.world import NOW, TUESDAY, a_slot, guardians, states

OTHER = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def rush(app, monkeypatch):
    """Somebody waits behind every request."""
    monkeypatch.setattr(app, "wsgi_app", awaited(app.wsgi_app))


def awaited(wsgi):
    """The application as it is asked while others wait."""
    return lambda environ, start_response: wsgi({**environ, OTHERS_WAIT: True}, start_response)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


@pytest.fixture
def full(world, within, mom):
    """A slot whose one place is taken, and that was seen so."""
    slot_id = within(a_slot, world.hyehwa, number=2, capacity_=1)
    within(take_the_last, slot_id)
    assert send(mom, slot_id, child_ids=[world.jia]).status_code == 422
    return slot_id


def take_the_last(slot_id):
    actor, child_id = guardians(1)[0]
    reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id="last", now=NOW)


def give_back(slot_id):
    """Who has the place cancels."""
    with transaction() as session:
        found = session.scalars(select(Reservation).where(Reservation.slot_id == slot_id)).one()
        account = session.scalars(select(Account).where(Account.family_id == found.family_id)).one()
        actor = Actor(account.id, "guardian", account.name, account.family_id, None, None, True, None)
        reservation_id = found.id
    cancel(reservation_id, actor=actor, now=NOW)


def test_it_says_so_keeps_the_form_and_offers_near_slots_after_one_statement(
    app, world, within, mom, full, rush, monkeypatch
):
    monkeypatch.setattr(fresh, "FRESH_SECONDS", 600.0)
    near = within(a_slot, world.hyehwa, number=3)
    assert send(mom, full, child_ids=[world.jia]).status_code == 422

    with Statements(app) as seen:
        answer = send(mom, full, child_ids=[world.jia, world.minjun], adults="2", companion='<b>"할머니"')

    text = text_of(answer)
    assert answer.status_code == 422
    assert "남은 자리가 없어서 아이 2명을 예약할 수 없어요" in text
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    assert ("child_ids", str(world.jia)) in fields
    assert ("child_ids", str(world.minjun)) in fields
    assert ("adults", "2") in fields
    assert ("request_id", FORM["request_id"]) in fields
    assert "&lt;b&gt;&quot;할머니&quot;" in text
    assert "<b>" not in text
    assert f'href="/slots/{near}?child={world.jia}&amp;child={world.minjun}"' in text
    # Two children were not asked for before: their page is made, after the one statement that says that it is full.
    assert len(seen.seen) <= 9
    with Statements(app) as seen:
        send(mom, full, child_ids=[world.jia, world.minjun])
    assert len(seen.seen) == 1
    assert within(states, full) == ["reserved"]


def test_what_was_sent_is_never_taken_for_a_place_of_the_page(world, mom, full, rush):
    text = text_of(send(mom, full, child_ids=["<!--again-fields-->", "child=who"], companion="child=who"))

    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    assert [value for name, value in fields if name == "child_ids"] == ["&lt;!--again-fields--&gt;", "child=who"]
    assert ("companion", "child=who") in fields


def test_what_it_sent_is_what_it_sends_again(world, within, mom, full, rush):
    page = text_of(send(mom, full, child_ids=[world.jia]))
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    within(give_back, full)

    again = mom.post(re.search(r'<form method="post" action="(/slots[^"]+)"', page)[1], data=fields)

    assert again.status_code == 303
    assert "/reservations/" in again.headers["Location"]


def test_a_place_that_was_given_back_is_never_refused(world, within, mom, full, rush):
    assert "자리가 모두 찼어요" in text_of(send(mom, full, child_ids=[world.jia]))
    within(give_back, full)

    assert send(mom, full, child_ids=[world.jia]).status_code == 303


def test_where_the_database_goes_away_in_between_the_application_says_what_there_is_to_say(
    world, mom, full, rush, monkeypatch
):
    def away(*_args, **_named):
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr("booking.full_slots.city_room", away)

    answer = send(mom, full, child_ids=[world.jia])

    assert answer.status_code == 422
    assert "누가 오나요?" in text_of(answer)


def test_who_has_the_last_place_hears_so_again(world, within, mom, full, rush):
    within(give_back, full)
    first = send(mom, full, child_ids=[world.jia])
    assert send(mom, full, child_ids=[world.minjun], request_id=OTHER).status_code == 422

    again = send(mom, full, child_ids=[world.jia])

    assert again.status_code == 303
    assert again.headers["Location"] == first.headers["Location"]


def test_who_is_not_signed_in_is_asked_to(app, world, full, rush):
    answer = send(app.test_client(), full, child_ids=[world.jia])

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_with_time_the_application_answers_with_the_form(world, mom, full):
    text = text_of(send(mom, full, child_ids=[world.jia]))

    assert re.search(rf'<input[^>]*checked[^>]*value="{world.jia}"', text)


def test_a_closed_slot_says_that_it_is_closed(world, within, mom, full, rush):
    def close():
        with transaction() as session:
            slot = session.get(Slot, full)
            slot.closed_at, slot.closed_reason = NOW, "누수"

    within(close)

    assert "누수" in text_of(send(mom, full, child_ids=[world.jia]))


def test_a_form_that_cannot_be_read_goes_to_the_application(world, mom, full, rush):
    answer = mom.post(f"/slots/{full}/reservations", data=b"x" * 300_000, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert send(mom, full, child_ids=[world.jia], request_id="").status_code == 422


def test_the_page_of_a_full_slot_says_so_and_offers_near_slots_after_one_statement(
    app, world, within, mom, full, rush, monkeypatch
):
    monkeypatch.setattr(fresh, "FRESH_SECONDS", 600.0)
    near = within(a_slot, world.hyehwa, number=3)
    small = within(a_slot, world.hyehwa, day=TUESDAY + timedelta(days=1), capacity_=1)
    assert "자리가 모두 찼어요" in text_of(mom.get(f"/slots/{full}?child={world.jia}"))

    with Statements(app) as seen:
        answer = mom.get(f"/slots/{full}?child={world.jia}")

    text = text_of(answer)
    assert answer.status_code == 200
    assert len(seen.seen) == 1
    assert "<form" not in text.partition("<main")[2]
    assert f'href="/slots/{near}?child={world.jia}"' in text
    assert f'href="/slots/{small}?child={world.jia}"' in text
    # For two there is no room in the small one.
    both = text_of(mom.get(f"/slots/{full}?child={world.jia}&child={world.minjun}"))
    assert f'href="/slots/{near}?child={world.jia}&amp;child={world.minjun}"' in both
    assert f"/slots/{small}?" not in both


def test_a_page_that_shows_a_slot_full_is_a_reason_to_look_too(world, within, mom, rush):
    slot_id = within(a_slot, world.hyehwa, number=2, capacity_=1)
    within(take_the_last, slot_id)
    assert "이 회차의 규칙" in text_of(mom.get(f"/slots/{slot_id}"))

    assert "이 회차의 규칙" not in text_of(mom.get(f"/slots/{slot_id}"))


def test_with_one_full_slot_all_others_of_the_city_are_known_to_be_full(world, within, mom, full, rush):
    other = within(a_slot, world.myeonmok)

    def take_all():
        with transaction() as session:
            slot = session.get_one(Slot, other)
            slot.taken = slot.capacity

    within(take_all)
    assert "이 회차의 규칙" not in text_of(mom.get(f"/slots/{full}"))

    assert "이 회차의 규칙" not in text_of(mom.get(f"/slots/{other}"))


@pytest.mark.parametrize("address", ["?child=x", "?child=1&next=%2F", "?from=3"])
def test_an_address_that_says_more_is_the_applications_to_answer(mom, full, rush, address):
    assert "이 회차의 규칙" in text_of(mom.get(f"/slots/{full}{address}"))


def test_the_page_shows_a_place_that_was_given_back_and_the_family_that_has_it(world, within, mom, full, rush):
    assert "누가 오나요?" not in text_of(mom.get(f"/slots/{full}"))
    within(give_back, full)
    assert "누가 오나요?" in text_of(mom.get(f"/slots/{full}"))
    assert send(mom, full, child_ids=[world.jia]).status_code == 303
    assert send(mom, full, child_ids=[world.minjun], request_id=OTHER).status_code == 422

    assert "이 회차를 이미 예약했어요" in text_of(mom.get(f"/slots/{full}"))


def test_the_page_of_a_slot_that_has_begun_is_the_applications(within, mom, full, rush):
    def begin():
        with transaction() as session:
            session.get_one(Slot, full).starts_at = NOW - timedelta(minutes=1)

    within(begin)

    assert "이 회차의 규칙" in text_of(mom.get(f"/slots/{full}"))


def test_who_has_a_place_there_hears_so_from_a_second_window_too(world, within, mom, full, rush):
    within(give_back, full)
    assert send(mom, full, child_ids=[world.jia]).status_code == 303
    assert send(mom, full, child_ids=[world.minjun], request_id=OTHER).status_code == 422

    again = send(mom, full, child_ids=[world.jia], request_id="33333333-3333-4333-8333-333333333333")

    assert "이 회차를 이미 예약했어요" in text_of(again)


def test_the_page_for_who_is_not_signed_in_is_the_applications(app, full, rush):
    assert "이 회차의 규칙" in text_of(app.test_client().get(f"/slots/{full}"))


def test_slots_seen_full_are_remembered_to_a_bound(app):
    full_slots = app.extensions["full_slots"]
    for slot_id in range(1, SEEN_MOST + 10):
        full_slots.note(slot_id)

    assert len(full_slots._seen) == SEEN_MOST


def test_it_is_counted_and_logged_like_any_request(world, mom, full, rush, caplog):
    with caplog.at_level("DEBUG", logger="booking.requests"):
        answer = send(mom, full, child_ids=[world.jia])

    record = caplog.records[-1]
    assert record.status == 422
    assert record.outcome == "slot_full"
    assert record.route == "/slots/<int:slot_id>/reservations"
    assert record.request_id == answer.headers["X-Request-ID"]
