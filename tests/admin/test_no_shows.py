"""Officials see the no-shows of their cafés without names, and waive one with a reason; families read of it."""

from datetime import timedelta

import pytest

from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import transaction
from tests.support.morning import morning_settings, post_form, text_of
from tests.world import NOW, TUESDAY, a_slot, starts, state


@pytest.fixture
def settings(database_url, tmp_path):
    """Tuesday noon in Seoul: the first slot is over."""
    return morning_settings(database_url, tmp_path, hours=27)


@pytest.fixture
def missed(world, within):
    """지아's reservation of Tuesday, to which she did not come."""

    def make():
        with transaction() as session:
            rule = {"steps": [{"count": 1, "window_days": 30, "days": 30}], "cancels_future": True}
            state(session, "suspension", rule)
        slot = a_slot(world.hyehwa)
        made = reserve(slot, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
        hear_board(actor=world.staff, now=starts(slot))
        mark_no_shows(slot, now=starts(slot, minutes=31))
        return made

    return within(make)


def test_the_list_names_nobody_and_leads_to_waiving(world, sign_in, missed):
    text = text_of(sign_in(world.official).get("/admin/no-shows"))

    assert f"/admin/no-shows/{missed}/waive" in text
    assert "11월 24일(화) 오전 9:30–11:30" in text
    assert "지아" not in text
    assert "김엄마" not in text


def test_waived_the_family_may_reserve_and_reads_that_it_was(world, sign_in, missed):
    mom = sign_in(world.mom)
    assert "노쇼로 예약이 제한되어 있어요" in text_of(mom.get("/me"))
    official = sign_in(world.official)
    path = f"/admin/no-shows/{missed}/waive"
    assert official.get(path).status_code == 200
    assert post_form(official, path, reason=" ").status_code == 422

    assert post_form(official, path, reason="아이가 아팠음").status_code == 303

    assert "면제: 아이가 아팠음" in text_of(official.get("/admin/no-shows"))
    text = text_of(mom.get("/me"))
    assert "예약이 제한되어" not in text
    assert "면제되어 세지 않아요" in text


@pytest.mark.parametrize("who", ["mom", "staff", "other_official"])
def test_nobody_else_finds_it(world, sign_in, missed, who):
    client = sign_in(getattr(world, who))
    path = f"/admin/no-shows/{missed}/waive"

    assert client.get(path).status_code == 404
    assert post_form(client, path, reason="그냥").status_code == 404


def test_what_a_no_show_costs_is_said_beforehand_on_every_page(world, within, sign_in, missed):
    slot = within(a_slot, world.hyehwa, day=TUESDAY + timedelta(days=60))
    ahead = within(a_slot, world.hyehwa, day=TUESDAY + timedelta(days=2))
    made = within(reserve, ahead, actor=world.stranger, child_ids=[world.stranger_child], adults=1, request_id="s", now=NOW)
    stranger = sign_in(world.stranger)
    assert slot

    for path in (f"/slots/{ahead}", f"/reservations/{made}", f"/reservations/{made}/cancel"):
        text = text_of(stranger.get(path))
        if path.startswith("/slots"):
            text = text_of(stranger.application.test_client().get(path))
        assert "노쇼가 한 번이라도 있으면 30일 동안 모든 지점을 예약할 수 없어요" in text, path
        assert "미리 잡아 둔 예약도 취소돼요" in text, path
