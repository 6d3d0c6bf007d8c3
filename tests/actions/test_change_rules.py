"""Stating rules: what is written, what is not when refused, and that a café's file says the same afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from booking.actions.change_rules import change_rules
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import Cafe, LogEntry, StatementRow
from booking.policies import policy_book
from booking.queries.rule_preview import rule_preview
from booking.rule_changes import own_statements
from booking.rules.drafts import Draft, ordinary
from booking.rules.places import CITY, Place
from booking.rules.refusals import Code, NotThere, Refused
from booking.rules.statements import holding, merge, uncancelled
from booking.rules.timeline import changes, chosen_on, first_difference
from booking.rules.times import seoul_date
from booking.words import sentence
from seed.check import places, some_places
from seed.export import cafe_file
from seed.load import load
from tests.world import MONDAY, NOW, TUESDAY, a_slot, a_world, an_account, state, states

CODE = "JN220501"
AGES = Draft("ages", {"basis": "year_age", "min": 6, "max": 9}, TUESDAY, None, 2026, "공지")
FEES = Draft("fees", {"child_won": 3000, "adult_won": 500}, TUESDAY, None, 2026, "공지")


@pytest.fixture
def world(context):
    return a_world()


def cancelling(draft):
    return replace(draft, content={}, cancels=True, source="정해 둔 것을 취소")


def rows():
    with transaction() as session:
        found = session.scalars(
            select(StatementRow).where(StatementRow.created_by_id.is_not(None)).order_by(StatementRow.id)
        )
        return [(row.section, row.content, row.valid_from, row.valid_until) for row in found]


def policy(cafe_id, day):
    db.session.rollback()
    return policy_book(db.session()).on(cafe_id, day)


def refused(place, draft, actor, **more):
    before = rows()
    with pytest.raises(Refused) as caught:
        change_rules(place, draft, actor=actor, now=NOW, **more)
    assert rows() == before
    return caught.value.refusal


def test_a_statement_is_added_with_who_said_it_and_the_old_one_stays(world):
    with transaction() as session:
        state(session, "ages", {"basis": "year_age", "min": 3, "max": 7}, cafe_id=world.hyehwa)

    change_rules(Place(cafe_id=world.hyehwa), AGES, actor=world.official, now=NOW)

    with transaction() as session:
        old, new = session.scalars(
            select(StatementRow).where(StatementRow.cafe_id == world.hyehwa).order_by(StatementRow.id)
        )
        line = session.scalars(select(LogEntry)).one()
        assert (old.created_by_id, new.created_by_id) == (None, world.official.account_id)
        assert (new.year, new.source, new.created_at) == (2026, "공지", NOW)
        assert (line.verb, line.subject_id, line.cafe_id, line.at) == ("change_rules", new.id, world.hyehwa, NOW)
    assert [policy(world.hyehwa, day).ages.min for day in (MONDAY, TUESDAY)] == [3, 6]


@pytest.fixture
def stranding(world):
    """지아 (연나이 5) has reserved on Tuesday."""
    slot_id = a_slot(world.hyehwa)
    reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    return slot_id


def test_what_strands_a_reservation_needs_the_mark_of_its_preview(world, stranding):
    place = Place(cafe_id=world.hyehwa)
    assert refused(place, AGES, world.official).code == Code.PREVIEW_CHANGED
    assert refused(place, AGES, world.official, confirmed="yes").code == Code.PREVIEW_CHANGED
    mark = rule_preview(place, AGES, actor=world.official, now=NOW).mark
    assert refused(place, replace(AGES, source="다른 말"), world.official, confirmed=mark).code == Code.PREVIEW_CHANGED

    (one,) = change_rules(place, AGES, confirmed=mark, actor=world.official, now=NOW)

    assert one.reason.code == Code.CHILD_TOO_YOUNG
    assert states(stranding) == ["reserved"]


WEDNESDAY = TUESDAY + timedelta(days=1)
DOOR = {"basis": "months", "min": 0, "max": 40}


@pytest.fixture
def two_days(world):
    """지아 (5) and 민준 (3) have reserved on Tuesday with three adults, then 지아 on Wednesday with her grandmother."""
    tuesday, wednesday = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reserve(tuesday, actor=world.mom, child_ids=[world.jia, world.minjun], adults=3, request_id="one", now=NOW)
    reserve(
        wednesday,
        actor=world.mom,
        child_ids=[world.jia],
        adults=1,
        companion="김할머니",
        request_id="two",
        now=NOW + timedelta(minutes=1),
    )


@pytest.mark.parametrize(
    ("section", "content", "told"),
    [
        ("limits", {"visits_per_week": 1}, [(WEDNESDAY, Code.WEEKLY_LIMIT)]),
        ("limits", {"open_visits_here": 1}, [(WEDNESDAY, Code.OPEN_LIMIT)]),
        ("limits", {"family_reservations_per_month": 1}, [(WEDNESDAY, Code.FAMILY_LIMIT)]),
        ("limits", {"visits_per_week": 2}, []),
        ("limits", {"children_per_reservation": 1}, [(TUESDAY, Code.TOO_MANY_CHILDREN)]),
        ("residency", {"who": "district"}, [(TUESDAY, Code.NOT_A_RESIDENT), (WEDNESDAY, Code.NOT_A_RESIDENT)]),
        ("residency", {"who": "seoul"}, []),
        ("adults", {"per_child_max": 1}, [(TUESDAY, Code.TOO_MANY_ADULTS)]),
        ("adults", {"min": 2}, [(WEDNESDAY, Code.TOO_FEW_ADULTS)]),
        ("adults", {"named_companion": False}, [(WEDNESDAY, Code.NO_COMPANION)]),
        ("adults", {"min_age": 60}, []),
        ("door_ages", DOOR, [(TUESDAY, Code.DOOR_TOO_OLD), (WEDNESDAY, Code.DOOR_TOO_OLD)]),
        ("door_ages", DOOR | {"applies": "door"}, [(TUESDAY, Code.DOOR_TOO_OLD), (WEDNESDAY, Code.DOOR_TOO_OLD)]),
        ("openings", {"kind": "rolling", "days": 0}, []),
        ("minutes", {"cancel_minutes_before": 1440, "reserve_until_minutes_before_end": 1440}, []),
        ("operation", {"booking": "walk_in"}, []),
        ("operation", {"state": "paused"}, [(TUESDAY, Code.SLOT_CLOSED), (WEDNESDAY, Code.SLOT_CLOSED)]),
        ("capacity.individual", {"children": 1}, []),
        ("suspension", {"steps": [{"count": 1, "window_days": 30, "days": 30}]}, []),
        ("fees", {"child_won": 9000}, []),
    ],
)
def test_whoever_the_new_rules_would_turn_away_is_told(world, two_days, section, content, told):
    draft = Draft(section, content, TUESDAY, None, 2026, "공지")

    preview = rule_preview(Place(cafe_id=world.hyehwa), draft, actor=world.official, now=NOW)

    assert [(seoul_date(one.starts_at), one.reason.code) for one in preview.affected] == told
    assert all("김할머니" not in sentence(one.reason) and "지아" not in sentence(one.reason) for one in preview.affected)


def test_a_period_that_becomes_the_groups_is_told(world, two_days):
    with transaction() as session:
        state(session, "capacity.group", {"children": 20})
    draft = Draft("admission", {"admits": "group"}, WEDNESDAY, None, 2026, "공지")

    preview = rule_preview(Place(cafe_id=world.hyehwa), draft, actor=world.official, now=NOW)

    assert [(seoul_date(one.starts_at), one.reason.code) for one in preview.affected] == [
        (WEDNESDAY, Code.WRONG_KIND_OF_SLOT)
    ]


def test_a_rule_stated_in_between_makes_the_preview_old(world):
    place = Place(cafe_id=world.hyehwa)
    mark = rule_preview(place, FEES, actor=world.official, now=NOW).mark
    change_rules(Place(district_id=11110), replace(FEES, content={"care_won": 2000}), actor=world.city, now=NOW)

    assert refused(place, FEES, world.official, confirmed=mark).code == Code.PREVIEW_CHANGED


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (replace(AGES, valid_from=MONDAY - timedelta(days=1)), Code.RULES_OF_THE_PAST, "valid_from"),
        (replace(AGES, valid_until=MONDAY), Code.DATES_UPSIDE_DOWN, "valid_until"),
        (replace(AGES, valid_from=date(2037, 1, 1)), Code.DATE_TOO_FAR, "valid_from"),
        (replace(AGES, content={}), Code.NOTHING_STATED, None),
        (replace(AGES, content=None), Code.RULES_AS_BEFORE, None),
        (replace(AGES, content={"basis": "year_age", "min": 9, "max": 3}), Code.RULES_CONTRADICT, "value_max"),
    ],
)
def test_refused_nothing_is_written(world, draft, code, field):
    refusal = refused(Place(cafe_id=world.hyehwa), draft, world.official)

    assert (refusal.code, refusal.field) == (code, field)


def test_today_is_early_enough(world):
    change_rules(Place(cafe_id=world.hyehwa), replace(AGES, valid_from=MONDAY), actor=world.official, now=NOW)

    assert policy(world.hyehwa, MONDAY).ages.min == 6


@pytest.mark.parametrize("who", ["other_official", "staff", "mom"])
def test_somebody_elses_place_is_not_there(world, who):
    for place in (Place(cafe_id=world.hyehwa), Place(district_id=11110), CITY, Place(slot_id=1)):
        with pytest.raises(NotThere):
            change_rules(place, AGES, actor=getattr(world, who), now=NOW)
    assert rows() == []


def test_a_districts_band_below_a_period_stays_within_the_citys_ages(world):
    inner = {"numbers": [1], "ages": {"basis": "year_age", "min": 3, "max": 12}}

    refusal = refused(Place(district_id=11110), replace(AGES, section="period.a", content=inner), world.official)

    assert refusal.code == Code.BAND_OF_A_CAFE_ONLY


def test_only_what_changes_is_stated_so_the_other_values_keep_their_origin(world):
    place = Place(cafe_id=world.hyehwa)
    change_rules(place, FEES, actor=world.official, now=NOW)
    more = replace(FEES, content={"child_won": 3000, "adult_won": 700}, valid_from=date(2026, 12, 1), source="조례")

    change_rules(place, more, actor=world.official, now=NOW)

    found = policy(world.hyehwa, date(2026, 12, 1))
    assert [found.origin(f"fees.{key}").source for key in ("child_won", "adult_won")] == ["공지", "조례"]


def test_what_is_to_come_is_cancelled_and_what_held_before_goes_on_with_its_own_source(world):
    place = Place(cafe_id=world.hyehwa)
    change_rules(place, FEES, actor=world.official, now=NOW)
    next_year = date(2027, 1, 1)
    for source in ("조례", "조례를 고침"):
        change = replace(FEES, content={"child_won": 4000}, valid_from=next_year, source=source)
        change_rules(place, change, actor=world.official, now=NOW)
    assert "adult_won" not in ordinary(_own(place, "fees"), next_year)

    change_rules(place, cancelling(change), actor=world.official, now=NOW + timedelta(hours=1))

    found = policy(world.hyehwa, next_year)
    assert (found.fees.child_won, found.fees.adult_won) == (3000, 500)
    assert found.origin("fees.child_won").source == "공지"
    assert refused(place, cancelling(change), world.official).code == Code.NOTHING_TO_CANCEL
    then = policy_book(db.session()).as_of(NOW).on(world.hyehwa, next_year)
    assert (then.fees.child_won, then.origin("fees.child_won").source) == (4000, "조례를 고침")
    with transaction() as session:
        line = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
        assert (line.verb, line.detail) == ("cancel_rules", "이용료 [fees] · 2027-01-01부터 · 취소")


def test_a_withdrawal_to_come_is_cancelled_too_and_what_is_stated_afterwards_holds(world):
    place, next_year = Place(cafe_id=world.hyehwa), date(2027, 1, 1)
    change_rules(place, AGES, actor=world.official, now=NOW)
    withdrawal = replace(AGES, content=None, valid_from=next_year)
    change_rules(place, withdrawal, actor=world.official, now=NOW)
    assert policy(world.hyehwa, next_year).ages.min == 0

    change_rules(place, cancelling(withdrawal), actor=world.official, now=NOW)
    assert policy(world.hyehwa, next_year).ages.min == 6

    again = replace(AGES, content=AGES.content | {"min": 5}, valid_from=next_year)
    change_rules(place, again, actor=world.official, now=NOW)
    assert policy(world.hyehwa, next_year).ages.min == 5


@pytest.mark.parametrize("draft", [AGES, replace(AGES, valid_from=MONDAY), replace(AGES, valid_until=date(2026, 12, 31))])
def test_only_what_is_said_of_just_these_dates_to_come_is_cancelled(world, draft):
    place = Place(cafe_id=world.hyehwa)
    change_rules(place, replace(AGES, valid_from=MONDAY), actor=world.official, now=NOW)

    assert refused(place, cancelling(draft), world.official).code == Code.NOTHING_TO_CANCEL


def test_cancelling_what_a_reservation_relies_on_needs_the_mark_of_its_preview(world):
    place = Place(cafe_id=world.hyehwa)
    change_rules(place, replace(AGES, valid_from=MONDAY), actor=world.official, now=NOW)
    wider = replace(AGES, content=AGES.content | {"min": 3})
    change_rules(place, wider, actor=world.official, now=NOW)
    slot_id = a_slot(world.hyehwa)
    reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)

    assert refused(place, cancelling(wider), world.official).code == Code.PREVIEW_CHANGED
    preview = rule_preview(place, cancelling(wider), actor=world.official, now=NOW)
    assert [one.content["min"] for one in preview.cancelled] == [3]
    (one,) = change_rules(place, cancelling(wider), confirmed=preview.mark, actor=world.official, now=NOW)

    assert one.reason.code == Code.CHILD_TOO_YOUNG
    assert states(slot_id) == ["reserved"]


def test_a_file_that_still_states_what_an_official_cancelled_adds_nothing(context, tmp_path):
    file = tmp_path / f"{CODE}.toml"
    load(places(), NOW)
    with transaction() as session:
        cafe = session.scalars(select(Cafe).where(Cafe.code == CODE)).one()
        place, official = Place(cafe_id=cafe.id), an_account(session, "admin", "o@example.kr", "한종로", district_id=11110)
    text = cafe_file(db.session(), CODE, MONDAY)
    later = '\n[[residency]]\nfrom = 2027-01-01\nwho = "district"\nyear = 2027\nsource = "공지"\n'
    file.write_text(text + later, encoding="utf-8")
    load(some_places([file]), NOW)
    assert policy(place.cafe_id, date(2027, 1, 1)).residency.who == "district"
    draft = Draft("residency", {}, date(2027, 1, 1), None, 2026, "취소", cancels=True)
    change_rules(place, draft, actor=official, now=NOW)
    before = rows()

    assert load(some_places([file]), NOW).sentences == []

    assert rows() == before
    assert policy(place.cafe_id, date(2027, 1, 1)).residency.who != "district"


def test_two_stretches_that_overlap_are_refused(world):
    place = Place(cafe_id=world.hyehwa)
    change_rules(place, replace(AGES, valid_until=date(2026, 12, 31)), actor=world.official, now=NOW)

    later = replace(AGES, valid_from=date(2026, 12, 31), valid_until=date(2027, 1, 31))

    assert refused(place, later, world.official).code == Code.RULES_OVERLAP


def test_behind_a_stretch_with_an_end_it_is_known_what_holds_for_good(world):
    place = Place(cafe_id=world.hyehwa)
    stretch = replace(AGES, content=AGES.content | {"min": 3}, valid_until=date(2026, 12, 31))
    for draft in (stretch, AGES):
        change_rules(place, draft, actor=world.official, now=NOW)

    assert ordinary(_own(place, "ages"), TUESDAY) == AGES.content
    assert refused(place, AGES, world.official).code == Code.RULES_AS_BEFORE


DAYS = st.dates(MONDAY, date(2027, 3, 31))
WON, FEW = st.integers(0, 5000), st.integers(1, 5)
BANDS = st.tuples(st.integers(0, 4), st.integers(5, 9))
VALUES = {
    "fees": st.fixed_dictionaries({}, optional=dict.fromkeys(("child_won", "adult_won", "care_won"), WON)),
    "limits": st.fixed_dictionaries({}, optional={"children_per_reservation": FEW, "visits_per_week": FEW}),
    "ages": BANDS.map(lambda ends: {"basis": "year_age", "min": ends[0], "max": ends[1]}),
    "residency": st.sampled_from([{"who": "seoul"}, {"who": "anyone", "evidence": "등본"}, {"evidence": '"원본"\n\\ 등본'}]),
    "closed.방역": st.sampled_from([{"first": "2026-12-01", "reason": "방역"}, {"first": "2026-12-03", "reason": "공사"}]),
}


@st.composite
def drafts(draw):
    """A form as an official may fill it in; now and then a withdrawal."""
    section = draw(st.sampled_from(sorted(VALUES)))
    content = None if draw(st.integers(0, 4)) == 0 else draw(VALUES[section])
    first = MONDAY if "." in section else draw(DAYS)
    until = None if "." in section or draw(st.booleans()) else first + timedelta(days=draw(st.integers(0, 40)))
    return Draft(
        section, content, first, until, draw(st.integers(2025, 2027)), draw(st.sampled_from(["공지", "조례 제1조"]))
    )


def test_whatever_officials_state_the_exported_file_loads_without_a_change(context, tmp_path):
    load(places(), NOW)
    with transaction() as session:
        cafe = session.scalars(select(Cafe).where(Cafe.code == CODE)).one()
        place, official = Place(cafe_id=cafe.id), an_account(session, "admin", "o@example.kr", "한종로", district_id=11110)

    @given(st.lists(st.tuples(drafts(), st.booleans()), min_size=1, max_size=6))
    @settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
    def check(wanted):
        for draft, is_cancelled in wanted:
            before, own_before = _said(place.cafe_id), _own(place, draft.section)
            try:
                change_rules(place, draft, actor=official, now=NOW)
            except Refused:
                assert _said(place.cafe_id) == before
                continue
            own = _own(place, draft.section)
            dates = {one.dates for one in uncancelled(own_before)}
            if is_cancelled and draft.valid_from > MONDAY and (draft.valid_from, draft.valid_until) not in dates:
                change_rules(place, cancelling(draft), actor=official, now=NOW)
                assert first_difference(own_before, _own(place, draft.section), MONDAY) is None
                continue
            if draft.content is None:
                assert chosen_on(own, draft.valid_from) == []
            elif draft.valid_until is None:
                assert ordinary(own, draft.valid_from) == draft.content
        _round_trip(tmp_path / f"{CODE}.toml")

    check()


def _own(place, section):
    db.session.rollback()
    return own_statements(policy_book(db.session()), place, section)


def _said(cafe_id):
    db.session.rollback()
    statements = policy_book(db.session()).statements(cafe_id)
    return [merge(holding(statements, day)) for day in changes(statements, MONDAY)]


def _round_trip(file: Path):
    db.session.rollback()
    text = cafe_file(db.session(), CODE, MONDAY)
    assert text is not None
    file.write_text(text, encoding="utf-8")
    before = rows()
    assert load(some_places([file]), NOW).sentences == [], text
    assert rows() == before
