"""운영 상태: what a person should look after, in words, without anybody's data."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from booking.actions.hear_board import hear_board
from booking.actions.mark_called import mark_called
from booking.actions.note_job_run import note_job_done, note_job_failed, note_job_started
from booking.actions.reserve import reserve
from booking.admin import status_words
from booking.db import transaction
from booking.models import LogEntry, Notice
from booking.queries.status import status
from booking.rules import notice_kinds, telling
from booking.rules.job_times import PACES
from tests.support.morning import Statements, text_of
from tests.world import NOW, TUESDAY, a_slot, starts

ROOT = Path(__file__).resolve().parents[2]


def ran(within, *, but=(), at=NOW, done=0):
    """Every job ran well at ``at``, except these."""
    for name in PACES:
        if name not in but:
            within(note_job_started, name, now=at)
            within(note_job_done, name, done, started_at=at, now=at)


def notices(within, *rows):
    def write():
        with transaction() as session:
            for number, row in enumerate(rows):
                session.add(Notice(**{"subject_id": 900 + number, "put_at": NOW, "due_at": NOW} | row))

    within(write)


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


def test_where_nothing_ever_ran_the_page_says_what_to_start(official):
    page = text_of(official.get("/admin/status"))

    assert "작업이 한 번도 실행되지 않았어요" in page
    assert page.count("실행 기록 없음") == len(PACES)


def test_when_all_is_well_the_page_says_so(within, official):
    ran(within)

    page = text_of(official.get("/admin/status"))

    assert "모두 잘 돌아가고 있어요" in page
    assert "살펴볼 것이 있어요" not in page
    assert "모든 회차가 같아요" in page


def test_a_late_and_a_failed_job_are_told_apart(within, official):
    ran(within, but=("mark_no_shows", "send_notices"))
    at = NOW - timedelta(hours=3)
    within(note_job_started, "mark_no_shows", now=at)
    within(note_job_done, "mark_no_shows", 0, started_at=at, now=at)
    within(note_job_started, "send_notices", now=NOW)
    within(note_job_failed, "send_notices", "OperationalError: 57P01", started_at=NOW, now=NOW)

    page = text_of(official.get("/admin/status"))

    assert "늦은 작업이 1개" in page
    assert "2시간 늦었어요" in page
    assert "실패: OperationalError: 57P01" in page
    assert "아직 성공한 적이 없어요" in page


def test_notices_that_are_stuck_given_up_and_skipped_are_counted_by_kind_and_reason(within, official, world):
    def ago(**length):
        return NOW - timedelta(**length)

    notices(
        within,
        {"kind": "reserved", "due_at": ago(minutes=11), "attempts": 2, "last_error": "TimeoutError"},
        {"kind": "reserved", "due_at": ago(minutes=30), "attempts": 4, "last_error": "TimeoutError"},
        {"kind": "reserved", "due_at": ago(minutes=5)},
        {"kind": "closed", "state": "failed", "done_at": ago(days=2), "attempts": 12, "last_error": "SMTPDataError 554"},
        {"kind": "closed", "state": "failed", "done_at": ago(days=8), "attempts": 12, "last_error": "SMTPDataError 554"},
        {"kind": "no_show", "state": "skipped", "done_at": ago(days=1), "skip_reason": "came"},
        {"kind": "no_show", "state": "skipped", "done_at": ago(days=9), "skip_reason": "came"},
        {"kind": "reserved", "state": "sent", "done_at": ago(days=1)},
    )
    ran(within)

    found = within(status, world.official, NOW)
    page = text_of(official.get("/admin/status"))

    assert [(n.kind, n.error, n.count, n.at, n.attempts) for n in found.stuck] == [
        ("reserved", "TimeoutError", 2, ago(minutes=30), 4)
    ]
    assert [(n.kind, n.error, n.count, n.at) for n in found.given_up] == [("closed", "SMTPDataError 554", 1, ago(days=2))]
    assert [(n.kind, n.reason, n.count) for n in found.skipped] == [("no_show", "came", 1)]
    assert not found.is_well
    for said in ("밀린 알림이 2건", "그만둔 알림이 1건", "SMTPDataError 554", "그사이 아이가 왔어요"):
        assert said in page


def test_slots_whose_board_was_not_open_are_listed_for_their_own_official_only(within, world, official, sign_in):
    own, heard, elsewhere = (
        within(a_slot, world.hyehwa),
        within(a_slot, world.hyehwa, number=2),
        within(a_slot, world.myeonmok),
    )
    for slot_id, actor, child in (
        (own, world.mom, world.jia),
        (heard, world.dad, world.minjun),
        (elsewhere, world.stranger, world.stranger_child),
    ):
        within(reserve, slot_id, actor=actor, child_ids=[child], adults=1, request_id=f"r{child}", now=NOW)
    within(hear_board, actor=world.staff, now=within(starts, heard, minutes=1))
    now = within(starts, heard, minutes=40)

    mine, all_of_them = within(status, world.official, now), within(status, world.city, now)

    assert [(s.slot_id, s.what, s.children) for s in mine.unheard] == [(own, "board_closed", 1)]
    assert {s.slot_id for s in all_of_them.unheard} == {own, elsewhere}
    assert within(status, world.official, now + timedelta(days=2)).unheard == ()

    within(mark_called, 1, actor=world.staff, called=True, now=within(starts, own, minutes=5))
    assert within(status, world.official, now).unheard == ()


def test_differing_slots_of_the_last_comparison_lead_to_their_pages(within, world, official):
    own, elsewhere = within(a_slot, world.hyehwa), within(a_slot, world.myeonmok)

    def differ():
        with transaction() as session:
            for slot_id, cafe_id in ((own, world.hyehwa), (elsewhere, world.myeonmok)):
                session.add(
                    LogEntry(
                        at=NOW,
                        verb="counters_differ",
                        subject_kind="slot",
                        subject_id=slot_id,
                        cafe_id=cafe_id,
                        detail="taken 1",
                    )
                )

    within(differ)
    ran(within, done=2)

    page = text_of(official.get("/admin/status"))

    assert "회차 2개가 서로 달라요" in page
    assert f"/admin/slots/{own}/capacity" in page
    assert f"/admin/slots/{elsewhere}/capacity" not in page
    assert official.get("/admin/log?verb=counters_differ").status_code == 200

    ran(within, done=0, at=NOW + timedelta(seconds=1))
    assert "모든 회차가 같아요" in text_of(official.get("/admin/status"))


def test_the_page_names_nobody(within, world, official):
    slot_id = within(a_slot, world.hyehwa, day=TUESDAY)
    within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)

    page = text_of(official.get("/admin/status"))

    for known in ("김엄마", "지아", "mom@example.kr", "01012345678"):
        assert known not in page


def test_the_pages_statements_do_not_grow(app, within, world, official):
    counts = []
    for number in (1, 2, 3):
        slot_id = within(a_slot, world.hyehwa, number=number, day=TUESDAY - timedelta(days=1))
        within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id=f"r{number}", now=NOW) if (
            number == 1
        ) else None
        with Statements(app) as statements:
            official.get("/admin/status")
        counts.append(len(statements.seen))

    assert counts[0] == counts[-1] <= 16, counts


def test_every_job_kind_and_reason_has_its_words():
    kinds = {value for name, value in vars(notice_kinds).items() if name.isupper() and isinstance(value, str)}
    letters = "\n".join(path.read_text() for path in (ROOT / "booking/notices").glob("*.py"))
    reasons = set(re.findall(r'Skip\("(\w+)"\)', letters))
    told = Path(telling.__file__).read_text()
    reasons |= {
        word
        for line in re.findall(r"return .*", told)
        for word in re.findall(r'"(\w+)" (?:if|else)|else "(\w+)"', line)
        for word in word
        if word
    }
    reasons |= set(re.findall(r'return "(\w+)"', told))

    assert {"too_late", "came", "superseded", "not_cancelled", "cancelled"} <= reasons
    assert kinds - set(status_words.NOTICES) == set()
    assert reasons - set(status_words.REASONS) - {"reserved", "no_show"} == set()
    assert set(status_words.JOBS) == set(status_words.WORK) == set(PACES)
