"""What a layer says over time, and that it can be said again in one file: for any history of statements."""

import tomllib
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rules.statements import Statement, holding, merge
from booking.rules.timeline import clash, first_difference, restated
from seed.check_dates import check_dates
from seed.check_shape import check_shape
from seed.export import tables
from seed.read import Document
from seed.statements import statements_of

TODAY = date(2026, 11, 23)
EVERY_DAY = [TODAY + timedelta(days=n) for n in range(-25, 50)]
HORIZON = [TODAY + timedelta(days=n) for n in range(40)]
CONTENTS = {
    "fees": st.dictionaries(st.sampled_from(["child_won", "adult_won", "care_won"]), st.integers(0, 3), min_size=1),
    "ages": st.fixed_dictionaries({"basis": st.just("year_age"), "min": st.integers(0, 3), "max": st.integers(4, 6)}),
    "timetable": st.dictionaries(st.sampled_from(["monday", "sunday"]), st.sampled_from([[], ["09:00~11:00"]]), min_size=1),
    "concession.card": st.dictionaries(st.sampled_from(["percent", "valid_days"]), st.integers(1, 3), min_size=1),
    "period.a": st.builds(
        lambda number, won: {"numbers": [number], "fees": {"child_won": won}}, st.integers(1, 2), st.integers(0, 2)
    ),
}
"""One section of each way to merge, one with a name, and one for some periods only."""
DAYS = st.integers(-20, 30).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def histories(draw):
    """Statements of one layer and section in the order of writing, some of them withdrawals, some with an end."""
    section = draw(st.sampled_from(sorted(CONTENTS)))
    found = []
    for number in range(draw(st.integers(1, 7))):
        first, length = draw(DAYS), draw(st.none() | st.integers(0, 15))
        content = draw(st.none() | CONTENTS[section])
        until = None if length is None or content is None else first + timedelta(days=length)
        year, source = draw(st.sampled_from([(2025, "가"), (2026, "나")]))
        found.append(Statement(number, "cafe", section, content, first, until, year, source))
    return found


def said(statements, day):
    """What rules read on a day, each value with its year and source."""
    contents, origins = merge(holding(statements, day))
    return {
        (section, key): (value, origins[f"{section}.{key}"].year, origins[f"{section}.{key}"].source)
        for section, content in contents.items()
        for key, value in content.items()
    }


@given(histories())
@settings(max_examples=100, deadline=None)
def test_any_history_can_be_said_again_and_rules_read_the_same(statements):
    again = restated(statements, TODAY)

    assert [said(again, day) for day in HORIZON] == [said(statements, day) for day in HORIZON]
    assert not any(clash(one, other) for one, other in combinations(again, 2))
    assert all(one.content and (one.valid_until is None or one.valid_from <= one.valid_until) for one in again)
    assert all(one.valid_until is None or one.valid_until >= TODAY for one in again)


@given(histories())
@settings(max_examples=100, deadline=None)
def test_the_tables_of_any_history_are_a_file_that_says_the_same(statements):
    text = "\n".join(['code = "XX990101"', *tables(statements, TODAY)]) + "\n"
    checked = check_shape(Document("x.toml", text, tomllib.loads(text)), "cafe")
    again = statements_of(checked.stated, "cafe", TODAY)
    check_dates(checked, again, date(2022, 5, 31))

    assert [problem.key for problem in checked.problems] == ["place"]
    assert [said(again, day) for day in EVERY_DAY] == [said(statements, day) for day in EVERY_DAY]
    assert first_difference(again, statements, TODAY) is None


@given(histories(), histories())
@settings(max_examples=100, deadline=None)
def test_the_first_difference_is_the_first_day_on_which_rules_read_something_else(ones, others):
    others = [one for one in others if one.section == ones[0].section]

    first = first_difference(ones, others, TODAY)

    assert first == next((day for day in HORIZON if said(ones, day) != said(others, day)), None)


def statement(number, first, content, until=None, source="가"):
    return Statement(number, "cafe", "fees", content, first, until, 2026, source)


def test_a_table_that_still_holds_keeps_its_own_date():
    old = statement(1, date(2022, 5, 31), {"child_won": 2000})

    assert restated([old], TODAY) == [statement(0, date(2022, 5, 31), {"child_won": 2000})]


def test_a_value_that_is_withdrawn_later_gets_an_end():
    rows = [statement(1, date(2022, 5, 31), {"child_won": 2000}), statement(2, date(2027, 1, 1), None)]

    assert restated(rows, TODAY) == [statement(0, TODAY, {"child_won": 2000}, until=date(2026, 12, 31))]


def test_each_value_keeps_its_own_source():
    rows = [
        statement(1, date(2022, 5, 31), {"child_won": 2000, "adult_won": 1000}, source="가"),
        statement(2, date(2024, 1, 1), {"child_won": 3000}, source="나"),
    ]

    assert restated(rows, TODAY) == [
        statement(0, date(2022, 5, 31), {"adult_won": 1000}, source="가"),
        statement(1, date(2024, 1, 1), {"child_won": 3000}, source="나"),
    ]


def test_what_is_over_is_not_said_again():
    rows = [statement(1, date(2023, 7, 1), {"child_won": 0}, until=date(2023, 8, 31)), statement(2, TODAY, None)]

    assert restated(rows, TODAY) == []
