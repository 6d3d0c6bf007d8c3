"""What a family shows once at the door is remembered until it expires, and the amount changes at once everywhere."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from booking.actions.anonymise_slot import anonymise_slot
from booking.actions.delete_account import delete_account
from booking.actions.prove_concession import prove_concession
from booking.actions.purge_rows import purge_rows
from booking.actions.walk_in import WalkInChild, walk_in
from booking.config import Keeping
from booking.db import transaction
from booking.models import Family, FamilyConcession, LogEntry
from booking.notices.deliver import deliver
from booking.queries.board import party_of
from booking.queries.concessions import my_concessions
from booking.queries.reservations import reservation_page
from booking.rules.refusals import NotThere
from tests.door import reserved
from tests.notices.mailbox import mails, text
from tests.world import HERE, NOW, PASSWORD, TUESDAY, a_slot, a_world, starts, state

pytestmark = pytest.mark.usefixtures("context")
DISABILITY = {"label": "장애 가정", "percent": 50, "applies": "all", "evidence": "복지카드", "valid_days": 10}


def a_cafe_with_concessions():
    world = a_world()
    with transaction() as session:
        state(session, "concession.disability", DISABILITY, cafe_id=world.hyehwa)
        state(
            session,
            "concession.multi_child",
            {"percent": 100, "applies": "child", "evidence": "다둥이 행복카드"},
            cafe_id=world.hyehwa,
        )
    slot_id = a_slot(world.hyehwa)
    return world, slot_id, reserved(world, slot_id, world.jia, world.minjun, adults=2)


def prove(world, reservation_id, name="disability", *, proved=True, now=NOW, actor=None):
    return prove_concession(reservation_id, name, actor=actor or world.staff, proved=proved, now=now)


def test_who_need_not_show_anything_has_several_children_by_their_ages():
    world = a_world()
    with transaction() as session:
        state(session, "concession.multi_child", {"percent": 100, "applies": "child"}, cafe_id=world.hyehwa)
    reservation_id = reserved(world, a_slot(world.hyehwa), world.jia, world.minjun, adults=2)

    party = party_of(world.staff, reservation_id, NOW)

    assert (party.fee_won, reservation_page(reservation_id, world.mom, NOW).fee_won) == (2000, 2000)
    assert [(one.by_children, one.applied) for one in party.concessions] == [(True, True)]


def rows():
    with transaction() as session:
        return session.execute(select(FamilyConcession.name, FamilyConcession.expires_on)).all()


def test_it_is_remembered_for_as_many_days_as_the_cafe_states_and_halves_the_fee():
    world, _, reservation_id = a_cafe_with_concessions()
    assert (
        party_of(world.staff, reservation_id, NOW).fee_won,
        reservation_page(reservation_id, world.mom, NOW).fee_won,
    ) == (
        6000,
        6000,
    )

    assert prove(world, reservation_id)
    assert not prove(world, reservation_id)

    assert rows() == [("disability", date(2026, 12, 3))]
    party, page = party_of(world.staff, reservation_id, NOW), reservation_page(reservation_id, world.dad, NOW)
    assert (party.fee_won, party.discount_won, page.fee_won) == (3000, 3000, 3000)
    assert [one.name for one in page.applied] == ["disability"]
    assert [(one.concession.name, one.until, one.applied) for one in party.concessions] == [
        ("disability", date(2026, 12, 3), True),
        ("multi_child", None, False),
    ]


def test_the_best_one_counts_when_several_were_shown():
    world, _, reservation_id = a_cafe_with_concessions()
    prove(world, reservation_id)
    prove(world, reservation_id, "multi_child")

    page = reservation_page(reservation_id, world.mom, NOW)

    assert (page.fee_won, [one.name for one in page.applied]) == (2000, ["multi_child"])


def test_a_slip_is_taken_back_on_the_same_day_only_and_the_log_says_both():
    world, _, reservation_id = a_cafe_with_concessions()
    prove(world, reservation_id)

    assert not prove(world, reservation_id, proved=False, now=NOW + timedelta(days=1))
    assert prove(world, reservation_id, proved=False, now=NOW + timedelta(hours=3))
    assert not prove(world, reservation_id, proved=False, now=NOW + timedelta(hours=3))

    assert rows() == []
    with transaction() as session:
        wanted = select(LogEntry.verb, LogEntry.detail).where(LogEntry.verb.like("concession%")).order_by(LogEntry.id)
        assert session.execute(wanted).all() == [
            ("concession_proved", "disability"),
            ("concession_undone", "disability"),
        ]


def test_who_shows_it_again_is_remembered_longer():
    world, _, reservation_id = a_cafe_with_concessions()
    prove(world, reservation_id)

    assert prove(world, reservation_id, now=NOW + timedelta(days=1))

    (known,) = my_concessions(world.mom, NOW)
    assert (known.until, known.cafe, known.concession.label) == (date(2026, 12, 4), "혜화점", "장애 가정")


@pytest.mark.parametrize(("days", "fee"), [(9, 1500), (10, 3000)])
def test_on_its_last_day_it_still_counts_and_the_day_after_no_more(days, fee):
    world, _, reservation_id = a_cafe_with_concessions()
    prove(world, reservation_id)
    later = reserved(world, a_slot(world.hyehwa, day=TUESDAY + timedelta(days=days)), world.jia, request_id="later")

    assert reservation_page(later, world.mom, NOW).fee_won == fee


@pytest.mark.parametrize("who", ["other_staff", "mom", "official"])
def test_only_staff_of_the_cafe_note_it(who):
    world, _, reservation_id = a_cafe_with_concessions()

    with pytest.raises(NotThere):
        prove(world, reservation_id, actor=getattr(world, who))
    with pytest.raises(NotThere):
        prove(world, reservation_id, "veterans")


def test_a_family_at_the_door_shows_that_it_has_more_children_at_home():
    world, slot_id, _ = a_cafe_with_concessions()
    now = starts(slot_id)
    made = walk_in(
        slot_id, actor=world.staff, children=[WalkInChild("곰돌이", date(2022, 1, 1))], adults=1, request_id="w", now=now
    )

    prove(world, made, "multi_child", now=now)

    assert party_of(world.staff, made, now).fee_won == 1000


def test_the_confirmation_mail_says_the_fee_with_what_was_shown(settings):
    world, _, reservation_id = a_cafe_with_concessions()
    prove(world, reservation_id)

    deliver(NOW)

    (mail,) = [mail for mail in mails(settings) if "확정" in mail["Subject"]]
    assert "- 이용료: 3,000원" in text(mail)
    assert "- 감면: 장애 가정 -3,000원" in text(mail)


def test_it_is_forgotten_with_the_family_with_its_time_and_with_the_door_family():
    world, slot_id, reservation_id = a_cafe_with_concessions()
    now = starts(slot_id)
    door = walk_in(
        slot_id, actor=world.staff, children=[WalkInChild("곰돌이", date(2022, 1, 1))], adults=1, request_id="w", now=now
    )
    prove(world, reservation_id)
    prove(world, door, now=now)
    for actor in (world.mom, world.dad):
        delete_account(actor=actor, password=PASSWORD, origin=HERE, now=now)
    assert len(rows()) == 1

    anonymise_slot(slot_id, now=now)
    assert rows() == []
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Family).where(Family.walk_in)) == 1


def test_what_expired_is_deleted_by_the_nightly_job():
    world, _, reservation_id = a_cafe_with_concessions()
    prove(world, reservation_id)
    keeping = Keeping(sign_ins_days=9999, notices_days=9999, answers_days=9999, log_days=9999, visits_days=9999)

    purge_rows(keeping, now=NOW + timedelta(days=10))
    assert len(rows()) == 1
    purge_rows(keeping, now=NOW + timedelta(days=18))
    assert rows() == []
