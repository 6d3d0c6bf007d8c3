"""Acts on the roster: each form says what it means, so a second tap, a retry and a stale page do no harm."""

import pytest

from booking.actions.check_in import check_in
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from tests.door import reservation, reserved, rows, visit_ids
from tests.support.morning import text_of
from tests.world import a_slot, starts, states


@pytest.fixture
def family(world, within, slot_id, started):
    """A reservation of mom's with two children, five minutes after the start."""
    reservation_id = within(reserved, world, slot_id, world.jia, world.minjun)
    return reservation_id, within(visit_ids, reservation_id)


def post(client, reservation_id, verb, visits=(), **fields):
    return client.post(f"/staff/reservations/{reservation_id}/{verb}", data={"visit_ids": list(visits)} | fields)


def test_a_child_comes_in_with_one_tap_and_the_board_says_so(staff, within, slot_id, family):
    reservation_id, (jia, _) = family

    answer = post(staff, reservation_id, "check-in", [jia])

    assert answer.status_code == 303
    assert answer.location == f"/staff/slots/{slot_id}#party-{reservation_id}"
    assert within(states, slot_id) == ["checked_in", "reserved"]
    text = text_of(staff.get(answer.location))
    assert "<strong>지아</strong> · 입장했어요" in text
    assert "받을 이용료 <strong>3,000원</strong>" in text
    assert "되돌리기" in text


def test_the_message_is_still_there_after_a_refresh_and_gone_after_ten_seconds(staff, within, family, clock_at, started):
    reservation_id, (jia, _) = family
    post(staff, reservation_id, "check-in", [jia])

    staff.get("/staff/", headers={"HX-Request": "true"})
    clock_at(started, 5 + 9 / 60)
    assert "되돌리기" in text_of(staff.get("/staff/", headers={"HX-Request": "true"}))
    clock_at(started, 5 + 12 / 60)
    assert "되돌리기" not in text_of(staff.get("/staff/", headers={"HX-Request": "true"}))


def test_no_name_is_kept_in_the_cookie(staff, family):
    reservation_id, (jia, _) = family
    post(staff, reservation_id, "check-in", [jia])

    with staff.session_transaction() as cookie:
        assert "지아" not in str(dict(cookie))


def test_the_whole_family_comes_in_goes_back_comes_in_and_leaves(staff, within, slot_id, family):
    reservation_id, visits = family

    for verb, fields, expected in (
        ("check-in", {}, "checked_in"),
        ("undo", {"was": "checked_in"}, "reserved"),
        ("check-in", {}, "checked_in"),
        ("check-out", {}, "checked_out"),
        ("undo", {"was": "checked_out"}, "checked_in"),
    ):
        assert post(staff, reservation_id, verb, visits, **fields).status_code == 303
        assert within(states, slot_id) == [expected] * 2


@pytest.mark.parametrize(
    ("before", "verb", "fields"),
    [
        ((), "check-in", {}),
        (("check-in",), "check-out", {}),
        (("check-in",), "undo", {"was": "checked_in"}),
        (("check-in", "check-out"), "undo", {"was": "checked_out"}),
        ((), "called", {"called": "yes"}),
        ((), "called", {"called": "no"}),
    ],
)
def test_a_second_tap_on_anything_does_nothing(staff, within, family, before, verb, fields):
    reservation_id, visits = family
    for earlier in before:
        post(staff, reservation_id, earlier, visits)
    post(staff, reservation_id, verb, visits, **fields)
    written = within(rows)

    again = post(staff, reservation_id, verb, visits, **fields)

    assert again.status_code == 303
    assert within(rows) == written


def test_called_is_noted_and_taken_back(staff, within, family):
    reservation_id, _ = family

    post(staff, reservation_id, "called", called="yes")
    assert within(reservation, reservation_id).called_at is not None

    post(staff, reservation_id, "called", called="no")
    assert within(reservation, reservation_id).called_at is None


def test_who_follows_the_clock_comes_back_to_today(staff, family):
    reservation_id, visits = family

    answer = post(staff, reservation_id, "check-in", visits, back="today")

    assert answer.location == f"/staff/#party-{reservation_id}"


def test_a_refusal_is_said_on_the_board_and_nothing_is_written(staff, within, slot_id, family, clock_at, started):
    reservation_id, visits = family
    clock_at(started, -20)
    before = within(rows)

    answer = post(staff, reservation_id, "check-in", visits)

    assert answer.status_code == 422
    text = text_of(answer)
    assert "아직 입장 시간이 아니에요. 오전 9:15부터 입장할 수 있어요." in text
    assert 'id="board"' in text
    assert within(rows) == before


def test_a_refusal_on_another_day_is_said_on_todays_board(staff, within, slot_id, family, clock_at, started):
    reservation_id, visits = family
    clock_at(started, 24 * 60)

    answer = post(staff, reservation_id, "check-in", visits)

    assert answer.status_code == 422
    assert "오늘 예약이 아니니" in text_of(answer)


def test_leaving_without_having_come_is_refused(staff, within, slot_id, family):
    reservation_id, visits = family

    answer = post(staff, reservation_id, "check-out", visits)

    assert answer.status_code == 422
    assert "입장 처리되지 않은 아이예요" in text_of(answer)
    assert within(states, slot_id) == ["reserved", "reserved"]


@pytest.mark.parametrize("verb", ["check-in", "check-out", "undo"])
@pytest.mark.parametrize(
    "visits", [[], [""], ["x"], ["-1"], ["0"], [str(2**31)], [str(2**70)], ["1\x00"], ["<b>"], ["999"], ["٣"]]
)
def test_children_that_are_not_the_familys_are_not_there(staff, within, family, verb, visits):
    reservation_id, _ = family
    before = within(rows)

    answer = post(staff, reservation_id, verb, visits, was="checked_in")

    assert answer.status_code == 404
    assert within(rows) == before


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("undo", {}),
        ("undo", {"was": "reserved"}),
        ("undo", {"was": "cancelled"}),
        ("called", {}),
        ("called", {"called": "1"}),
    ],
)
def test_a_form_that_does_not_say_what_it_means_does_nothing(staff, within, family, verb, fields):
    reservation_id, visits = family
    before = within(rows)

    assert post(staff, reservation_id, verb, visits, **fields).status_code == 404
    assert within(rows) == before


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("check-in", {}), ("check-out", {}), ("undo", {"was": "checked_in"}), ("called", {"called": "yes"})],
)
def test_another_cafes_staff_reach_nobody(sign_in, world, within, slot_id, family, verb, fields):
    reservation_id, visits = family
    within(check_in, reservation_id, actor=world.staff, visit_ids=visits[:1], now=within(starts, slot_id))
    before = within(rows)

    answer = post(sign_in(world.other_staff), reservation_id, verb, visits, **fields)

    assert answer.status_code == 404
    assert within(rows) == before
    assert within(states, slot_id) == ["checked_in", "reserved"]


def test_reservations_that_nobody_has_are_not_there(staff, started):
    for reservation_id in (999, 2**31, 2**70):
        assert post(staff, reservation_id, "check-in", [1]).status_code == 404


def test_a_late_tap_for_a_released_place_that_is_gone_is_refused(staff, world, within, clock_at, started):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    reservation_id = within(reserved, world, small)
    start = within(starts, small)
    within(hear_board, actor=world.staff, now=start)
    within(mark_no_shows, small, now=within(starts, small, minutes=30))
    within(reserved, world, small, world.stranger_child, actor=world.stranger)
    clock_at(start, 40)

    answer = post(staff, reservation_id, "check-in", within(visit_ids, reservation_id))

    assert answer.status_code == 422
    assert "남은 자리가 없어서" in text_of(answer)
    assert within(states, small) == ["no_show", "reserved"]
