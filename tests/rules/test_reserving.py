"""Who may reserve what when: each reason alone, all of them in one order, and the instants at which the answer changes."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from booking.rules.parties import NoShow, Party, PastVisit, Residence
from booking.rules.refusals import Code
from booking.rules.reserving import ORDER, child_refusal, opening_of, reasons, refusal, slot_refusal
from booking.rules.times import instant
from booking.words import sentence
from tests.rules.refused import AWFUL, CASES, GROUP, LITTLE, OTHERS_LATER, SCHOOL, Case
from tests.rules.stated import ENDS, JIA, MINJUN, MONDAY, SLOT, STARTS, stated

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
HERE = Residence(11110, known=True)


def codes(case: Case) -> tuple[Code, ...]:
    return tuple(one.code for one in reasons(case.slot, case.party, case.policy, case.now))


def code(slot=SLOT, party=None, said=None, now=MONDAY):
    found = refusal(slot, party or Party([JIA]), stated(said), now)
    return found.code if found else None


def test_a_child_that_fits_may_come():
    assert codes(Case(())) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.codes[0].value)
def test_each_reason_stands_alone(case):
    assert codes(case) == case.codes


def test_there_is_a_case_for_every_reason_in_its_order():
    assert tuple(dict.fromkeys(case.codes[0] for case in CASES)) == ORDER


def test_all_reasons_are_told_in_one_order_and_the_first_is_the_answer():
    assert codes(AWFUL) == AWFUL.codes
    assert (
        refusal(AWFUL.slot, AWFUL.party, AWFUL.policy, AWFUL.now)
        == reasons(AWFUL.slot, AWFUL.party, AWFUL.policy, AWFUL.now)[0]
    )


def test_apart_from_children_who_come_one_after_the_other_the_order_is_the_one_that_is_named():
    one_child = replace(AWFUL, party=replace(AWFUL.party, children=AWFUL.party.children[:1]))

    assert all(ORDER.index(one) <= ORDER.index(other) for one, other in pairwise(codes(one_child)))


@pytest.mark.parametrize(
    ("before_end", "expected"),
    [(timedelta(minutes=30, seconds=1), None), (timedelta(minutes=30), Code.SLOT_OVER), (timedelta(), Code.SLOT_OVER)],
)
def test_a_slot_that_has_begun_may_be_reserved_until_thirty_minutes_before_its_end(before_end, expected):
    assert code(now=ENDS - before_end) == expected


def test_a_slot_may_be_reserved_from_its_opening_on():
    slot = replace(SLOT, opens_at=MONDAY)

    assert code(slot=slot, now=MONDAY - SECOND) == Code.SLOT_NOT_OPEN_YET
    assert code(slot=slot, now=MONDAY) is None


def test_a_slot_whose_opening_comes_when_reserving_is_over_is_never_reserved_online():
    last = ENDS - timedelta(minutes=30)

    assert code(slot=replace(SLOT, opens_at=last - SECOND), now=MONDAY) == Code.SLOT_NOT_OPEN_YET
    assert code(slot=replace(SLOT, opens_at=last), now=MONDAY) == Code.SLOT_NEVER_OPENS
    assert code(replace(SLOT, opens_at=last), Party([JIA], at_the_door=True), now=STARTS) is None


def test_a_slot_that_opens_for_the_first_alone_never_opens_for_the_others():
    slot = replace(SLOT, opens_at=MONDAY, opens_for_others_at=ENDS)

    assert code(slot, Party([JIA], residence=HERE), OTHERS_LATER, MONDAY) is None
    (found,) = reasons(slot, Party([JIA]), stated(OTHERS_LATER), MONDAY)
    assert (found.code, found.facts["of_others"]) == (Code.SLOT_NEVER_OPENS, True)
    assert sentence(found).startswith("이 회차는 먼저 예약하는 분이 아니면 예약이 열리기 전에 끝나서")
    assert sentence(found).endswith("사는 곳을 먼저 알려 주세요.")


@pytest.mark.parametrize(
    ("now", "resident", "other"),
    [
        (MONDAY - SECOND, Code.SLOT_NOT_OPEN_YET, Code.SLOT_NOT_OPEN_YET),
        (MONDAY, None, Code.RESIDENTS_FIRST),
        (MONDAY + HOUR - SECOND, None, Code.RESIDENTS_FIRST),
        (MONDAY + HOUR, None, None),
    ],
)
def test_residents_first_and_the_others_an_hour_later(now, resident, other):
    slot = replace(SLOT, opens_at=MONDAY, opens_for_others_at=MONDAY + HOUR)

    assert code(slot, Party([JIA], residence=HERE), OTHERS_LATER, now) == resident
    assert code(slot, Party([JIA], residence=Residence(11260, known=True)), OTHERS_LATER, now) == other
    assert code(slot, Party([JIA]), OTHERS_LATER, now) == other


def test_each_party_is_told_the_instant_that_is_its_own():
    slot = replace(SLOT, opens_at=MONDAY, opens_for_others_at=MONDAY + HOUR)
    policy = stated(OTHERS_LATER)

    assert opening_of(slot, Party([JIA], residence=HERE), policy) == MONDAY
    assert opening_of(slot, Party([JIA]), policy) == MONDAY + HOUR
    assert opening_of(slot, Party([JIA]), stated()) == MONDAY
    found = slot_refusal(slot, policy, MONDAY - HOUR)
    assert found is not None
    assert found.facts["opens_at"] == MONDAY + HOUR


def test_left_over_places_of_the_day_are_online_where_the_café_says_so():
    for how, expected in ((["portal", "phone"], None), (["phone"], Code.NOT_ONLINE_TODAY)):
        assert code(said={"same_day": {"how": how}}, now=STARTS - HOUR) == expected
        assert code(said={"same_day": {"how": how}}, now=MONDAY) is None


def test_whoever_stands_at_the_door_is_asked_neither_how_nor_where_from_nor_about_no_shows():
    said = {
        "operation": {"booking": "walk_in"},
        "same_day": {"how": ["phone"]},
        "residency": {"who": "district"},
        "suspension": {"steps": [{"count": 1, "window_days": 30, "days": 30}]},
    }
    party = Party([JIA], no_shows=[NoShow(MONDAY, 1, 11110)])
    slot = replace(SLOT, opens_at=ENDS)

    assert code(slot, replace(party, at_the_door=True), said, STARTS) is None
    assert code(slot, party, said, STARTS) == Code.NOT_RESERVED_HERE


def test_at_the_door_the_doors_own_ages_count():
    said = {"door_ages": {"basis": "months", "min": 0, "max": 36, "applies": "door"}}

    assert code(said=said) is None
    assert code(party=Party([JIA], at_the_door=True), said=said) == Code.DOOR_TOO_OLD


def test_five_children_may_come_with_one_reservation_and_six_may_not():
    six = [replace(JIA, child_id=n) for n in range(6)]

    assert code(party=Party(six[:5])) is None
    assert code(party=Party(six)) == Code.TOO_MANY_CHILDREN


def test_a_group_is_as_many_as_it_is():
    said = {"admission": {"admits": "shared"}}

    assert code(party=GROUP, said=said) is None
    assert code(party=replace(GROUP, head_count=0), said=said) == Code.NO_CHILD_CHOSEN


def test_slots_that_share_a_minute_overlap_even_at_two_cafes():
    def other(starts, ends):
        return Party([replace(JIA, visits=(PastVisit(9, 2, starts, ends),))])

    said, before = {"limits": {"visits_per_day": 3}}, STARTS - HOUR

    assert code(party=other(before, STARTS + SECOND), said=said) == Code.OVERLAPS
    assert code(party=other(before, STARTS), said=said) is None
    assert code(party=other(ENDS, ENDS + HOUR), said=said) is None
    assert code(party=other(ENDS - SECOND, ENDS + HOUR), said=said) == Code.OVERLAPS


def test_the_second_child_is_asked_about_too():
    taken = replace(MINJUN, visits=(PastVisit(1, 1, STARTS, ENDS),))

    assert code(party=Party([JIA, taken])) == Code.ALREADY_IN_SLOT


def test_a_child_is_asked_about_alone_or_with_those_who_would_come_along():
    policy = stated(LITTLE)
    alone = child_refusal(SCHOOL, SLOT, policy, MONDAY)

    assert alone is not None
    assert alone.code == Code.SIBLING_ALONE
    assert child_refusal(SCHOOL, SLOT, policy, MONDAY, Party([SCHOOL, JIA])) is None
    assert child_refusal(SCHOOL, SLOT, policy, MONDAY, Party([JIA])) is None


def test_who_comes_along_needs_no_zone_of_its_own():
    said = LITTLE | {"zone.a": {"basis": "year_age", "min": 0, "max": 6, "children": 7}}

    assert code(party=Party([JIA, SCHOOL]), said=said) is None
    assert code(party=Party([SCHOOL]), said=said) == Code.SIBLING_ALONE


@pytest.mark.parametrize(("on_1_january", "expected"), [(False, None), (True, Code.CHILD_TOO_OLD)])
def test_the_slots_date_in_seoul_counts_for_ages_not_the_moment_of_reserving(on_1_january, expected):
    new_year = instant(date(2027, 1, 1), time(0))
    starts = new_year if on_1_january else new_year - SECOND
    child = replace(JIA, birth_date=date(2020, 5, 5))

    slot = replace(SLOT, starts_at=starts, ends_at=starts + 2 * HOUR)
    assert code(slot, Party([child]), {"ages": {"basis": "year_age", "min": 0, "max": 6}}) == expected
