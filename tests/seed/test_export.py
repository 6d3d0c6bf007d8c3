"""A café written back as a file: load → export → load changes nothing, whatever was loaded, entered or withdrawn before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.db import db, transaction
from booking.models import Account, Cafe
from booking.policies import read_book
from booking.rules.times import seoul_date
from seed.check import places, some_places
from seed.export import cafe_file
from seed.load import load
from tests.seed.conftest import NOW
from tests.world import state

TIMES = '["09:30~11:30", "13:00~15:00", "15:30~17:30"]'


def exported(code, now=NOW):
    db.session.rollback()
    return cafe_file(db.session(), code, seoul_date(now))


@pytest.fixture
def again(tmp_path):
    """Load exported files as they would be read from a disk; the sentences of what changed."""

    def load_again(*texts, now=NOW):
        files = [tmp_path / f"exported{number}.toml" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        return load(some_places(files), now).sentences

    return load_again


def test_every_cafe_of_the_seed_comes_back_unchanged(loaded, rows, again):
    before = rows()

    assert again(*(exported(cafe.code) for cafe in places().cafes)) == []
    assert rows() == before


def test_an_exported_file_makes_the_same_cafe_elsewhere(context, tmp_path, again):
    codes = [cafe.code for cafe in places().cafes]
    load(places(), NOW)
    texts = {code: exported(code) for code in codes}
    policies = {code: policies_of(code) for code in codes}
    with transaction() as session:
        for table in ("statement", "cafe"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")

    again(*texts.values())

    assert {code: exported(code) for code in codes} == texts
    assert {code: policies_of(code) for code in codes} == policies


def policies_of(code):
    """What rules read of the café, on some days past and to come."""
    book = read_book(db.session())
    cafe_id = db.session.scalars(select(Cafe.id).where(Cafe.code == code)).one()
    days = (date(2023, 7, 15), date(2025, 11, 20), date(2026, 6, 14), date(2026, 11, 23), date(2027, 12, 31))
    return [dict(book.on(cafe_id, day).contents) for day in days]


DATED = """
[[ages]]
basis = 'year_age'
max = 6 @
[[ages]]
basis = 'months'
min = 24
max_basis = 'preschool'
from = 2027-03-01 @
[[fees]]
child_won = 2000 @
[[fees]]
care_won = 0 @
[[fees]]
child_won = 0
from = 2026-12-01
until = 2026-12-31 @
"""
PERIODS = """
[period."오전 \\"공용\\""]
label = '오전'
days = ['weekday']
numbers = [1, 2]
starts = ['09:30'] @
[period."오전 \\"공용\\"".admission]
admits = 'shared'
[period."오전 \\"공용\\"".capacity.individual]
children = 5
[capacity.group]
children = 30 @
""".replace('오전 \\"공용\\"', "오전")
EVERYTHING = f"""
[opening]
when = '2026' @
[operation]
state = 'pilot'
booking = 'online'
reason = '따옴표 " 와 \\역슬래시' @
[days]
open = ['화', '일']
open_nth = ['마지막 월'] @
[season]
spans = ['2026-04-18~2026-12-21']
dates = [2027-01-03] @
[timetable]
weekday = {TIMES}
sunday = {TIMES} @
[breaks]
weekday = ['11:30~13:00'] @
[openings]
kind = 'monthly'
days_of_month = [1, 16]
at = '09:00'
not_before = 2026-04-01T09:00:00 @
[suspension]
steps = [{{ count = 1, window_days = 30, days = 7 }}, {{ count = 3, window_days = 90, days = 60 }}] @
[fees]
round_to_won = '10'
round = 'half_up' @
[same_day]
how = ['phone', 'walk_in'] @
[programme.art]
days = ['토']
dates = [2026-12-05]
time = '16:00~16:40'
children = 8 @
[zone."영아"]
label = '영아 구역'
basis = 'months'
max = 23
max_reach = 'to_the_day'
children = 7 @
[closed.a]
first = 2026-12-24
last = 2026-12-25
reason = '소독' @
[extra.b]
first = 2026-12-28
reason = '보충' @
[notes.visit]
text = \"\"\"두 줄로
적은 안내\"\"\" @
"""


@pytest.mark.parametrize("tables", [DATED, PERIODS, EVERYTHING], ids=["dated", "periods", "everything"])
def test_every_kind_of_value_comes_back(context, cafe_file, rows, again, tables):
    load(some_places([cafe_file(tables)]), NOW)
    before, text = rows(), exported("XX990101")

    assert again(text) == []
    assert rows() == before
    assert exported("XX990101") == text
    later = NOW + timedelta(days=100)
    assert again(exported("XX990101", later), now=later) == []


CHANGES = [
    ("a new value", "[fees]\nchild_won = 2000 @", "[fees]\nchild_won = 3000 @"),
    ("a value that is gone", "[fees]\nchild_won = 2000\ncare_won = 0 @", "[fees]\nchild_won = 2000 @"),
    ("a table that is gone", "[fees]\nchild_won = 2000 @", ""),
    ("an end in the future", "[fees]\nchild_won = 2000 @", "[fees]\nchild_won = 2000\nuntil = 2026-12-31 @"),
    ("a change in the future", DATED, DATED.replace("2027-03-01", "2027-05-01")),
    ("a change in the future that is gone", DATED, "[[ages]]\nbasis = 'year_age'\nmax = 6 @"),
    ("one of two sources", DATED, DATED.replace("care_won = 0", "care_won = 500")),
    ("a season of its own", "", f"[timetable]\nweekday={TIMES}\nsaturday={TIMES}\nsunday=[] @\n[days]\nopen=['화'] @"),
    ("other periods", PERIODS, PERIODS.replace("[1, 2]", "[1]")),
    ("a closing", EVERYTHING, EVERYTHING.replace("2026-12-25", "2026-12-26")),
]


@pytest.mark.parametrize(("first", "second"), [pair[1:] for pair in CHANGES], ids=[pair[0] for pair in CHANGES])
def test_after_a_change_too(context, cafe_file, rows, again, first, second):
    load(some_places([cafe_file(first)]), NOW)
    tomorrow = NOW + timedelta(days=1)
    changed = load(some_places([cafe_file(second)]), tomorrow).sentences
    before = rows()

    assert changed
    assert load(some_places([cafe_file(second)]), tomorrow).sentences == []
    for now in (tomorrow, tomorrow + timedelta(days=60)):
        assert again(exported("XX990101", now), now=now) == []
    assert rows() == before


def test_what_an_official_entered_stands_in_the_file(loaded, rows, ids, again):
    with transaction() as session:
        official = Account(role="admin", email="a@b.kr", name="서시청", created_at=NOW)
        session.add(official)
        session.flush()
        cafe_id = ids["JN220501"]
        state(session, "fees", {"child_won": 1500}, cafe_id=cafe_id, valid_from=date(2026, 12, 1))
        session.connection().exec_driver_sql(
            f"UPDATE statement SET created_by_id = {official.id} WHERE id = (SELECT max(id) FROM statement)"
        )
    before = rows()

    text = exported("JN220501")

    assert "child_won = 1500\nfrom = 2026-12-01\n" in text
    assert again(text) == []
    assert load(places(), NOW + timedelta(days=30)).sentences == []
    assert rows() == before


def test_of_an_unknown_cafe_there_is_no_file(loaded):
    assert exported("XX000000") is None
