"""The line of a key in a TOML text."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seed.locate import line_of, place_in_array, shown, table_above

TEXT = """\
# [ages] in a comment is no table
code = "X"

[ages]
basis = "year_age"  # min = 1
"max" = 6

[ notes . socks ]
text = '''
max = 9
[fees]
'''
year = 2026

[notes]
visit.text = "a = b"
entrance = { text = "x" }

[holidays.2025-01-27]
name = "임시공휴일"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("code",), 2),
        (("ages",), 4),
        (("ages", "basis"), 5),
        (("ages", "max"), 6),
        (("notes", "socks", "text"), 9),
        (("notes", "socks", "year"), 13),
        (("notes", "visit", "text"), 16),
        (("notes", "entrance", "text"), 17),
        (("holidays", "2025-01-27", "name"), 20),
    ],
)
def test_a_key_is_found_in_its_own_table(path, line):
    assert line_of(TEXT, path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [(("ages", "min"), 4), (("notes", "socks", "source"), 8), (("fees", "child_won"), 1), (("place",), 1)],
)
def test_a_missing_key_is_said_at_its_table_and_a_missing_table_at_the_first_line(path, line):
    assert line_of(TEXT, path) == line


def test_a_text_that_opens_and_closes_on_one_line_hides_nothing():
    assert line_of("a = \"\"\"one\"\"\"\nb = '''two'''\nc = 1\n", ("c",)) == 3


ARRAYS = """\
[[ages]]
max = 6
[[ages]]
max = 7

[[period."오전"]]
numbers = [1]
[period."오전".capacity.individual]
children = 5
[[period."오전"]]
numbers = [
  1,   # max = 3
  2,
]
[period."오전".ages]
max = 4
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("ages", "#0", "max"), 2),
        (("ages", "#1", "max"), 4),
        (("ages", "#1", "min"), 3),
        (("period", "오전", "#0", "capacity", "individual", "children"), 9),
        (("period", "오전", "#1", "numbers"), 11),
        (("period", "오전", "#1", "ages", "max"), 16),
        (("period", "오전", "#1", "ages", "min"), 15),
    ],
)
def test_a_key_is_found_in_the_right_table_of_an_array(path, line):
    assert line_of(ARRAYS, path) == line


def test_people_are_told_the_key_without_the_tables_number():
    assert place_in_array(1) == "#1"
    assert shown(("period", "오전", "#1", "ages", "max")) == "period.오전.ages.max"


@pytest.mark.parametrize(("line", "table"), [(1, ("ages", "#0")), (4, ("ages", "#1")), (13, ("period", "오전", "#1"))])
def test_the_table_above_a_line_is_the_one_that_it_stands_in(line, table):
    assert table_above(ARRAYS, line) == table


@pytest.mark.parametrize("line", ['a = 1 # """', 'a = \'"""\'', "a = \"'''\"", "a = \"x \\\" '''\"", "a = 1 # it's"])
def test_quotes_in_a_comment_or_a_text_of_one_line_open_nothing(line):
    text = f"{line}\nb = 2\n"

    assert (tomllib.loads(text)["b"], line_of(text, ("b",))) == (2, 2)


KEYS = st.text("abc", min_size=1, max_size=2)
VALUES = st.sampled_from(["1", '"x"', "[1, 2]", '"""\nk = 3\n"""', "'# no'", "2026-01-01", 'true # """'])


@given(tables=st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=4))
@settings(max_examples=100, deadline=None)
def test_every_key_of_any_text_is_found_on_its_own_line(tables):
    lines, wanted = [], {}
    for table, values in tables.items():
        lines.append(f"[{table}]")
        for key, value in values.items():
            wanted[table, key] = len(lines) + 1
            lines += f"{key} = {value}".split("\n")
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)

    assert {path: line_of(text, path) for path in wanted} == wanted
