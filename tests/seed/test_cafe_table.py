"""The portal's list: every café of it is there, as what it says; a café with a file is as its file says."""

from collections import Counter
from datetime import date

import pytest

from seed.cafe_table import TABLE
from seed.check import FOLDER, places, whole_city
from seed.problems import SeedError
from seed.table_words import closed_holidays, open_weekdays, season

CITY = whole_city()
CAFES = {cafe.code: cafe for cafe in CITY.cafes}


def said(code, section):
    return next((one.content for one in CAFES[code].stated if one.section == section), None)


def test_all_162_cafes_in_all_25_districts_are_there():
    assert len(CAFES) == len(CITY.cafes) == 162
    assert len({cafe.district for cafe in CITY.cafes}) == 25
    assert sum(bool(said(code, "season")) for code in CAFES) == 30


def test_a_cafe_with_a_file_is_as_its_file_says():
    for cafe in places().cafes:
        assert CAFES[cafe.code] == cafe


def test_what_the_list_says_is_stated_and_the_rest_is_left_to_the_city():
    assert said("YC231201", "days") == {"open": ["월", "화", "수", "목", "금", "토"]}
    assert said("YC231201", "ages") == {"basis": "year_age", "min": 3, "max": 12}
    assert said("YC231201", "capacity.individual") == {"children": 24}
    assert said("YC231201", "holidays") == {"open_on_holidays": False, "open_on_labour_day": False}
    assert (CAFES["YC231201"].district, CAFES["YC231201"].phone) == ("양천구", "02-2647-7507")
    assert said("YC231201", "timetable") is said("YC231201", "fees") is said("YC231201", "openings") is None
    # 도봉2동1호점 says neither when it opens nor when it is closed.
    assert said("DB231001", "days") is said("DB231001", "holidays") is None


def test_names_are_without_the_programme_and_the_district():
    assert CAFES["DM250301"].name == "제기동점"
    assert CAFES["YS231001"].name == "한강로동점 (용산도담도담실내놀이터)"
    assert CAFES["GB250801"].name == "북서울꿈의숲 청운답원점 (여기저기)"
    assert max(Counter((cafe.district, cafe.name) for cafe in CITY.cafes).values()) == 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("화~일", "화수목금토일"),
        ("화요일 ~ 일요일 10:00~20:00", "화수목금토일"),
        ("수~월요일", "월수목금토일"),
        ("월, 수~일", "월수목금토일"),
        ("월,화,수,목,금,토", "월화수목금토"),
        ("주말(토, 일)", "토일"),
        ("토요일", "토"),
        ("-", ""),
    ],
)
def test_weekdays_are_read_in_every_way_the_list_writes_them(text, days):
    assert open_weekdays(text) == list(days)


@pytest.mark.parametrize(
    ("text", "switches"),
    [
        ("월", {}),
        ("월요일, 법정공휴일", {"open_on_holidays": False}),
        ("월, 공휴일(어린이날 제외) 및 근로자의 날", [False, True, False]),
        ("일요일, 어린이날을 제외한 공휴일, 근로자의 날", [False, True, False]),
        ("일요일 및 법정 공휴일, 노동절", {"open_on_holidays": False, "open_on_labour_day": False}),
        ("평일, 일요일", {"open_on_holidays": True}),
    ],
)
def test_closing_days_set_the_switches_that_they_name(text, switches):
    if isinstance(switches, list):
        switches = dict(zip(("open_on_holidays", "open_on_childrens_day", "open_on_labour_day"), switches, strict=True))
    assert closed_holidays(text) == switches


def test_named_holidays_are_the_only_ones_closed():
    assert closed_holidays("매주 월요일, 1월 1일, 설날 및 추석 연휴") == {
        "open_on_holidays": True,
        "open_on_new_year": False,
        "open_on_seollal_chuseok": False,
    }


def test_seasons_are_spans_or_dates():
    assert season("26.4.18(토)~6.21(일)") == {"spans": ["2026-04-18~2026-06-21"]}
    assert season("26.5.16(토)~17(일)") == {"spans": ["2026-05-16~2026-05-17"]}
    assert season("26.5.9.(토)~5.24(일)") == {"spans": ["2026-05-09~2026-05-24"]}
    assert season("26.4.18(토), 5.2(토)") == {"dates": [date(2026, 4, 18), date(2026, 5, 2)]}
    assert season("") == {}


def test_a_mistake_in_the_list_is_told_with_its_line(folder, change):
    change(TABLE, "02-824-0614", "824-0614")
    change(TABLE, ",02-2606-0877,", ",2606-0877,")

    with pytest.raises(SeedError) as refused:
        whole_city(folder)

    lines = (folder / TABLE).read_text(encoding="utf-8").splitlines()
    found = [str(problem) for problem in refused.value.problems]
    line = 1 + next(number for number, text in enumerate(lines) if text.startswith("GS241101"))
    assert any(text.startswith(f"{folder.name}/{TABLE} {line}행, place.phone: GS241101: 전화번호는") for text in found)
    assert len(found) == 2


def test_the_list_says_where_it_is_from():
    first = (FOLDER / TABLE).read_text(encoding="utf-8").splitlines()[0]
    assert "year: 2026" in first
    assert "source: 우리동네키움포털" in first
