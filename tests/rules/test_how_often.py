"""Sixteen limits: whose, over what time, at one café or at all; against a naive count."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking import words
from booking.rules.how_often import child_limit_refusals, family_limit_refusals, week_of
from booking.rules.parties import ChildFacts, Party, PastVisit, SlotFacts
from booking.rules.refusals import Code
from booking.rules.times import SEOUL, instant
from tests.rules.stated import JIA, MINJUN, MONDAY, SLOT, TUESDAY, stated

HERE, ELSEWHERE = SLOT.cafe_id, 2


def at(day, hour=13, cafe=HERE, reservation=None, slot_id=None):
    starts = instant(day, time(hour))
    return PastVisit(slot_id or hash((day, hour, cafe)) % 10**6 + 10, cafe, starts, starts + timedelta(hours=2), reservation)


def limits(**keys):
    return stated({"limits": {"visits_per_day": 100, **keys}})


def child_codes(visits, slot=SLOT, now=MONDAY, **keys):
    return [one.code for one in child_limit_refusals(replace(JIA, visits=visits), slot, limits(**keys), now)]


def family_count(visits, now=MONDAY, slot=SLOT, party=None, **keys):
    party = party or Party([replace(JIA, visits=visits)])
    return [one.facts["count"] for one in family_limit_refusals(party, slot, limits(**keys), now)]


def test_without_limits_a_child_comes_as_often_as_it_likes():
    assert child_codes([at(TUESDAY, hour) for hour in range(20)]) == []


@pytest.mark.parametrize(
    ("key", "inside", "outside", "code"),
    [
        ("visits_per_day", TUESDAY, date(2026, 11, 25), Code.DAILY_LIMIT),
        ("visits_per_week", date(2026, 11, 23), date(2026, 11, 22), Code.WEEKLY_LIMIT),
        ("visits_per_week", date(2026, 11, 29), date(2026, 11, 30), Code.WEEKLY_LIMIT),
        ("visits_per_month", date(2026, 11, 1), date(2026, 10, 31), Code.MONTHLY_LIMIT),
        ("visits_per_month", date(2026, 11, 30), date(2026, 12, 1), Code.MONTHLY_LIMIT),
        ("visits_per_month", date(2026, 11, 30), date(2025, 11, 24), Code.MONTHLY_LIMIT),
    ],
)
def test_a_day_a_week_from_monday_and_a_month_are_the_slots_in_seoul(key, inside, outside, code):
    assert child_codes([at(inside)], **{key: 1}) == [code]
    assert child_codes([at(outside)], **{key: 1}) == []
    assert child_codes([at(inside)], **{key: 2}) == []
    assert child_codes([at(inside), at(inside, 16)], **{key: 2}) == [code]


def test_just_after_midnight_in_seoul_is_the_new_day():
    late = datetime(2026, 11, 24, 0, 1, tzinfo=SEOUL)
    visit = PastVisit(5, HERE, late - timedelta(minutes=2), late)

    assert child_codes([visit], visits_per_day=1) == []
    assert child_codes([replace(visit, starts_at=late)], visits_per_day=1) == [Code.DAILY_LIMIT]


def test_a_visit_elsewhere_counts_for_all_cafés_and_not_for_this_one():
    visits = [at(TUESDAY, cafe=ELSEWHERE)]

    assert child_codes(visits, visits_per_day=1) == [Code.DAILY_LIMIT]
    assert child_codes(visits, visits_per_day_here=1) == []
    assert child_codes([at(TUESDAY)], visits_per_day_here=1) == [Code.DAILY_LIMIT]


def test_open_is_what_has_not_ended_to_the_second():
    visit = at(MONDAY.date(), 10)
    last = visit.ends_at - timedelta(seconds=1)

    assert child_codes([visit], now=last, open_visits=1) == [Code.OPEN_LIMIT]
    assert child_codes([visit], now=visit.ends_at, open_visits=1) == []


def test_a_familys_reservation_counts_once_however_many_of_its_children_come():
    together = [at(TUESDAY, reservation=7)]
    party = Party([replace(JIA, visits=together), replace(MINJUN, visits=together)])

    assert family_count([], party=party, family_reservations_per_day=1) == [1]
    assert family_count([], party=party, family_reservations_per_day=2) == []


def test_reservations_of_brothers_and_sisters_who_stay_at_home_count_for_the_family():
    party = Party([JIA], sibling_visits=[at(TUESDAY, reservation=7), at(TUESDAY, 16, reservation=8)])

    assert family_count([], party=party, family_reservations_per_day=2) == [2]
    assert family_count([], party=party, family_reservations_per_day=3) == []


def test_visits_without_a_reservations_number_are_one_reservation_a_slot():
    one_slot = [at(TUESDAY, slot_id=5), at(TUESDAY, slot_id=5)]

    assert family_count(one_slot, family_reservations_per_day=1) == [1]
    assert family_count([*one_slot, at(TUESDAY, 16, slot_id=6)], family_reservations_per_day=2) == [2]


def test_each_answer_says_whose_limit_it_is():
    day = [at(TUESDAY, reservation=1)]
    policy = limits(
        visits_per_day=1, visits_per_week_here=1, visits_per_month=1, open_visits=1, family_reservations_per_week_here=1
    )
    child = replace(JIA, visits=day)
    said = [words.sentence(one) for one in child_limit_refusals(child, SLOT, policy, MONDAY)]
    said += [words.sentence(one) for one in family_limit_refusals(Party([child]), SLOT, policy, MONDAY)]

    assert said == [
        "지아는 11월 24일(화)에 이미 예약이 있어요. 아이마다 하루 1번까지 이용할 수 있어요.",
        "지아는 11월 24일(화)이 든 주(월~일)에 예약이 1번 있어요. 아이마다 이 지점에서 한 주 1번까지 이용할 수 있어요.",
        "지아는 11월 24일(화)이 든 달에 예약이 1번 있어요. 아이마다 한 달 1번까지 이용할 수 있어요.",
        "지아는 아직 끝나지 않은 예약이 1번 있어요. 아이마다 1번까지 예약해 둘 수 있어요.",
        "우리 가족의 예약이 1번 있어요. 한 가족은 이 지점에서 한 주(월~일) 1번까지 예약할 수 있어요.",
    ]


def test_a_week_begins_on_monday_even_across_a_year():
    assert week_of(date(2027, 1, 1)) == week_of(date(2027, 1, 3)) == date(2026, 12, 28)
    assert week_of(date(2027, 1, 4)) == date(2027, 1, 4)


days = st.dates(date(2027, 12, 20), date(2028, 3, 10))


@st.composite
def a_visit(draw):
    """In a slot that may have two reservations of the family."""
    visit = at(draw(days), draw(st.sampled_from([0, 9, 13, 22])), draw(st.sampled_from([HERE, ELSEWHERE])))
    return replace(visit, reservation_id=visit.slot_id * 2 + draw(st.integers(0, 1)))


visits = st.lists(a_visit(), max_size=8)
KEYS = [
    (kind, per, here) for kind in ("child", "family") for per in ("day", "week", "month", "open") for here in (False, True)
]


def key_of(kind, per, here):
    name = {
        ("child", "open"): "open_visits",
        ("family", "open"): "family_open_reservations",
    }.get((kind, per), f"visits_per_{per}" if kind == "child" else f"family_reservations_per_{per}")
    return f"{name}_here" if here else name


def naive(kind, per, here, many, day, now):
    """The dates of the window, all of them, and what lies on them."""
    if per == "week":
        window = {day + timedelta(days=n) for n in range(-6, 7) if week_number(day + timedelta(days=n)) == week_number(day)}
    elif per == "month":
        window = {date(day.year, day.month, n + 1) for n in range(monthrange(day.year, day.month)[1])}
    else:
        window = {day}
    hits = [
        one
        for one in many
        if (one.cafe_id == HERE or not here)
        and (one.ends_at > now if per == "open" else one.starts_at.astimezone(SEOUL).date() in window)
    ]
    return len({one.reservation_id for one in hits}) if kind == "family" else len(hits)


def week_number(day):
    return day.isocalendar()[:2]


@settings(max_examples=150, deadline=None)
@given(many=visits, day=days, which=st.sampled_from(KEYS), limit=st.integers(1, 4), now_day=days)
def test_each_limit_refuses_exactly_when_a_naive_count_has_reached_it(many, day, which, limit, now_day):
    kind, per, here = which
    slot = SlotFacts(1, HERE, instant(day, time(10)), instant(day, time(12)))
    now = instant(now_day, time(11))
    child = ChildFacts(1, "지아", date(2024, 1, 1), many)
    policy = limits(**{key_of(*which): limit})

    if kind == "child":
        found = list(child_limit_refusals(child, slot, policy, now))
    else:
        found = list(family_limit_refusals(Party([child]), slot, policy, now))

    count = naive(kind, per, here, many, day, now)
    assert [one.facts["count"] for one in found] == ([count] if count >= limit else [])
