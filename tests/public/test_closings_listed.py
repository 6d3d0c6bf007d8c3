"""The café page says in words when it is closed and why; on a phone the calendar's cells have no room for it."""

from datetime import date

from booking.actions.close_days import close_days
from booking.rules.places import Place
from tests.support.morning import text_of
from tests.world import NOW


def test_weekly_days_stand_in_one_line_and_every_other_closed_day_with_its_reason(app, world, within):
    day = date(2026, 12, 2)
    within(close_days, Place(cafe_id=world.hyehwa), day, day, "바닥 공사", actor=world.official, now=NOW)

    page = text_of(app.test_client().get("/cafes/JN220501"))

    assert "<strong>매주 월요일</strong> · 정기휴관일" in page
    assert "<strong>12월 2일(수)</strong> · 바닥 공사" in page
