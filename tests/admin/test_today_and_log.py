"""The day at a glance and the log: the own district's only, whatever stands in the address."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from booking.actions.change_capacity import change_capacity
from booking.actions.check_in import check_in
from booking.actions.close_days import close_days
from booking.actions.reserve import reserve
from booking.admin.log_words import VERBS
from booking.queries.log import act_lines, log_page
from booking.queries.today import day_numbers
from booking.rules.capacities import CapacityOrder
from booking.rules.places import CITY, Place
from booking.rules.refusals import NotThere
from tests.support.morning import Statements, text_of
from tests.world import NOW, TUESDAY, a_slot, starts

ROOT = Path(__file__).resolve().parent.parent.parent
NOTED = re.compile(r'log\.note\(\s*session,\s*\w+,\s*"(\w+)"')


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


def ordered(within, world, cafe_id, places=10, actor=None):
    order = CapacityOrder(places, None, TUESDAY, TUESDAY, None, "안전 점검")
    within(change_capacity, Place(cafe_id=cafe_id), order, choices={}, actor=actor or world.city, now=NOW)


def test_today_shows_the_own_cafes_numbers(world, within, official):
    slot_id = within(a_slot, world.hyehwa)
    within(a_slot, world.myeonmok)
    within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)

    page = text_of(official.get("/admin/?date=2026-11-24"))

    assert "혜화점" in page
    assert "면목점" not in page
    assert f"/admin/slots/{slot_id}/capacity" in page


def test_the_numbers_of_a_running_slot(world, within):
    slot_id = within(a_slot, world.hyehwa)
    inside = within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    within(reserve, slot_id, actor=world.stranger, child_ids=[world.stranger_child], adults=1, request_id="r", now=NOW)
    start = within(starts, slot_id)
    within(check_in, inside, actor=world.staff, now=start)

    (cafe,) = within(day_numbers, world.official, TUESDAY, start + timedelta(minutes=31)).cafes

    (slot,) = cafe.slots
    assert (slot.booked, slot.inside, slot.no_shows, slot.unconfirmed, slot.state) == (2, 1, 0, 1, "now")


def test_a_day_without_slots_says_why(official):
    assert "정기휴관일" in text_of(official.get("/admin/"))


@pytest.mark.parametrize("asked", ["", "x", "%00", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_broken_date_is_today(official, asked):
    answer = official.get(f"/admin/?date={asked}")

    assert answer.status_code == 200
    assert "오늘 운영" in text_of(answer)


def test_todays_statements_do_not_grow_with_the_slots(app, world, within, official):
    official.get("/admin/")  # the process reads the policies once
    counts = []
    for number in (1, 2, 3):
        within(a_slot, world.hyehwa, number=number)
        with Statements(app) as statements:
            official.get("/admin/?date=2026-11-24")
        counts.append(len(statements.seen))

    assert counts[0] == counts[-1] <= 12, counts


def test_the_log_holds_the_own_district_only(world, within, official, sign_in):
    for cafe_id in (world.hyehwa, world.myeonmok):
        within(a_slot, cafe_id)
        ordered(within, world, cafe_id)

    own, all_of_it = text_of(official.get("/admin/log")), text_of(sign_in(world.city).get("/admin/log"))

    assert own.split("<tbody>")[1].count("<tr>") == 1
    assert "면목점" not in own
    assert all_of_it.split("<tbody>")[1].count("<tr>") == 2


def test_an_acts_number_leads_to_its_slots(world, within, official):
    slot_id = within(a_slot, world.hyehwa)
    ordered(within, world, world.hyehwa)
    link = re.search(r'href="(/admin/log/\d+)"', text_of(official.get("/admin/log")))
    assert link is not None

    page = text_of(official.get(link[1]))

    assert "20→10" in page
    assert f"/admin/slots/{slot_id}/capacity" in page


def test_anothers_act_is_not_there(world, within, official):
    within(a_slot, world.myeonmok)
    ordered(within, world, world.myeonmok)
    (line,) = within(log_page, world.city).lines

    assert official.get(f"/admin/log/{line.log_id}").status_code == 404
    assert official.get(f"/admin/log/{10**20}").status_code == 404
    with pytest.raises(NotThere):
        within(act_lines, world.official, line.log_id)


def test_the_citys_closing_is_read_by_a_district_with_its_own_slots_only(world, within):
    for cafe_id in (world.hyehwa, world.myeonmok):
        within(a_slot, cafe_id)
    within(close_days, CITY, TUESDAY, TUESDAY, "태풍", actor=world.city, now=NOW)

    (line,) = within(log_page, world.official).lines
    _, under = within(act_lines, world.official, line.log_id)

    assert line.parts == 1
    assert [part.place for part in under] == ["혜화점"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("day=2026-11-23", 1),
        ("day=2026-11-22", 0),
        ("verb=change_capacity", 1),
        ("verb=block", 0),
        ("cafe=JN220501", 1),
        ("page=99", 1),
        ("page=-5", 1),
        ("page=99999999999999999999", 1),
    ],
)
def test_the_filters_of_the_log(world, within, official, query, found):
    within(a_slot, world.hyehwa)
    ordered(within, world, world.hyehwa)

    answer = official.get(f"/admin/log?{query}")

    assert answer.status_code == 200
    assert text_of(answer).count("안전 점검") == found


@pytest.mark.parametrize(
    "query", ["day=x", "day=0001-01-01", "day=9999-12-31", "verb=x", "verb=%00", "cafe=JR220801", "cafe=%00", "page=x"]
)
def test_a_broken_filter_gets_a_sentence(official, query):
    answer = official.get(f"/admin/log?{query}")

    assert answer.status_code == 422
    assert "다시 확인해 주세요" in text_of(answer)


def test_every_verb_that_is_noted_has_a_word():
    source = "\n".join(path.read_text() for path in (ROOT / "booking").rglob("*.py"))
    noted = set(NOTED.findall(source))

    assert len(noted) > 15
    assert noted - set(VERBS) == set()
