"""Slots that are open follow their timetable: what the rules say, the page says, and reserving does, before and after."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import select

from booking.actions.cancel import cancel
from booking.actions.change_capacity import change_capacity
from booking.actions.change_rules import change_rules
from booking.actions.check_in import check_in
from booking.actions.close_days import close_days
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.open_slots import open_slots
from booking.actions.reopen_day import reopen_day
from booking.actions.reserve import reserve
from booking.actions.walk_in import WalkInChild, walk_in
from booking.db import db, transaction
from booking.models import ClosedDay, LogEntry, Notice, Reservation, Slot, TemporaryHoliday
from booking.queries.availability import availability
from booking.queries.board import board
from booking.queries.calendar import cafe_days
from booking.queries.capacity_preview import capacity_preview
from booking.queries.explain import why
from booking.queries.log import act_lines, log_page
from booking.queries.nearest import nearest_slots
from booking.queries.reservations import reservation_page
from booking.queries.rule_preview import rule_preview
from booking.queries.search import Wanted, find_slots
from booking.queries.slots import slot_page
from booking.queries.today import day_numbers
from booking.queries.why_slot import Who, why_day, why_slot
from booking.rules.capacities import SHRINK, CapacityOrder
from booking.rules.drafts import Draft
from booking.rules.parties import ChildFacts, Party
from booking.rules.places import Place
from booking.rules.refusals import Code, Refused
from booking.rules.times import days, instant, seoul
from tests.support.agreement import assert_agreement
from tests.world import MONDAY, NOW, TUESDAY, a_child, a_family, a_world, an_account, guardians, starts, state, states, taken

CODE, OTHER = "JN220501", "JR220801"
WEDNESDAY = TUESDAY + timedelta(days=1)
LAST = MONDAY + timedelta(days=10)
SHORTER = ["09:30~11:00", "13:00~15:00", "16:00~18:00"]
LISTS = dict.fromkeys(("weekday", "saturday", "sunday"), SHORTER)


@pytest.fixture
def world(context):
    """The small city with eleven days of slots."""
    made = a_world()
    for cafe_id in (made.hyehwa, made.myeonmok):
        open_slots(cafe_id, MONDAY, LAST, now=NOW)
    return made


def slots(cafe_id, day=None):
    with transaction() as session:
        rows = select(Slot).where(Slot.cafe_id == cafe_id).order_by(Slot.starts_at, Slot.ends_at)
        found = list(session.scalars(rows if day is None else rows.where(Slot.date == day)))
        session.expunge_all()
        return found


def said(cafe_id, day=TUESDAY):
    """Each slot of the date: when, its places, and whether it takes anybody."""
    return [
        (
            f"{seoul(one.starts_at):%H:%M}~{seoul(one.ends_at):%H:%M}",
            one.capacity,
            "closed" if one.closed_at else "withdrawn" if one.withdrawn_at else "open",
        )
        for one in slots(cafe_id, day)
    ]


def at(cafe_id, time, day=TUESDAY):
    (found,) = (one.id for one in slots(cafe_id, day) if f"{seoul(one.starts_at):%H:%M}" == time and not one.withdrawn_at)
    return found


def changed(world, section, content, *, first=TUESDAY, until=None, open_until=LAST, place=None, actor=None):
    place, actor = place or Place(cafe_id=world.hyehwa), actor or world.official
    draft = Draft(section, content, first, until, 2026, "공지")
    mark = rule_preview(place, draft, actor=actor, now=NOW).mark
    return change_rules(place, draft, confirmed=mark, actor=actor, now=NOW, open_until=open_until)


def reserved(slot_id, actor, *children, request_id="r", adults=1, now=NOW):
    return reserve(slot_id, actor=actor, child_ids=children, adults=adults, request_id=request_id, now=now)


def doors_agree(world, first=MONDAY, last=LAST, *, codes=(CODE,)):
    """``flask why``, both why pages, the slot page, lists, search and reserving say the same of every slot and date."""
    actor, child = somebody()
    for code in codes:
        cafe_id = {CODE: world.hyehwa, OTHER: world.myeonmok}[code]
        by_day = {day.date: day for day in cafe_days(cafe_id, first, last, NOW)}
        found = {
            day.date: {slot.slot_id for cafe in day.cafes for slot in cafe.slots if slot.refusal is None}
            for day in find_slots(Wanted(first, last, cafe_code=code), None, NOW)
        }
        rooms = [cafe for cafe in availability(first, last) if cafe.code == code]
        public = {one.slot_id for cafe in rooms for one in cafe.slots if not one.closed}
        for day in days(first, last):
            of_day = slots(cafe_id, day)
            standing = [one for one in of_day if one.withdrawn_at is None]
            for slot in of_day:
                start = seoul(slot.starts_at).time()
                party = Party([ChildFacts(1, "", date(2021, 1, 1))], 1)
                answer = why(code, day, start, party, NOW)
                planned = answer.slot is not None and answer.slot.facts.ends_at == slot.ends_at
                allowed = answer.allowed and planned
                page = slot_page(slot.id, actor, NOW)
                _, why_page = why_slot(slot.id, actor, Who(child_ids=(child,)), NOW)
                assert (page.refusal is None) == allowed, (day, start, page.refusal)
                assert why_page.together.allowed == allowed
                assert reserves(slot.id, actor, child) == allowed, (day, start)
                assert (slot.id in found[day]) == (slot.id in public) == allowed, (day, start)
                if allowed:
                    assert why_day(code, day, start, actor, Who(child_ids=(child,)), NOW).slot_id == slot.id
                    assert answer.slot.policy.capacity == slot.timetable_capacity
                    assert (answer.slot.period.number, page.doors_open_at) == (slot.period_number, answer.slot.doors_open_at)
            listed = [one.slot_id for one in by_day[day].slots]
            assert listed == [one.id for one in standing]
            plan = why(code, day, seoul(NOW).time(), Party([], 1), NOW).day.plan
            assert by_day[day].closed == (plan.closed.reason if plan.closed else None), day
            if plan.closed is None:
                assert len(standing) == len(plan.periods), day
    db.session.rollback()


def somebody():
    """Somebody new with a child of five."""
    with transaction() as session:
        family_id = a_family(session)
        actor = an_account(session, "guardian", f"asks{family_id}@example.kr", "물음", family_id=family_id)
        return actor, a_child(session, family_id, "물음이", date(2021, 1, 1))


def reserves(slot_id, actor, child):
    """Whether a real reservation is made; it is cancelled again."""
    try:
        made = reserved(slot_id, actor, child, request_id=f"asked {slot_id}")
    except Refused:
        return False
    cancel(made, actor=actor, now=NOW)
    return True


CHANGES = {
    "timetable": ("timetable", LISTS),
    "one list fewer": ("timetable", {"weekday": ["09:30~11:30"], "saturday": ["13:00~15:00"], "sunday": ["13:00~15:00"]}),
    "weekly closing day": ("days", {"open": ["월", "수", "목", "금", "토"]}),
    "a day of the month": ("days", {"open": ["화", "수", "목", "금", "토", "일"], "closed_nth": ["넷째 화"]}),
    "capacity": ("capacity.individual", {"children": 7}),
    "closed dates": ("closed.방역", {"first": "2026-11-25", "last": "2026-11-26", "reason": "방역"}),
    "season": ("season", {"spans": ["2026-11-27~2026-12-02"]}),
    "paused": ("operation", {"state": "paused", "reason": "소독"}),
    "breaks and doors": ("breaks", {"weekday": ["12:30~12:55"], "holiday": ["09:00~09:20"]}),
    "a list for holidays": ("timetable", LISTS | {"holiday": ["10:00~12:00"]}),
}


@pytest.mark.parametrize("which", CHANGES)
def test_rules_page_and_reserving_agree_before_after_and_when_it_is_taken_back(world, which):
    section, content = CHANGES[which]
    first = MONDAY if "." in section and section != "capacity.individual" else TUESDAY
    before = said_all(world)
    doors_agree(world)

    changed(world, section, content, first=first)
    assert said_all(world) != before or section == "breaks"
    doors_agree(world)

    changed(world, section, None, first=first)
    doors_agree(world)
    assert standing(said_all(world)) == standing(before)
    assert_agreement()


def said_all(world):
    return [(one.cafe_id, one.date, said(one.cafe_id, one.date)) for one in slots(world.hyehwa)]


def standing(found):
    return sorted({(cafe, day, span) for cafe, day, spans in found for span in spans if span[2] == "open"})


@pytest.mark.parametrize("place", [Place(district_id=11110), Place()])
def test_a_district_and_the_city_change_all_their_cafes(world, place):
    changed(world, "days", {"open": ["월", "수"]}, place=place, actor=world.city)

    doors_agree(world, codes=(CODE, OTHER))
    assert said(world.hyehwa)[0][2] == "closed"
    assert said(world.myeonmok)[0][2] == ("open" if place.district_id else "closed")


@pytest.mark.parametrize("opens", [False, True])
def test_a_temporary_holiday_reaches_open_slots_with_the_next_run_of_the_job(world, opens):
    if opens:
        changed(world, "holidays", {"open_on_holidays": True})
        changed(world, "breaks", {"holiday": ["09:00~09:25"]})
    with transaction() as session:
        session.add(TemporaryHoliday(date=TUESDAY, name="임시공휴일", source="관보"))

    open_slots(world.hyehwa, MONDAY, LAST, now=NOW)
    open_slots(world.myeonmok, MONDAY, LAST, now=NOW)

    doors_agree(world)
    assert [one[2] for one in said(world.hyehwa)] == ["open" if opens else "closed"] * 3
    if opens:
        page = slot_page(at(world.hyehwa, "09:30"), None, NOW)
        assert f"{seoul(page.doors_open_at):%H:%M}" == "09:25"


def test_a_slot_that_the_timetable_has_no_more_keeps_who_is_in_and_takes_nobody(world):
    slot_id = at(world.hyehwa, "15:30")
    kept = reserved(slot_id, world.mom, world.jia)

    (told,) = changed(world, "timetable", LISTS)

    assert (told.reason.code, told.ends, told.name, told.phone) == (Code.NOT_IN_TIMETABLE, False, "김엄마", "01012345678")
    assert states(slot_id) == ["reserved"]
    with pytest.raises(Refused) as refused:
        reserved(slot_id, world.stranger, world.stranger_child)
    assert refused.value.refusal.code == Code.SLOT_WITHDRAWN
    with pytest.raises(Refused) as refused:
        walk_in(
            slot_id,
            actor=world.staff,
            children=[WalkInChild("하늘", date(2021, 1, 1))],
            adults=1,
            request_id="w",
            now=starts(slot_id),
        )
    assert refused.value.refusal.code == Code.SLOT_WITHDRAWN
    # The door is open to them; late, too.
    hear_board(actor=world.staff, now=starts(slot_id, minutes=1))
    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=31)) == 1
    assert check_in(kept, actor=world.staff, now=starts(slot_id, minutes=32)) == 1
    assert_agreement()


def test_of_a_closed_date_a_withdrawn_slot_says_what_the_rules_say_and_is_withdrawn_again_after_it(world):
    slot_id = at(world.hyehwa, "15:30")
    changed(world, "timetable", LISTS)
    assert said_of(slot_id)[0] == Code.SLOT_WITHDRAWN

    changed(world, "closed.방역", {"first": str(TUESDAY), "last": str(TUESDAY), "reason": "방역"}, first=MONDAY)

    answer = why(CODE, TUESDAY, seoul(starts(slot_id)).time(), Party([], 1), NOW)
    by_rules = {one.refusal.code for one in answer.reasons}
    assert by_rules & {Code.SLOT_CLOSED, Code.SLOT_WITHDRAWN} == {Code.SLOT_CLOSED}
    assert set(said_of(slot_id)) & {Code.SLOT_CLOSED, Code.SLOT_WITHDRAWN} == {Code.SLOT_CLOSED}
    changed(world, "closed.방역", None, first=MONDAY)
    assert said_of(slot_id)[0] == Code.SLOT_WITHDRAWN


def said_of(slot_id):
    """Every reason that the slot's own why gives to a family that would fit."""
    actor, child = somebody()
    _, found = why_slot(slot_id, actor, Who(child_ids=(child,)), NOW)
    return [one.refusal.code for one in found.together.reasons]


def test_nobody_is_shown_a_withdrawn_slot_but_those_who_work_where_somebody_reserved(world):
    busy, empty = at(world.hyehwa, "15:30"), at(world.hyehwa, "09:30")
    reserved(busy, world.mom, world.jia)
    changed(world, "timetable", LISTS)
    now = instant(TUESDAY, seoul(NOW).time())

    near = {one.slot_id for one in nearest_slots(at(world.hyehwa, "13:00"), None, (), NOW)}
    shown = {one.slot_id for one in board(world.staff, None, now).slots}
    official = {slot.slot_id for cafe in day_numbers(world.official, TUESDAY, now).cafes for slot in cafe.slots}

    assert not near & {busy, empty}
    assert busy in shown
    assert busy in official
    assert empty not in shown | official


def test_what_became_of_the_slots_stands_in_the_log_under_the_change(world):
    changed(world, "timetable", LISTS)

    (line,) = log_page(world.city, day=MONDAY).lines
    _, under = act_lines(world.city, line.log_id)

    assert line.verb == "change_rules"
    assert "slot_withdraw" in {one.verb for one in under}
    assert line.parts == len(under)


def test_the_new_slot_has_only_the_places_that_the_kept_one_leaves(world):
    old = at(world.hyehwa, "09:30")
    kept = reserved(old, world.mom, world.jia, world.minjun)

    changed(world, "timetable", LISTS)

    assert said(world.hyehwa) == [
        ("09:30~11:00", 18, "open"),
        ("09:30~11:30", 20, "withdrawn"),
        ("13:00~15:00", 20, "open"),
        ("15:30~17:30", 20, "withdrawn"),
        ("16:00~18:00", 20, "open"),
    ]
    cancel(kept, actor=world.mom, now=NOW)
    open_slots(world.hyehwa, MONDAY, LAST, now=NOW)
    assert said(world.hyehwa)[0] == ("09:30~11:00", 20, "open")
    assert_agreement()


def test_an_ordered_capacity_leaves_room_for_those_who_were_kept_as_well(world):
    reserved(at(world.hyehwa, "09:30"), world.mom, world.jia, world.minjun)
    changed(world, "timetable", LISTS)
    place, order = Place(cafe_id=world.hyehwa), CapacityOrder(25, None, TUESDAY, TUESDAY, None, "여름")

    shown = capacity_preview(place, order, actor=world.official, now=NOW)
    change_capacity(place, order, choices={}, actor=world.official, now=NOW)

    assert [one.wanted for one in shown.changing] == [23, 25, 25]
    ordered = said(world.hyehwa)
    assert ordered[0] == ("09:30~11:00", 23, "open")
    open_slots(world.hyehwa, MONDAY, LAST, now=NOW)
    assert said(world.hyehwa) == ordered


def test_capacity_grows_at_once_and_shrinks_never_below_what_is_taken(world):
    slot_id = at(world.hyehwa, "09:30")
    families = guardians(3)
    for n, (actor, child) in enumerate(families):
        reserved(slot_id, actor, child, request_id=f"r{n}")

    changed(world, "capacity.individual", {"children": 2})
    assert [one[1] for one in said(world.hyehwa)] == [3, 2, 2]

    changed(world, "capacity.individual", {"children": 30}, first=WEDNESDAY)
    assert [[one[1] for one in said(world.hyehwa, day)] for day in (TUESDAY, WEDNESDAY)] == [[3, 2, 2], [30, 30, 30]]
    assert_agreement()


def test_what_officials_ordered_for_capacities_stands_on_the_new_timetable(world):
    order = CapacityOrder(None, 50, TUESDAY, TUESDAY, None, "인력 부족")
    change_capacity(Place(cafe_id=world.hyehwa), order, choices={}, actor=world.official, now=NOW)
    changed(world, "capacity.individual", {"children": 12})

    assert [one[1] for one in said(world.hyehwa)] == [6, 6, 6]
    assert [one[1] for one in said(world.hyehwa, WEDNESDAY)] == [12, 12, 12]

    slot_id = at(world.hyehwa, "09:30")
    one = CapacityOrder(4, None, TUESDAY, TUESDAY, None, "한 회차")
    change_capacity(Place(slot_id=slot_id), one, choices={slot_id: SHRINK}, actor=world.official, now=NOW)
    open_slots(world.hyehwa, MONDAY, LAST, now=NOW)
    assert [one[1] for one in said(world.hyehwa)] == [4, 6, 6]


def notices():
    with transaction() as session:
        rows = select(Notice.kind, Notice.subject_id).where(Notice.kind != "reserved", Notice.state == "due")
        return sorted(session.execute(rows.where(Notice.kind.notlike("reminder%"))).all())


@pytest.mark.parametrize(
    ("section", "content", "reason"),
    [
        ("days", {"open": ["수", "목", "금"]}, "정기휴관일"),
        ("closed.방역", {"first": "2026-11-24", "reason": "방역 소독"}, "방역 소독"),
        ("operation", {"state": "paused", "reason": "소독"}, None),
        ("days", {"open": ["화", "수", "목", "금", "토", "일"], "closed_nth": ["넷째 화"]}, "넷째 화요일은 쉬어요"),
    ],
)
def test_families_of_a_day_that_the_rules_close_are_cancelled_and_told_as_by_a_closing(world, section, content, reason):
    slot_id = at(world.hyehwa, "13:00")
    made = reserved(slot_id, world.mom, world.jia, world.minjun)
    elsewhere = at(world.myeonmok, "13:00")
    reserved(elsewhere, world.stranger, world.stranger_child)

    (told,) = changed(world, section, content, first=MONDAY if "." in section else TUESDAY)

    assert (told.ends, told.name, told.phone, told.children) == (True, "김엄마", "01012345678", 2)
    assert (states(slot_id), taken(slot_id)) == (["cancelled"] * 2, 0)
    assert states(elsewhere) == ["reserved"]
    assert notices() == [("closed", made)]
    with transaction() as session:
        slot = session.get_one(Slot, slot_id)
        assert slot.closed_reason == (reason or slot.closed_reason)
        causes = {visit.cancel_cause for visit in session.get_one(Reservation, made).visits}
        verbs = list(session.scalars(select(LogEntry.verb).where(LogEntry.subject_kind == "reservation")))
    assert (causes, verbs) == ({"closing"}, ["closing_cancel"])
    assert_agreement()


def test_children_inside_stay_and_who_has_not_come_is_cancelled(world):
    slot_id = at(world.hyehwa, "09:30")
    made = reserved(slot_id, world.mom, world.jia)
    reserved(slot_id, world.stranger, world.stranger_child)
    now = starts(slot_id, minutes=5)
    check_in(made, actor=world.staff, now=now)
    place, draft = Place(cafe_id=world.hyehwa), Draft("operation", {"state": "paused"}, TUESDAY, None, 2026, "정전")

    mark = rule_preview(place, draft, actor=world.official, now=now).mark
    change_rules(place, draft, confirmed=mark, actor=world.official, now=now)

    assert sorted(states(slot_id)) == ["cancelled", "checked_in"]
    assert_agreement()


def test_what_is_merely_outside_new_limits_stays_and_nobody_is_written_to(world):
    slot_id = at(world.hyehwa, "13:00")
    reserved(slot_id, world.mom, world.jia)

    (told,) = changed(world, "ages", {"basis": "year_age", "min": 6, "max": 9})

    assert (told.reason.code, told.ends) == (Code.CHILD_TOO_YOUNG, False)
    assert states(slot_id) == ["reserved"]
    assert notices() == []


def test_an_unseen_closing_is_not_made_and_changes_nothing(world):
    slot_id = at(world.hyehwa, "13:00")
    reserved(slot_id, world.mom, world.jia)
    before = said_all(world)

    with pytest.raises(Refused) as refused:
        change_rules(
            Place(cafe_id=world.hyehwa),
            Draft("days", {"open": ["수"]}, TUESDAY, None, 2026, "공지"),
            actor=world.official,
            now=NOW,
            open_until=LAST,
        )

    assert refused.value.refusal.code == Code.PREVIEW_CHANGED
    assert (said_all(world), states(slot_id)) == (before, ["reserved"])


SHUT = {"open": ["수", "목"]}
"""Tuesdays are no more; nobody has seen what it would do."""


def shut_by_nobody(world):
    with transaction() as session:
        state(session, "days", SHUT, cafe_id=world.hyehwa)
    open_slots(world.hyehwa, MONDAY, LAST, now=NOW)


def test_the_job_keeps_a_slot_with_families_for_them_and_shuts_the_others(world):
    slot_id = at(world.hyehwa, "13:00")
    reserved(slot_id, world.mom, world.jia)

    shut_by_nobody(world)

    assert [one[2] for one in said(world.hyehwa)] == ["closed", "withdrawn", "closed"]
    assert (states(slot_id), notices()) == (["reserved"], [])
    with pytest.raises(Refused) as refused:
        reserved(slot_id, world.stranger, world.stranger_child)
    assert refused.value.refusal.code == Code.SLOT_WITHDRAWN
    assert reservation(slot_id, world.mom).kept_though_shut == "정기휴관일"
    before = repr(everything())
    assert open_slots(world.hyehwa, MONDAY, LAST, now=NOW + timedelta(hours=1)) == 0
    assert repr(everything()) == before
    assert_agreement()


def test_nobody_is_a_no_show_on_a_date_that_the_rules_have_shut(world):
    slot_id = at(world.hyehwa, "13:00")
    reserved(slot_id, world.mom, world.jia)
    shut_by_nobody(world)
    with transaction() as session:
        session.get_one(Slot, slot_id).board_opened_at = starts(slot_id)

    assert mark_no_shows(slot_id, now=starts(slot_id, hours=1)) == 0


def test_an_officials_closing_ends_what_the_job_has_kept_and_tells_the_families(world):
    slot_id = at(world.hyehwa, "13:00")
    made = reserved(slot_id, world.mom, world.jia)
    shut_by_nobody(world)

    done = close_days(Place(cafe_id=world.hyehwa), TUESDAY, TUESDAY, "정기휴관", actor=world.official, now=NOW)

    assert (done.reservations_cancelled, states(slot_id), notices()) == (1, ["cancelled"], [("closed", made)])
    open_slots(world.hyehwa, MONDAY, LAST, now=NOW)
    assert {one[2] for one in said(world.hyehwa)} == {"closed"}
    assert_agreement()


def test_a_kept_slot_is_shut_when_the_last_family_has_gone_and_open_again_with_its_date(world):
    going, staying = at(world.hyehwa, "13:00"), at(world.hyehwa, "15:30")
    made = reserved(going, world.mom, world.jia)
    reserved(staying, world.stranger, world.stranger_child)
    shut_by_nobody(world)

    cancel(made, actor=world.mom, now=NOW)
    changed(world, "fees", {"adult_won": 0})
    assert [one[2] for one in said(world.hyehwa)] == ["closed", "closed", "withdrawn"]
    assert states(staying) == ["reserved"]

    changed(world, "days", {"open": ["화", "수", "목"]})
    assert [one[2] for one in said(world.hyehwa)] == ["open"] * 3
    doors_agree(world, TUESDAY, TUESDAY)


def test_what_the_job_does_stands_in_the_log_of_each_cafe_under_one_line(world):
    reserved(at(world.hyehwa, "13:00"), world.mom, world.jia)
    with transaction() as session:
        state(session, "days", SHUT)
    for cafe_id in (world.hyehwa, world.myeonmok):
        open_slots(cafe_id, MONDAY, TUESDAY, now=NOW)

    lines = [one for one in log_page(world.city, day=MONDAY).lines if one.verb == "follow_rules"]

    assert {(one.place, one.actor_name, one.detail, one.reason is not None, one.parts) for one in lines} == {
        ("혜화점", None, "쉬는 회차 2 · 쉬는 날이지만 예약이 남은 회차 1", True, 3),
        ("면목점", None, "쉬는 회차 3", False, 3),
    }
    for line in lines:
        _, under = act_lines(world.city, line.log_id)
        assert [(one.place, one.reason) for one in under] == [(line.place, "정기휴관일")] * 3


def reservation(slot_id, actor):
    """The family's reservation of the slot as its page shows it."""
    with transaction() as session:
        reservation_id = session.scalars(select(Reservation.id).where(Reservation.slot_id == slot_id)).one()
    return reservation_page(reservation_id, actor, NOW)


def everything():
    with transaction() as session:
        return [
            sorted(tuple(row) for row in session.execute(select(*model.__table__.columns)))
            for model in (Slot, LogEntry, Notice, Reservation)
        ]


def test_the_job_after_a_change_finds_nothing_to_do(world):
    reserved(at(world.hyehwa, "15:30"), world.mom, world.jia)
    reserved(at(world.hyehwa, "09:30"), world.stranger, world.stranger_child)
    changed(world, "timetable", LISTS | {"sunday": ["10:00~12:00"]})
    changed(world, "capacity.individual", {"children": 9})
    before = repr(everything())

    for _ in range(2):
        assert open_slots(world.hyehwa, MONDAY, LAST, now=NOW) == 0

    assert repr(everything()) == before


def test_a_change_that_fails_in_the_middle_leaves_all_as_it_was(world, monkeypatch):
    reserved(at(world.hyehwa, "13:00"), world.mom, world.jia)
    before = repr(everything())
    official_cancels = import_module("booking.official_cancels")

    def breaks(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(official_cancels.outbox, "put", breaks)
    with pytest.raises(RuntimeError):
        changed(world, "days", {"open": ["수"]})

    assert repr(everything()) == before
    monkeypatch.undo()
    doors_agree(world, WEDNESDAY, WEDNESDAY)


def test_the_new_timetable_is_open_at_once_and_so_is_a_day_that_was_closed(world):
    changed(world, "days", {"open": ["월", "화", "수", "목", "금", "토", "일"]}, first=TUESDAY)
    monday = MONDAY + timedelta(days=7)

    assert [one[2] for one in said(world.hyehwa, monday)] == ["open"] * 3
    assert reserved(at(world.hyehwa, "09:30", monday), world.mom, world.jia)


def test_an_order_that_is_taken_back_leaves_a_day_shut_that_the_rules_close(world):
    close_days(Place(cafe_id=world.hyehwa), TUESDAY, TUESDAY, "누수", actor=world.official, now=NOW)
    changed(world, "days", {"open": ["수"]})
    with transaction() as session:
        order = session.scalars(select(ClosedDay.id)).one()

    assert reopen_day(order, reason="공사 끝", actor=world.official, now=NOW) == 0

    assert {one.closed_reason for one in slots(world.hyehwa, TUESDAY)} == {"정기휴관일"}
    doors_agree(world, TUESDAY, TUESDAY)


def test_slots_that_are_over_stay_as_they_were(world):
    now = starts(at(world.hyehwa, "09:30"), hours=3)
    place, draft = Place(cafe_id=world.hyehwa), Draft("timetable", LISTS, TUESDAY, None, 2026, "공지")

    change_rules(place, draft, actor=world.official, now=now, open_until=LAST)

    assert said(world.hyehwa) == [
        ("09:30~11:30", 20, "open"),
        ("13:00~15:00", 20, "open"),
        ("15:30~17:30", 20, "withdrawn"),
        ("16:00~18:00", 20, "open"),
    ]
