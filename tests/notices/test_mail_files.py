"""What lies in the mail folder: real MIME, one file per notice, the truth of the moment of sending."""

import re
import subprocess
from datetime import timedelta

import pytest
from icalendar import Calendar

from booking import outbox
from booking.actions.cancel import cancel
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.links import link_id
from booking.models import Account, Child, MailLink, Slot
from booking.notices.deliver import BATCH, Delivered, deliver
from booking.rules import notice_kinds as kinds
from tests.notices.mailbox import html, mails, outcome, text, the_mail
from tests.world import NOW, a_slot, a_world, starts, state

pytestmark = pytest.mark.usefixtures("context")


def reserved(world, slot_id, **changed):
    wanted = {"actor": world.mom, "child_ids": [world.jia], "adults": 1, "request_id": "r1", "now": NOW} | changed
    return reserve(slot_id, **wanted)


def put(kind, subject_id, **more):
    with transaction() as session:
        outbox.put(session, kind, subject_id, now=NOW, **more)


def a_link(kind, **values):
    with transaction() as session:
        link = MailLink(kind=kind, created_at=NOW, expires_at=NOW + timedelta(days=1), **values)
        session.add(link)
        session.flush()
        return link.id


def test_a_confirmation_says_when_where_who_and_until_when_to_cancel(settings):
    world = a_world()
    with transaction() as session:
        state(session, "notes.socks", {"text": "미끄럼 방지 양말을 신겨 주세요."}, cafe_id=world.hyehwa)
    reservation_id = reserved(world, a_slot(world.hyehwa), child_ids=[world.jia, world.minjun])

    assert deliver(NOW) == Delivered(sent=1)

    mail = the_mail(settings)
    assert str(mail["To"]) == "김엄마 <mom@example.kr>"
    assert mail["Subject"] == "[서울형 키즈카페] 예약이 확정되었어요: 11월 24일(화) 오전 9:30–11:30 혜화점"
    for said in (
        "지아, 민준 (2명)",
        "5,000원",
        "서울특별시 종로구 성균관로 91",
        "미끄럼 방지 양말을 신겨 주세요.",
        "11월 24일(화) 오전 9:00까지 취소",
        f"http://localhost/reservations/{reservation_id}\n",
        f"http://localhost/reservations/{reservation_id}/cancel\n",
    ):
        assert said in text(mail)


def test_a_mail_has_the_headers_that_mail_programs_ask_for(settings):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))

    deliver(NOW)

    mail = the_mail(settings)
    assert mail["Message-ID"] == "<notice-1@localhost>"
    assert mail["Date"].datetime == NOW
    assert mail["From"].addresses[0].addr_spec == "no-reply@kidscafe.example"
    assert mail["From"].addresses[0].display_name == "서울형 키즈카페 예약"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not mail.defects
    raw = next(settings.mail_dir.glob("*.eml")).read_bytes()
    assert raw.partition(b"\r\n\r\n")[0].isascii()


def test_the_html_part_says_the_same_with_links_to_press(settings):
    world = a_world()
    reservation_id = reserved(world, a_slot(world.hyehwa))

    deliver(NOW)

    body = html(the_mail(settings))
    assert f'<a href="http://localhost/reservations/{reservation_id}/cancel">예약 취소하기</a>' in body
    assert "<li>아이: 지아 (1명)</li>" in body


def test_the_calendar_file_comes_along_and_a_cancellation_takes_it_back(settings):
    world = a_world()
    reservation_id = reserved(world, a_slot(world.hyehwa))
    deliver(NOW)
    cancel(reservation_id, actor=world.mom, now=NOW)
    deliver(NOW)

    calendars = [Calendar.from_ical(next(mail.iter_attachments()).get_content()) for mail in mails(settings)]
    events = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [calendar["METHOD"] for calendar in calendars] == ["PUBLISH", "CANCEL"]
    assert [event["SEQUENCE"] for event in events] == [0, 1]
    assert events[0]["UID"] == events[1]["UID"]


def test_reminders_come_when_they_are_due_and_ask_whether_the_family_still_comes(settings):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    deliver(NOW)

    assert deliver(starts(slot_id, days=-1, seconds=-1)) == Delivered()
    assert deliver(starts(slot_id, days=-1)) == Delivered(sent=1)
    assert deliver(starts(slot_id, hours=-2)) == Delivered(sent=1)

    _, day, hours = mails(settings)
    assert day["Subject"] == "[서울형 키즈카페] 내일 오전 9:30에 만나요: 혜화점"
    assert "오실 수 있나요?" in text(hours)
    assert f"▶ 못 가요, 취소할게요: http://localhost/reservations/{reservation_id}/cancel\n" in text(hours)


def test_part_of_a_reservation_cancelled_names_who_still_comes(settings):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, child_ids=[world.jia, world.minjun])
    deliver(NOW)
    cancel(reservation_id, actor=world.mom, visit_ids=[2], now=NOW)

    deliver(NOW)

    assert "- 취소한 아이: 민준\n- 그대로 오는 아이: 지아\n" in text(mails(settings)[1])


@pytest.mark.parametrize(
    ("kind", "cause", "said"),
    [
        (kinds.CAPACITY_CANCELLED, "capacity", "정원이 줄어"),
        (kinds.CLOSED, "closing", "- 휴관 사유: 보일러 고장\n"),
    ],
)
def test_who_was_cancelled_by_the_city_is_told_why_and_where_to_look_instead(settings, kind, cause, said):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    deliver(NOW)
    with transaction() as session:
        from booking.models import Reservation
        from booking.visit_states import cancel_visits

        slot = session.get_one(Slot, slot_id)
        slot.closed_at, slot.closed_reason = NOW, "보일러 고장"
        reservation = session.get_one(Reservation, reservation_id)
        cancel_visits(session, reservation, reservation.visits, cause=cause, now=NOW)
        outbox.put(session, kind, reservation_id, now=NOW, account_id=world.mom.account_id, occasion=1)

    deliver(NOW)

    body = text(mails(settings)[1])
    assert said in body
    assert "죄송해요" in body
    assert "▶ 다른 자리 찾기: http://localhost/slots\n" in body


@pytest.mark.parametrize(
    ("kind", "values", "notice", "said"),
    [
        (kinds.CONFIRM_EMAIL, {"account": True}, {"account": True}, "메일 주소 확인하기"),
        (kinds.RESET_PASSWORD, {"account": True}, {"account": True}, "새 비밀번호 정하기"),
        (kinds.INVITE_GUARDIAN, {"email": "new@example.kr", "name": "이모"}, {}, "김엄마님이"),
        (kinds.INVITE_STAFF, {"email": "new@example.kr", "cafe": True}, {}, "혜화점"),
        (kinds.INVITE_ADMIN, {"email": "new@example.kr", "district_id": 11110}, {}, "종로구 관리자"),
        (kinds.INVITE_ADMIN, {"email": "new@example.kr"}, {}, "서울시 관리자"),
    ],
)
def test_a_link_by_mail_is_signed_and_leads_to_its_row(settings, kind, values, notice, said):
    world = a_world()
    with transaction() as session:
        session.get_one(Account, world.stranger.account_id).email_confirmed_at = None
    values = dict(values)
    if values.pop("account", False):
        values["account_id"] = world.stranger.account_id
    if values.pop("cafe", False):
        values["cafe_id"] = world.hyehwa
    made = a_link(kind, invited_by_id=world.mom.account_id, **values)
    put(kind, made, account_id=world.stranger.account_id if notice else None)

    deliver(NOW)

    mail = the_mail(settings)
    body = text(mail)
    token = body.partition("http://localhost/links/")[2].split("\n")[0]
    assert link_id(settings.secret_key, token) == made
    assert said in body
    assert mail["To"].addresses[0].addr_spec == ("stranger@example.kr" if notice else "new@example.kr")


def test_who_signs_up_twice_is_told_to_sign_in(settings):
    world = a_world()
    put(kinds.ALREADY_REGISTERED, world.mom.account_id, account_id=world.mom.account_id)

    deliver(NOW)

    assert "▶ 로그인하기: http://localhost/sign-in\n" in text(the_mail(settings))


def test_names_cannot_add_headers_or_links(settings):
    world = a_world()
    with transaction() as session:
        mom = session.get_one(Account, world.mom.account_id)
        mom.name = "나쁜\r\nBcc: all@example.kr <a>"
        session.get_one(Child, world.jia).name = "지아\n\n▶ 당첨: http://evil.example/x"
    reserved(world, a_slot(world.hyehwa))

    deliver(NOW)

    mail = the_mail(settings)
    assert "Bcc" not in mail
    assert [address.addr_spec for address in mail["To"].addresses] == ["mom@example.kr"]
    assert "evil.example" not in text(mail)
    assert "http://evil" not in html(mail)


def test_an_address_that_is_none_fails_at_once_and_holds_up_nobody(settings):
    world = a_world()
    with transaction() as session:
        session.get_one(Account, world.mom.account_id).email = "no address"
    reserved(world, a_slot(world.hyehwa))
    reserved(world, a_slot(world.myeonmok), actor=world.stranger, child_ids=[world.stranger_child])

    assert deliver(NOW) == Delivered(sent=1, failed=1)


def test_a_folder_that_cannot_be_written_puts_the_mail_off(settings):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))
    settings.mail_dir.write_text("a file stands where the folder should be")

    assert deliver(NOW) == Delivered()
    assert outcome("reserved") == ("due", None)

    settings.mail_dir.unlink()
    assert deliver(NOW + timedelta(minutes=3)) == Delivered(sent=1)


def test_the_folder_never_shows_half_a_mail(settings):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))

    deliver(NOW)

    assert [path.name for path in settings.mail_dir.iterdir()] == ["00000001-reserved.eml"]


def test_every_link_in_every_mail_leads_to_a_page_of_the_service(app, settings):
    world = a_world()
    reservation_id = reserved(world, a_slot(world.hyehwa))
    deliver(starts(1, days=-1))
    put(kinds.ALREADY_REGISTERED, world.mom.account_id, account_id=world.mom.account_id)
    put(kinds.INVITE_STAFF, a_link(kinds.INVITE_STAFF, email="new@example.kr", cafe_id=world.hyehwa))
    deliver(NOW)
    cancel(reservation_id, actor=world.mom, now=NOW)
    deliver(NOW)

    routes = app.url_map.bind("localhost")
    paths = {path for mail in mails(settings) for path in re.findall(r"http://localhost(/\S*)", text(mail))}
    assert {routes.match(path, "GET")[0] for path in paths} == {
        "public.home",
        "public.sign_in",
        "public.open_link",
        "guardian.show_reservation",
        "guardian.cancel_reservation",
        "public.search",
    }


def test_a_mail_file_reads_well_as_it_is(settings):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))

    deliver(NOW)

    shown = subprocess.run(["cat", *settings.mail_dir.glob("*.eml")], capture_output=True, check=True).stdout.decode()
    assert "김엄마님, 예약이 확정되었어요." in shown


def test_who_is_told_to_end_finishes_the_batch_and_leaves_the_rest_for_the_next_run(settings):
    world = a_world()
    mom = world.mom.account_id
    for occasion in range(BATCH + 5):
        put(kinds.ALREADY_REGISTERED, mom, account_id=mom, occasion=occasion)

    assert deliver(NOW, lambda: True).sent == BATCH
    assert deliver(NOW).sent == 5
