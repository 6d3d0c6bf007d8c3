"""docs/rules.md: for each of the 34 kinds of rules there is a key, a file that states it, and a test."""

import re
from pathlib import Path

import pytest

from booking.rules.sections import NAMED, SECTIONS
from seed.check import FOLDER
from seed.shapes import PLACE
from tests.seed.test_document import WHOLE

ROOT = FOLDER.parent
LINES = [line for line in (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES]


def written_in(name: str) -> str:
    """The text of a café's file, of the city's, or of the document's example with this code."""
    if name.startswith("XX"):
        return next(text for text in WHOLE if f'code = "{name}"' in text)
    return (FOLDER / "city.toml" if name == "city" else FOLDER / "cafes" / f"{name}.toml").read_text(encoding="utf-8")


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_each_of_the_34_stands_once_and_in_order():
    assert [int(row[0]) for row in ROWS] == list(range(1, 35))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_key_is_one_of_the_language(row):
    for written in codes(row[2]):
        section, _, key = written.rpartition(".")
        if section == "place":
            assert key in PLACE, written
            continue
        known = SECTIONS.get(section) or NAMED.get(section)
        assert known is not None, written
        assert key in known.keys, written


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_file_is_there_and_states_some_of_the_sections(row):
    sections = {written.rpartition(".")[0] for written in codes(row[2])}

    for name in re.split(r",\s*", row[3]):
        text = written_in(name)
        assert any(re.search(rf"^\[\[?(period\.\w+\.)?{re.escape(one)}\b", text, re.MULTILINE) for one in sections), name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_test_is_there(row):
    assert codes(row[4])
    for written in codes(row[4]):
        file, name = written.split("::")
        assert f"\ndef {name}(" in (ROOT / Path(file)).read_text(encoding="utf-8"), written


def test_every_section_that_decides_something_is_in_the_table():
    told = {written.rpartition(".")[0] for row in ROWS for written in codes(row[2])}

    assert {name for name in (*SECTIONS, *NAMED) if name not in told and not name.startswith("notes.")} == set()
