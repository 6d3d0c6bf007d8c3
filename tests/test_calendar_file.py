"""The calendar file: one entry per reservation that newer files replace."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from booking.calendar_file import calendar_file

STARTS = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


def made(**changed):
    values = {
        "code": "ABCD2345",
        "host": "kidscafe.example",
        "sequence": 0,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "summary": "서울형 키즈카페 혜화점",
        "location": "서울특별시 종로구 성균관로 91, 3층",
        "description": "예약 번호 ABCD2345\n양말을 신겨 주세요",
        "url": "https://kidscafe.example/reservations/1",
        "cancelled": False,
        "stamped_at": STARTS - timedelta(days=1),
    } | changed
    calendar = Calendar.from_ical(calendar_file(**values))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_the_entry_stands_at_seoul_time_with_its_zone_inside():
    calendar, event = made()

    assert event["DTSTART"].params["TZID"] == "Asia/Seoul"
    assert event["DTSTART"].dt.isoformat() == "2026-11-24T09:30:00+09:00"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=2)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Seoul"]


def test_a_later_change_has_the_same_uid_and_a_higher_sequence():
    _, first = made()
    _, second = made(sequence=3)

    assert first["UID"] == second["UID"] == "reservation-ABCD2345@kidscafe.example"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 3)


def test_a_cancelled_reservation_takes_the_entry_out():
    calendar, event = made(cancelled=True)

    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_live_reservation_is_published():
    calendar, event = made()

    assert (calendar["METHOD"], event["STATUS"]) == ("PUBLISH", "CONFIRMED")


def test_text_with_commas_and_line_breaks_cannot_add_lines_of_its_own():
    _, event = made(location="3층, 왼쪽; 끝", summary="혜화점\r\nATTENDEE:mailto:x@example.kr")

    assert event["LOCATION"] == "3층, 왼쪽; 끝"
    assert "ATTENDEE" not in event
