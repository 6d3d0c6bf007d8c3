"""The facts of the cafés, and that each stated value has its year and its source."""

from datetime import date, time

import pytest

from booking.policies import read_book
from booking.rules.fees import fee_of
from booking.rules.policy import merged
from booking.rules.statements import holding
from booking.rules.timetable import day_plan
from seed.check import FOLDER, places
from seed.statements import opening_day, statements_of
from tests.seed.conftest import EIGHT

PLACES = places()
CAFES = {cafe.code: cafe for cafe in PLACES.cafes}
RULES = {one.name: one.stated for one in PLACES.district_rules}
FILES = [FOLDER / "city.toml", *sorted((FOLDER / "districts").glob("*.toml")), *sorted((FOLDER / "cafes").glob("*.toml"))]
DECEMBER = date(2026, 12, 1)
TUE_SUN, TUE_SAT, MON_SAT = "화수목금토일", "화수목금토", "월화수목금토"
CITY_TIMES = ["09:30-11:30", "13:00-15:00", "15:30-17:30"]
AN_HOUR_AND_A_HALF = ["09:30-11:00", "13:00-14:30", "15:30-17:00"]

# code, district, days, basis, min, max, individual, group, child's fee, adult's fee, weekday times
FACTS = [
    ("JN220501", "종로구", TUE_SAT, "full_age", 3, 7, 30, 30, 2000, 1000, CITY_TIMES),
    ("JR220801", "중랑구", TUE_SUN, "year_age", 2, 6, 35, 50, 2000, 1000, ["10:00-12:00", *CITY_TIMES[1:]]),
    ("DJ221102", "동작구", TUE_SUN, "full_age", 0, 5, 14, 20, 2000, 0, CITY_TIMES),
    ("YC221101", "양천구", TUE_SUN, "year_age", 3, 6, 30, 30, 2000, 1000, CITY_TIMES),
    ("SD221201", "성동구", MON_SAT, "full_age", 0, 5, 24, 32, 2000, 1000, ["10:00-11:30", *AN_HOUR_AND_A_HALF[1:]]),
    ("GD230201", "강동구", TUE_SAT, "full_age", 0, 5, 12, 16, 0, 0, AN_HOUR_AND_A_HALF),
    ("GD230202", "강동구", TUE_SAT, "full_age", 0, 5, 17, 24, 0, 0, AN_HOUR_AND_A_HALF),
    ("GJ230202", "광진구", TUE_SUN, "year_age", 1, 6, 42, 45, 2000, 1000, CITY_TIMES),
]


def policy_of(code, day=DECEMBER):
    """What the files of the city, the district and the café make on a day."""
    cafe, since = CAFES[code], PLACES.since
    statements = [
        *statements_of(PLACES.city, "city", since),
        *statements_of(RULES.get(cafe.district, ()), "district", since),
        *statements_of(cafe.stated, "cafe", opening_day(cafe.stated) or since),
    ]
    return merged(holding(statements, day))


def closed(code, day, holidays=None):
    """Why the café is closed on a day (``None``: it is open)."""
    plan = day_plan(day, policy_of(code, day), holidays or {})
    return plan.closed and plan.closed.kind


def test_the_eight_cafes_of_spring_2023_are_there():
    assert CAFES.keys() >= {fact[0] for fact in FACTS} == set(EIGHT)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact[0])
def test_a_cafe_is_as_its_sources_say(fact):
    code, district, days, basis, age_min, age_max, individual, group, child_won, adult_won, times = fact
    policy = policy_of(code)
    weekday = policy.timetable["weekday"]

    assert CAFES[code].district == district
    assert "".join(day for n, day in enumerate("월화수목금토일") if n in policy.days.open) == days
    assert (policy.ages.basis, policy.ages.min, policy.ages.max) == (basis, age_min, age_max)
    assert (policy.capacity, policy.group_capacity) == (individual, group)
    assert (policy.fees.child_won, policy.fees.adult_won) == (child_won, adult_won)
    assert [f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in weekday] == times


@pytest.mark.parametrize("code", EIGHT)
def test_the_eight_open_for_reservations_as_this_service_does(code):
    policy = policy_of(code)

    assert (policy.openings.kind, policy.openings.days, policy.origin("openings").layer) == ("rolling", 28, "city")


def test_what_is_not_known_of_a_cafe_is_the_citys_and_said_so():
    policy = policy_of("JN220501")

    keys = ("fees.child_won", "fees.adult_won", "minutes.cancel_minutes_before", "concession.resident")
    assert [policy.origin(key).layer for key in keys] == ["cafe", "city", "city", "district"]


def test_a_cafe_without_known_times_has_none_of_its_own():
    without = {code for code in EIGHT if policy_of(code).origin("timetable").layer == "city"}

    assert without == {"DJ221102", "YC221101"}


def test_a_timetable_that_was_worked_out_is_not_claimed_as_the_cafes_own():
    stated = [(cafe.code, one.content) for cafe in PLACES.cafes for one in cafe.stated if one.section == "timetable"]

    derived = [content for _, content in stated if content.get("derived")]
    assert len(derived) >= 10
    assert all("아닙니다" in content["derivation"] or "찾지 못해" in content["derivation"] for content in derived)
    published = {code for code, content in stated} - {code for code, content in stated if content.get("derived")}
    assert published == {"DJ241004", "YF241001", "YS241201"}


def test_only_a_day_that_is_known_becomes_the_day_of_opening():
    opened = {code: CAFES[code].opened_on for code in EIGHT if CAFES[code].opened_on}

    assert opened == {"JN220501": date(2022, 5, 31), "SD221201": date(2023, 1, 11)}
    assert CAFES["GD230201"].open_since == date(2023, 3, 1)
    assert CAFES["YC221101"].open_since is None


def test_jungnang_opens_on_childrens_day_and_closes_after_a_monday_holiday():
    myeonmok = policy_of("JR220801").holidays
    others = [policy_of(code).holidays for code in EIGHT if code != "JR220801"]

    assert (myeonmok.open_on_childrens_day, myeonmok.open_on_labour_day, myeonmok.open_on_holidays) == (True, False, False)
    assert myeonmok.weekly_day_on_holiday == "next_day"
    assert not any(one.open_on_childrens_day or one.weekly_day_on_holiday != "stays" for one in others)


def test_gangdong_had_evenings_in_the_summer_of_2023():
    days = (date(2023, 6, 30), date(2023, 7, 1), date(2023, 8, 31), date(2023, 9, 1))

    found = [policy_of("GD230202", day).timetable for day in days]

    assert [len(one.get("friday", one["weekday"])) for one in found] == [3, 4, 4, 3]
    assert f"{found[1]['saturday'][-1][0]:%H:%M}" == "18:30"
    assert all(len(one["weekday"]) == 3 for one in found)


def test_the_city_says_what_no_shows_cost_and_who_may_come_since_when():
    policy = policy_of("DJ221102")

    assert [(step.count, step.days) for step in policy.suspension.steps] == [(1, 30)]
    assert policy.suspension.scope == "all"
    assert [policy_of("DJ221102", date(2025, 4, day)).residency.who for day in (14, 15)] == ["seoul", "seoul_life"]
    assert [policy_of("DJ221102", date(2024, *day)).waitlist.kind for day in ((9, 30), (10, 1))] == ["phone", "none"]


def test_a_shared_period_counts_both_and_a_saturday_is_for_families():
    weekday = policy_of("KC240902").for_period(("friday", "weekday"), 2, time(13))
    saturday = policy_of("KC240902").for_period(("saturday",), 2, time(13))

    assert [(p.admits, p.capacity, p.together_capacity) for p in (weekday, saturday)] == [
        ("shared", 22, 22),
        ("individual", 19, None),
    ]


@pytest.mark.parametrize(
    ("code", "day", "kind"),
    [
        ("EP260502", date(2026, 12, 1), "weekly"),  # Tuesday
        ("EP260502", date(2026, 11, 30), None),  # Monday
        ("SB260302", date(2026, 11, 22), "weekly"),  # the last Sunday but one
        ("SB260302", date(2026, 11, 29), None),  # the last Sunday
        ("DJ241201", date(2026, 12, 5), "weekly"),  # Saturday
        ("YC260601", date(2026, 12, 1), "not_running"),
        ("KC250801", date(2026, 4, 11), None),
        ("KC250801", date(2026, 5, 2), "season"),
        ("GN260301", date(2026, 4, 12), "season"),
        ("GN260301", date(2026, 4, 18), None),
        ("GB251001", date(2025, 11, 11), "not_running"),
        ("GB251001", date(2025, 11, 22), None),
        ("GB251001", date(2025, 11, 24), "closed_day"),
        ("GB251001", date(2025, 11, 25), None),
        ("SD260401", date(2026, 11, 30), None),
    ],
)
def test_an_odd_cafe_is_open_when_it_says_so(code, day, kind):
    assert closed(code, day) == kind


def test_a_pilot_was_free_and_for_residents_only():
    found = [policy_of("GB251001", date(2025, 11, day)) for day in (22, 25)]

    assert [(p.operation.state, p.residency.who, p.fees.child_won) for p in found] == [
        ("pilot", "district", 0),
        ("running", "seoul_life", 2000),
    ]


def test_a_band_changes_on_the_day_it_was_read():
    bands = [policy_of("DM250103", date(2026, 6, day)).ages for day in (14, 15)]

    assert [(band.min, band.max) for band in bands] == [(3, 6), (2, 5)]


def test_who_is_multi_child_is_the_districts_to_say():
    found = [policy_of("DB241101", day).multi_child.children_min for day in (date(2024, 6, 30), date(2024, 7, 1))]

    assert found == [3, 2]


@pytest.mark.parametrize(
    ("code", "children", "adults", "concessions", "won"),
    [
        ("JN220501", 2, 1, (), 5000),
        ("JN220501", 2, 1, ("resident",), 4500),
        ("JN220501", 2, 1, ("resident", "basic_livelihood"), 0),
        ("DJ221102", 2, 2, (), 4000),
        ("YS241201", 1, 2, (), 3000),
        ("YS241201", 1, 2, ("multi_child",), 0),
        ("GA250401", 1, 2, (), 3000),
        ("DJ230901", 1, 2, (), 3000),
        ("DJ230901", 1, 3, (), 4000),
        ("KC250801", 2, 2, (), 10000),
    ],
)
def test_a_family_pays_what_the_cafe_publishes(code, children, adults, concessions, won):
    assert fee_of(children, adults, policy_of(code), concessions=concessions).total_won == won


def test_what_to_keep_to_inside_is_the_citys_with_the_cafes_own_beside_it():
    found = [policy_of(code).conduct for code in ("JR220801", "DB241101", "YF241001")]

    assert [(one.socks, one.food, one.proxy) for one in found] == [(True, False, False)] * 3
    assert [(one.slide_height_cm, one.tidy_minutes) for one in found] == [(110, 0), (0, 10), (0, 0)]


def test_how_one_pays_and_what_is_left_over_on_the_day_is_told():
    assert policy_of("DJ221102").payment == ("bank_transfer",)
    assert [policy_of(code).same_day for code in ("YF241001", "NW240901", "DJ221102")] == [
        ("portal", "phone"),
        ("walk_in",),
        ("portal",),
    ]


def test_play_care_is_for_whom_the_cafe_says():
    sangdo, singil, chang = (policy_of(code).care for code in ("DJ241004", "YF241001", "DB241101"))

    assert not sangdo.offered
    assert (singil.months_min, singil.months_max, singil.former_visit, singil.children) == (36, 40, True, 2)
    assert (chang.months_min, chang.months_max, chang.reason_needed, chang.former_visit) == (36, None, True, False)


def test_two_cafes_at_one_address_are_two_cafes():
    baby, other = CAFES["SM251101"], CAFES["SM241101"]

    assert (baby.address, baby.phone) == (other.address, other.phone)
    assert [policy_of(code).ages.max for code in ("SM251101", "SM241101")] == [1, 3]


def test_a_no_show_is_marked_when_the_cafe_says():
    found = [policy_of(code) for code in ("DJ241004", "YF241001", "DJ221102")]

    assert [one.minutes.no_show_grace_minutes for one in found] == [30, -30, 30]
    assert [one.suspension.cancels_future for one in found] == [True, False, False]


def test_a_group_pays_its_own_price():
    assert fee_of(10, 1, policy_of("DJ221102"), is_group=True).total_won == 10_000


def test_the_city_default_is_three_times_two_hours_for_twenty_children():
    policy = policy_of("DJ221102")
    lists = [policy.timetable[key] for key in ("weekday", "saturday", "sunday")]

    assert [[f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in one] for one in lists] == [CITY_TIMES] * 3
    assert policy_of("SD260401").minutes.cancel_minutes_before == 30


@pytest.mark.parametrize("where", ["city", *RULES, *CAFES])
def test_every_stated_value_has_its_year_and_a_source_that_can_be_found(where):
    stated = PLACES.city if where == "city" else RULES[where] if where in RULES else CAFES[where].stated
    sources = [(one.section, one.year, one.source) for one in stated]
    sources += [("place", CAFES[where].year, CAFES[where].source)] if where in CAFES else []

    for section, year, source in sources:
        assert 2022 <= year <= 2026, section
        assert "http" in source or "포털" in source or source == "이 서비스의 기본값", section


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_seed_file_is_short_enough_to_be_read(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 160


def test_the_loaded_rows_give_the_same_rules(loaded, ids):
    book = read_book(loaded)

    for code, cafe_id in ids.items():
        assert book.on(cafe_id, DECEMBER).contents == policy_of(code).contents, code
