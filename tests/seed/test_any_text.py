"""Whatever somebody writes into a file: a sentence with file, line and key, never a stack trace."""

import re
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seed.check import some_places
from seed.problems import SeedError
from tests.seed.conftest import A_CAFE
from tests.seed.test_document import WHOLE

VALUES = [
    "3",
    "-1",
    "1.5",
    "nan",
    "true",
    '""',
    '"x"',
    '"화"',
    '"09:00~11:00"',
    '"24:00"',
    "[]",
    "[1]",
    "[[1]]",
    '["화", 1]',
    "[{}]",
    "{}",
    "{ x = 1 }",
    "[{ count = 1, window_days = [], days = {} }]",
    "2026-01-01",
    "0001-01-01",
    "9999-12-31",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00Z",
    "09:00:00",
    '"2026-01-01~2026-13-01"',
    '["~"]',
    '["2026-01-01~2026-01-01~2026-01-01"]',
    "'''\nx\n'''",
    '"\\u0000"',
]
"""What may stand where something else should."""


@st.composite
def broken_files(draw):
    """A whole file of the document, with a few of its lines changed, doubled, taken out or moved."""
    lines = draw(st.sampled_from(WHOLE)).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["value", "value", "value", "key", "out", "twice", "array", "move"]))
        if how == "value":
            lines[at] = re.sub(r"=.*", lambda _: f"= {draw(st.sampled_from(VALUES))}", lines[at])
        elif how == "key":
            lines[at] = re.sub(r"^\w+ *=", draw(st.sampled_from(["from =", "until =", "children =", "max ="])), lines[at])
        elif how == "out":
            lines.pop(at)
        elif how == "twice":
            lines.insert(at, lines[at])
        elif how == "array":
            lines[at] = re.sub(r"^\[(.*)\]$", r"[[\1]]", lines[at])
        else:
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
    return "\n".join(lines)


def check(text):
    """What is wrong with a file of this text; every problem is a whole one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.toml"
        file.write_text(text, encoding="utf-8")
        try:
            some_places([file])
        except SeedError as error:
            for one in error.problems:
                assert one.file == file.as_posix()
                assert 1 <= one.line <= max(1, len(text.splitlines()))
                assert one.sentence
            return error.problems
    return []


@given(broken_files())
@settings(max_examples=150, deadline=None)
def test_a_broken_file_of_any_kind_is_told_in_sentences(text):
    with suppress(UnicodeEncodeError):
        check(text)


@pytest.mark.parametrize(
    "tables",
    [
        "period = 3",
        "[period]\na = 3",
        "[period.a]\nadmission = 3\nyear = 2026\nsource = 'x'",
        "[period.a]\ncapacity = 3\nyear = 2026\nsource = 'x'",
        "[period.a.capacity]\nindividual = 3",
        "[[period]]\nx = 1",
        "[[zone]]\nx = 1",
        "[capacity]\nindividual = [1]",
        "[[capacity.individual]]\n[[capacity.individual]]",
        "ages = [3]",
        "ages = []",
        "[ages.x]\ny = 1",
        "[notes]\nvisit = 'x'",
        "[closed]\nfirst = 2026-01-01",
        "[suspension]\nsteps = [{ count = 1, window_days = 30, days = 30 }, 3]\nyear = 2026\nsource = 'x'",
        "[zone.a]\nbasis = 'months'\nmax = 3\nchildren = 1\nyear = 2026\nsource = 'x'\n[zone.a.b]\nc = 1",
    ],
)
def test_a_table_where_a_value_should_be_and_the_other_way_round(tables):
    text = A_CAFE + tables if tables.startswith("[") else f"{tables}\n{A_CAFE}"

    assert check(text)


def test_a_place_that_is_a_list_is_told(tmp_path):
    assert check(A_CAFE.replace("[place]", "[[place]]"))
