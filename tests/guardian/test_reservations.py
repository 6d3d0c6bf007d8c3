"""The family's reservations over HTTP: the page, the calendar file, cancelling; and that nobody else finds them."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Reservation, Slot, Visit
from tests.support.morning import all_rows, text_of
from tests.world import NOW, a_slot, starts, states, taken


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.fixture
def reservation_id(world, within, slot_id):
    children = [world.jia, world.minjun]
    return within(reserve, slot_id, actor=world.mom, child_ids=children, adults=2, request_id="r1", now=NOW)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def code_of(within, reservation_id):
    def read():
        with transaction() as session:
            return session.get_one(Reservation, reservation_id).code

    return within(read)


def past_visits(world, number):
    """So many reservations of which the last was over a week before ``NOW``."""
    for n in range(1, number + 1):
        slot_id = a_slot(world.hyehwa, day=NOW.date() - timedelta(weeks=n))
        now = starts(slot_id) - timedelta(hours=20)
        reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id=f"past {n}", now=now)


def newest_first():
    with transaction() as session:
        rows = session.query(Reservation.id).join(Reservation.slot).order_by(Slot.starts_at.desc())
        return [row.id for row in rows]


def calendar(client, reservation_id):
    answer = client.get(f"/reservations/{reservation_id}.ics")
    assert answer.content_type.startswith("text/calendar")
    return Calendar.from_ical(answer.data)


def test_the_page_says_all_that_is_needed_at_the_door(mom, within, reservation_id):
    text = text_of(mom.get(f"/reservations/{reservation_id}"))

    for said in (code_of(within, reservation_id), "혜화점", "지아", "민준", "6,000원", "11월 24일(화) 오전 9:00", "<svg"):
        assert said in text, said


def test_both_guardians_of_the_family_see_it(world, sign_in, reservation_id):
    assert sign_in(world.dad).get(f"/reservations/{reservation_id}").status_code == 200


@pytest.mark.parametrize("who", ["stranger", "staff", "official", "city"])
@pytest.mark.parametrize("path", ["", ".ics", "/cancel"])
def test_nobody_else_finds_it(world, sign_in, reservation_id, who, path):
    assert sign_in(getattr(world, who)).get(f"/reservations/{reservation_id}{path}").status_code == 404


def test_a_stranger_cannot_cancel_it_by_its_id(world, within, sign_in, slot_id, reservation_id):
    answer = sign_in(world.stranger).post(f"/reservations/{reservation_id}/cancel", data={"visit_ids": ["1", "2"]})

    assert answer.status_code == 404
    assert within(states, slot_id) == ["reserved", "reserved"]


def test_the_calendar_file_keeps_its_uid_and_counts_changes(world, mom, within, reservation_id):
    first = calendar(mom, reservation_id)
    within(cancel, reservation_id, actor=world.mom, now=NOW)
    last = calendar(mom, reservation_id)

    before, after = first.walk("VEVENT")[0], last.walk("VEVENT")[0]
    assert before["UID"] == after["UID"] == f"reservation-{code_of(within, reservation_id)}@localhost"
    assert (first["METHOD"], last["METHOD"], after["STATUS"]) == ("PUBLISH", "CANCEL", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert before["DTSTART"].params["TZID"] == "Asia/Seoul"
    assert first.walk("VTIMEZONE")


def test_one_child_is_cancelled_and_the_other_stays(mom, within, slot_id, reservation_id):
    visit_ids = re.findall(r'name="visit_ids"[^>]*value="(\d+)"', text_of(mom.get(f"/reservations/{reservation_id}/cancel")))

    answer = mom.post(f"/reservations/{reservation_id}/cancel", data={"visit_ids": visit_ids[:1]})

    assert answer.status_code == 303
    assert within(states, slot_id) == ["cancelled", "reserved"]
    assert within(taken, slot_id) == 1


@pytest.mark.parametrize("visit_ids", [[], ["999"], ["abc"], ["99999999999999999999"], [str(n) for n in range(50)], ["<b>"]])
def test_cancelling_nobody_or_somebody_else_writes_nothing(app, mom, within, slot_id, reservation_id, visit_ids):
    before = all_rows(app)

    answer = mom.post(f"/reservations/{reservation_id}/cancel", data={"visit_ids": visit_ids})

    assert answer.status_code == 422
    assert "취소할 아이를 한 명 이상" in text_of(answer)
    assert all_rows(app) == before
    assert within(states, slot_id) == ["reserved", "reserved"]


def test_a_second_tap_on_cancel_is_told_so(mom, reservation_id):
    page = text_of(mom.get(f"/reservations/{reservation_id}/cancel"))
    visit_ids = re.findall(r'name="visit_ids"[^>]*value="(\d+)"', page)
    mom.post(f"/reservations/{reservation_id}/cancel", data={"visit_ids": visit_ids})

    answer = mom.post(f"/reservations/{reservation_id}/cancel", data={"visit_ids": visit_ids})

    assert answer.status_code == 422
    assert "이미 취소된 예약이에요" in text_of(answer)


def test_a_child_inside_cannot_be_cancelled_any_more(world, mom, within, slot_id, reservation_id):
    def first_visit():
        with transaction() as session:
            return session.query(Visit.id).order_by(Visit.id).first()[0]

    soon = within(starts, slot_id) - timedelta(minutes=5)
    within(check_in, reservation_id, actor=world.staff, visit_ids=[within(first_visit)], now=soon)

    page = text_of(mom.get(f"/reservations/{reservation_id}/cancel"))

    assert "민준" in page
    assert "지아" not in page


def test_the_list_shows_what_is_ahead_and_what_of_it_was_cancelled(world, mom, within, reservation_id):
    text = text_of(mom.get("/reservations"))
    assert "다가오는 예약" in text
    assert "취소한 예약" not in text

    within(cancel, reservation_id, actor=world.mom, now=NOW)

    text = text_of(mom.get("/reservations"))
    assert "다가오는 예약이 없어요" in text
    assert "취소한 예약" in text


def test_what_is_over_stands_on_a_page_of_its_own_a_part_at_a_time(world, mom, within, monkeypatch):
    monkeypatch.setattr("booking.queries.reservations.PAST_SHOWN", 2)
    within(past_visits, world, 5)

    first = text_of(mom.get("/reservations/past"))
    shown, pages = re.findall(r'href="/reservations/(\d+)"', first), [first]
    while more := re.search(r'href="(/reservations/\d+/earlier)"', pages[-1]):
        pages.append(text_of(mom.get(more[1])))
        shown += re.findall(r'href="/reservations/(\d+)"', pages[-1])

    assert [int(one) for one in shown] == within(newest_first)
    assert len(pages) == 3
    assert "다가오는 예약이 없어요" in text_of(mom.get("/reservations"))


def test_another_familys_reservation_is_no_place_to_go_on_from(world, sign_in, within, reservation_id):
    assert sign_in(world.stranger).get(f"/reservations/{reservation_id}/earlier").status_code == 404
    assert "지난 예약이 없어요" in text_of(sign_in(world.stranger).get("/reservations/past"))


def test_the_code_leads_everybody_to_their_own_screen(app, world, within, sign_in, mom, reservation_id):
    code = code_of(within, reservation_id)

    assert mom.get(f"/q/{code.lower()}").headers["Location"] == f"/reservations/{reservation_id}"
    assert sign_in(world.staff).get(f"/q/{code}").headers["Location"] == f"/staff/codes/{code}"
    assert sign_in(world.stranger).get(f"/q/{code}").status_code == 404
    assert sign_in(world.city).get(f"/q/{code}").status_code == 404
    assert f"next=/q/{code}" in app.test_client().get(f"/q/{code}").headers["Location"]
    for wrong in ("%00", "x" * 400, "<b>", "%2e%2e", "가나다"):
        assert mom.get(f"/q/{wrong}").status_code == 404
