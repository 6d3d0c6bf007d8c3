"""A file speaks for its own layer: loading it changes no other, whatever files were loaded before or beside it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from booking.db import db
from booking.models import Cafe, District, StatementRow, TemporaryHoliday
from booking.policies import read_book
from seed.check import some_places
from seed.ground import ground
from seed.load import load
from seed.problems import SeedError
from tests.seed.conftest import A_CAFE, MARKS, NOW

TODAY = date(2026, 11, 23)
DISTRICT = f'district = "중구"\n[adults]\nmin_age = 21{MARKS}[minutes]\ncancel_minutes_before = 77{MARKS}'


@pytest.fixture
def files(folder, tmp_path):
    """Files by name: two cafés of one district, one of a district with a file in the seed, that district, and the city."""
    texts = {
        "a": A_CAFE + f"[fees]\nchild_won = 1100{MARKS}",
        "b": A_CAFE.replace("XX990101", "XX990102") + f"[fees]\nchild_won = 1200{MARKS}",
        "c": A_CAFE.replace("XX990101", "XX990103").replace("중구", "도봉구") + f"[fees]\nchild_won = 1300{MARKS}",
        "district": DISTRICT,
        "city": (folder / "city.toml").read_text(encoding="utf-8").replace("adult_won = 1000", "adult_won = 900"),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return {name: tmp_path / f"{name}.toml" for name in texts}


@pytest.fixture
def put(context, folder):
    """Load files as ``python -m seed load`` does, upon what the database says."""

    def load_files(*names):
        return load(some_places(names, folder, ground(db.session(), TODAY)), NOW).sentences

    return load_files


def said():
    """What each café's rules are today, by its code: all sections with where they were said."""
    db.session.rollback()
    book = read_book(db.session())
    codes = db.session.execute(select(Cafe.code, Cafe.id)).all()
    return {code: (book.on(number, TODAY).contents, book.on(number, TODAY).origins) for code, number in codes}


def test_a_cafe_alone_leaves_what_its_district_said(put, files, rows):
    put(files["a"], files["district"])
    before = rows()

    assert put(files["a"]) == []
    assert rows() == before
    assert said()["XX990101"][0]["adults"]["min_age"] == 21


def test_a_cafe_alone_leaves_what_the_city_said(put, files, rows):
    put(files["city"], files["a"])
    before = rows()

    assert put(files["a"]) == []
    assert rows() == before


def test_the_first_cafe_of_all_brings_the_city_and_its_district(put, files):
    put(files["c"])

    contents, origins = said()["XX990103"]
    assert contents["multi_child"] == {"children_min": 2}
    assert {origins["multi_child"].layer, origins["days"].layer} == {"district", "city"}


def test_a_district_that_said_nothing_when_its_first_cafe_came_says_nothing_with_the_second(put, files, folder, rows):
    put(files["a"])
    (folder / "districts" / "11140.toml").write_text(DISTRICT, encoding="utf-8")

    put(files["b"])

    assert [contents["adults"].get("min_age") for contents, _ in said().values()] == [None, None]


def test_what_the_seed_has_learnt_since_comes_only_when_it_is_given(put, files, folder, change, rows):
    put(files["c"])
    change(
        "holidays.toml",
        "[holidays.2025-01-27]",
        '[holidays.2026-12-24]\nname = "임시공휴일"\nsource = "x"\n\n[holidays.2025-01-27]',
    )
    change("districts/11320.toml", "percent = 100", "percent = 50")
    change("city.toml", "children = 20", "children = 21")
    change("districts.toml", '"도봉구"', '"도봉"')
    before = rows()

    assert put(files["c"]) == []
    assert rows() == before
    assert len(put(folder / "holidays.toml", folder / "city.toml", folder / "districts" / "11320.toml")) == 3


def test_a_district_new_to_the_database_comes_with_its_cafe(put, files):
    put(files["a"])
    db.session.execute(delete(District).where(District.name == "도봉구"))
    db.session.commit()

    assert "도봉구: 자치구를 넣었습니다." in put(files["c"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands=st.lists(st.sets(st.sampled_from("abc"), min_size=1).map(sorted), max_size=5))
def test_cafes_in_any_order_and_company_change_nothing_of_each_other(put, files, commands):
    for model in (StatementRow, Cafe, TemporaryHoliday, District):
        db.session.execute(delete(model))
    db.session.commit()
    put(files["a"], files["b"], files["c"], files["district"], files["city"])
    before = said()

    for names in commands:
        assert put(*(files[name] for name in names)) == []

    assert said() == before


def test_a_file_is_checked_upon_what_the_database_says_and_not_upon_the_seed(put, files, tmp_path):
    put(files["a"], files["district"])
    file = tmp_path / "a.toml"
    file.write_text(A_CAFE + f"[limits]\nchildren_per_reservation = 1{MARKS}[adults]\nmin = 3{MARKS}", encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        put(file)
    assert [problem.key for problem in caught.value.problems] == ["adults.min"]

    files["district"].write_text(DISTRICT.replace("min_age = 21", "per_child_max = 3"), encoding="utf-8")
    put(files["district"])

    assert put(file) != []


def test_what_was_said_below_a_known_cafe_in_the_past_is_no_mistake_of_its_file(put, files, folder, change):
    put(files["a"], files["city"])
    change("city.toml", "children = 20", "children = 30")
    put(folder / "city.toml")
    files["a"].write_text(A_CAFE + f"[capacity.walk_in]\nchildren = 25{MARKS}", encoding="utf-8")

    assert put(files["a"]) != []


def test_a_cafe_does_not_move_to_another_district(put, files, rows):
    put(files["a"])
    before = rows()
    files["a"].write_text(A_CAFE.replace("중구", "도봉구"), encoding="utf-8")

    with pytest.raises(SeedError) as caught:
        put(files["a"])

    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (5, "place.district")
    assert "이 코드의 지점은 중구에 있습니다" in problem.sentence
    assert "새 지점 코드" in problem.sentence
    assert rows() == before


def test_of_what_there_is_once_no_second_file_is_given(put, files, folder):
    with pytest.raises(SeedError, match="같은 종류의 파일"):
        put(files["city"], folder / "city.toml")
