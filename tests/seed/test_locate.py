"""The line of a key in a TOML text."""

import pytest

from seed.locate import line_of

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
