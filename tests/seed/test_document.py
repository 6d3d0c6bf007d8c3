"""docs/cafe-file.md: its tables are the rules' own, its files pass the check, and its worked examples come true."""

import re
import tomllib
from dataclasses import MISSING, fields
from datetime import date, datetime

import pytest

from booking.calendar_days import holidays_between, with_days_before
from booking.db import db
from booking.rules import policy as policies
from booking.rules.ages import first_day, last_day
from booking.rules.fees import fee_of
from booking.rules.openings import opening
from booking.rules.policy import merged
from booking.rules.reserving import ORDER
from booking.rules.sections import NAMED, SECTIONS
from booking.rules.statements import Statement, holding
from booking.rules.times import SEOUL
from booking.rules.timetable import day_plan
from seed.check import places, some_places
from seed.check_shape import check_shape
from seed.key_tables import DOCUMENT, with_tables
from seed.read import Document
from seed.statements import statements_of

TEXT = DOCUMENT.read_text(encoding="utf-8")
WHOLE = re.findall(r"```toml\n(code = .*?)```", TEXT, re.DOTALL)
PIECES = [piece for piece in re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL) if piece not in WHOLE]
CITY = statements_of(places().city, "city", date(2022, 5, 31))


def rows(head):
    """The rows of the table whose head line begins so, as lists of cells."""
    lines = TEXT[TEXT.index(f"| {head}") :].split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def said(section, written):
    """The policy of the city with this one table of a café: ``kind = "rolling", days = 7``."""
    (table,) = tomllib.loads(f"x = [{{ {written} }}]")["x"]
    keys = section_keys(section)
    content = {key: keys[key].kind.kept(value) for key, value in table.items()}
    ours = Statement(1, "cafe", section, content, date(2022, 5, 31), None, 2026, "x")
    return merged(holding([*CITY, ours], date(2026, 3, 1)))


def section_keys(section):
    return SECTIONS[section].keys if section in SECTIONS else NAMED[section.split(".")[0]].keys


def test_the_tables_of_keys_are_those_of_the_rules():
    assert with_tables(TEXT) == TEXT


def test_every_key_has_an_example_that_is_right():
    for name, section in {**SECTIONS, **NAMED}.items():
        for key, one in section.keys.items():
            value = tomllib.loads(f"x = {one.example}")["x"]
            assert one.kind.complaint(value) is None, (name, key)


@pytest.mark.parametrize(("field", "cls"), policies._CLASSES.values(), ids=policies._CLASSES)
def test_a_default_is_what_the_rules_take(field, cls):
    """Where a default is written as a value, the rules have just that one."""
    section = next(name for name, pair in policies._CLASSES.items() if pair == (field, cls))
    defaults = {one.name: one.default for one in fields(cls) if one.default is not MISSING}
    for key, one in SECTIONS[section].keys.items():
        try:
            written = tomllib.loads(f"x = {one.default}")["x"]
        except tomllib.TOMLDecodeError:
            continue
        assert defaults[key] == one.kind.read(one.kind.kept(written)), key


@pytest.mark.parametrize("text", WHOLE, ids=[tomllib.loads(text)["code"] for text in WHOLE])
def test_a_whole_file_of_the_document_passes_the_check(text, tmp_path):
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")

    assert len(some_places([file]).cafes) == 1


def test_there_are_files_of_odd_cafes():
    used = {section for text in WHOLE for section in tables_of(tomllib.loads(text))}

    assert len(WHOLE) >= 5
    assert used >= {
        "zone",
        "season",
        "extra",
        "closed",
        "door_ages",
        "siblings",
        "period",
        "programme",
        "suspension",
        "care",
    }


def tables_of(values):
    return {key for key, value in values.items() if isinstance(value, dict | list)}


@pytest.mark.parametrize("piece", range(len(PIECES)))
def test_a_piece_of_a_file_passes_the_check_too(piece, cafe_file):
    more = "[capacity.group]\nchildren = 30 @\n" if "shared" in PIECES[piece] else ""

    assert len(some_places([cafe_file(PIECES[piece] + more)]).cafes) == 1


@pytest.mark.parametrize(("written", "birth", "first", "last"), rows("규칙 | 태어난 날"))
def test_a_worked_age_comes_true(written, birth, first, last):
    band = said("ages", written.strip("`")).ages
    birth = date.fromisoformat(birth)

    assert [str(first_day(birth, band)), str(last_day(birth, band))] == [first, last]


@pytest.mark.parametrize(("written", "day", "opens"), rows("규칙 | 이용일"))
def test_a_worked_opening_comes_true(written, day, opens):
    policy = said("openings", 'at = "00:00", ' * ("at =" not in written) + written.strip("`"))

    found = opening(date.fromisoformat(day), policy)
    assert found == datetime.fromisoformat(opens).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(("written", "children", "adults", "concession", "won"), rows("규칙 | 아이"))
def test_a_worked_fee_comes_true(written, children, adults, concession, won):
    policy = said("fees", written.strip("`"))
    if concession:
        policy = policies.replace(policy, concessions=said("concession.a", concession.strip("`{} ")).concessions)
        policy = policies.replace(policy, concessions=tuple(one for one in policy.concessions if one.name == "a"))

    assert fee_of(int(children), int(adults), policy, concessions=["a"]).total_won == int(won)


def test_the_worked_days_of_a_monday_closing_come_true(context):
    first, last = date(2026, 2, 1), date(2026, 6, 30)
    holidays = holidays_between(db.session(), with_days_before(first), last)
    table = rows("날짜 | | `stays`")
    assert len(table) == 7
    for day, _, *answers in table:
        on = date.fromisoformat(day.split(" ")[0])
        for how, answer in zip(("stays", "next_day", "after_run"), answers, strict=True):
            policy = said("holidays", f'weekly_day_on_holiday = "{how}"')
            plan = day_plan(on, policy, holidays)
            assert ("휴관" if plan.closed else "엶") == answer, (day, how)


def test_the_worked_dates_of_fees_come_true():
    (piece,) = [piece for piece in PIECES if "여름 행사" in piece]
    checked = check_shape(Document("x", piece, tomllib.loads(piece)), "cafe")
    statements = [*CITY, *statements_of(checked.stated, "cafe", date(2022, 5, 31))]
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 7, 1), date(2026, 8, 31), date(2026, 9, 1)]

    fees = [merged(holding(statements, day)).fees for day in days]

    assert [one.child_won for one in fees] == [2000, 3000, 1000, 1000, 3000]
    assert {one.adult_won for one in fees} == {1000}


def test_every_reason_stands_in_the_document_in_its_order():
    chapter = TEXT[TEXT.index("## 15.") : TEXT.index("## 16.")]

    assert re.findall(r"`([a-z_]+)`", chapter)[1:] == [code.value for code in ORDER]
