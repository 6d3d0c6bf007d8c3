"""The facts of the eight cafés of spring 2023, and that each stated value has its year and its source."""

import tomllib
from datetime import date, time

import pytest

from booking.policies import policy_book, timetables
from booking.rules.policy import POLICY_KEYS, merge
from seed.check import FOLDER, places
from seed.facts import periods

CAFES = {cafe.code: cafe for cafe in places().cafes}
CITY = places().city
FILES = [FOLDER / "city.toml", *sorted((FOLDER / "cafes").glob("*.toml"))]
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


def policy_of(code):
    return merge([("city", CITY.stated.policy), ("cafe", CAFES[code].stated.policy)])


def test_the_eight_cafes_are_those_of_spring_2023():
    assert CAFES.keys() == {fact[0] for fact in FACTS}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact[0])
def test_a_cafe_is_as_its_sources_say(fact):
    code, district, days, basis, age_min, age_max, individual, group, child_won, adult_won, times = fact
    cafe = CAFES[code]
    policy, _ = policy_of(code)
    weekday = sorted((p.starts, p.ends) for p in periods(cafe.stated, CITY) if p.day_kind == "weekday")

    assert cafe.district == district
    assert "".join(day for n, day in enumerate("월화수목금토일") if policy.opens_on(n)) == days
    assert (policy.age_basis, policy.age_min, policy.age_max) == (basis, age_min, age_max)
    assert {p.capacity for p in periods(cafe.stated, CITY)} == {individual}
    assert cafe.stated.group_capacity == group
    assert (policy.fee_child_won, policy.fee_adult_won) == (child_won, adult_won)
    assert [f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in weekday] == times


def test_what_is_not_known_of_a_cafe_is_the_citys_and_said_so():
    _, origins = policy_of("JN220501")

    assert origins["fee_child_won"] == "cafe"
    assert origins["fee_adult_won"] == "city"
    assert origins["cancel_minutes_before"] == "city"


def test_a_cafe_without_known_times_has_none_of_its_own():
    assert {code for code, cafe in CAFES.items() if cafe.stated.times is None} == {"DJ221102", "YC221101"}


@pytest.mark.parametrize("code", [code for code, cafe in CAFES.items() if cafe.stated.times is not None])
def test_a_timetable_that_was_worked_out_is_not_claimed_as_the_cafes_own(code):
    source = CAFES[code].stated.marks["timetable"].source

    assert "지점이 밝힌 시작 시각이 아닙니다. ·" in source


def test_only_a_day_that_is_known_becomes_the_day_of_opening():
    opened = {code: cafe.opened_on for code, cafe in CAFES.items() if cafe.opened_on}

    assert opened == {"JN220501": date(2022, 5, 31), "SD221201": date(2023, 1, 11)}
    assert CAFES["GD230201"].open_since == date(2023, 3, 1)
    assert CAFES["YC221101"].open_since is None


def test_myeonmok_opens_on_childrens_day_and_closes_after_a_monday_holiday():
    myeonmok, _ = policy_of("JR220801")
    others = [policy_of(code)[0] for code in CAFES if code != "JR220801"]

    assert (myeonmok.open_on_childrens_day, myeonmok.open_on_labour_day, myeonmok.open_on_holidays) == (True, False, False)
    assert myeonmok.closed_after_monday_holiday
    assert not any(policy.open_on_childrens_day or policy.closed_after_monday_holiday for policy in others)


def test_the_city_states_every_rule():
    assert set(CITY.stated.policy) == set(POLICY_KEYS)


def test_the_city_default_is_three_times_two_hours_for_twenty_children():
    wanted = {(time(9, 30), time(11, 30)), (time(13, 0), time(15, 0)), (time(15, 30), time(17, 30))}
    for kind in ("weekday", "saturday", "sunday"):
        found = {(p.starts, p.ends, p.capacity) for p in periods(CITY.stated, CITY) if p.day_kind == kind}
        assert found == {(starts, ends, 20) for starts, ends in wanted}


def stated_tables(values, name=""):
    """Every table of a file that holds values, with its dotted name."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from stated_tables(value, f"{name}.{key}".lstrip("."))
    if name and any(not isinstance(value, dict) for value in values.values()):
        yield name, values


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_stated_value_has_its_year_and_its_source(file):
    tables = dict(stated_tables(tomllib.loads(file.read_text(encoding="utf-8"))))

    assert tables
    for name, table in tables.items():
        assert type(table.get("year")) is int, name
        assert isinstance(table.get("source"), str), name
        assert "http" in table["source"] or "포털" in table["source"], name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_seed_file_is_short_enough_to_be_read(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 110


def test_the_loaded_rows_give_the_same_rules(loaded, ids):
    book = policy_book(loaded)
    tables = timetables(loaded)

    for code, cafe_id in ids.items():
        day = date(2026, 12, 1)
        assert book.on(cafe_id, day) == policy_of(code)[0]
        assert frozenset(tables.on(cafe_id, day)) == periods(CAFES[code].stated, CITY)
