"""Broken files are named by file, line and key, in a sentence; whole ones pass. What values mean together:
:mod:`tests.seed.test_check_meaning`."""

import pytest

from seed.check import FOLDER, places, some_places
from seed.problems import SeedError

HYEHWA = "cafes/JN220501.toml"
MYEONMOK = "cafes/JR220801.toml"
SINJEONG = "cafes/YC221101.toml"
CHANG3 = "cafes/DB241101.toml"
DABSIMNI = "cafes/DM250103.toml"
SIHEUNG = "cafes/KC240902.toml"
DOBONG = "districts/11320.toml"
CITY = "city.toml"
CITY_DAYS = '["화", "수", "목", "금", "토", "일"]'
HYEHWA_DAYS = '["화", "수", "목", "금", "토"]'


def problems(folder):
    with pytest.raises(SeedError) as caught:
        places(folder)
    return caught.value.problems


def test_every_file_of_the_seed_is_whole():
    found = places()

    assert len(found.cafes) == len(list((FOLDER / "cafes").glob("*.toml"))) >= 20
    assert len(found.district_rules) == len(list((FOLDER / "districts").glob("*.toml"))) >= 3
    assert len(found.districts) == 25


# file, what stands there, what is written instead, the line's beginning, key, a piece of the sentence
SYNTAX = [
    (HYEHWA, 'code = "JN220501"', "code = JN220501", "code =", "code", "TOML 문법"),
    (HYEHWA, "max = 7", "max = 7\nmax = 8", "max = 8", "ages.max", "TOML 문법"),
    (HYEHWA, "[fees]", "[ages]", "[ages]", "ages", "TOML 문법"),
    (HYEHWA, "[fees]", "[zone.영아]", "[zone.영아]", "zone.영아", "한글이나 띄어쓰기가 든 이름은 따옴표로"),
    (HYEHWA, "max = 7", "max = 07", "max = 07", "ages.max", "TOML 문법"),
    (HYEHWA, "max = 7", "max = ", "max =", "ages.max", "TOML 문법"),
    (CITY, "valid_from = 2022-05-31", "valid_from = 2022-02-30", "valid_from", "valid_from", "TOML 문법"),
]
NAMES = [
    (HYEHWA, "max = 7", "max = 7\nmaximum = 8", "maximum", "ages.maximum", "모르는 이름"),
    (HYEHWA, "max = 7", "max = 7\nsorce = 'x'", "sorce", "ages.sorce", "혹시 source인가요"),
    (HYEHWA, "[fees]", "[fee]", "[fee]", "fee", "혹시 fees인가요"),
    (HYEHWA, 'code = "JN220501"', 'code = "JN220501"\nowner = "x"', "owner", "owner", "모르는 이름"),
    (HYEHWA, "[notes.socks]", "[notes.shoes]", "[notes.shoes]", "notes.shoes", "모르는 이름"),
    (
        HYEHWA,
        "[capacity.individual]",
        "[capacity.indivdual]",
        "[capacity.indivdual]",
        "capacity.indivdual",
        "혹시 individual",
    ),
    (HYEHWA, "[fees]", "[zone.'a b']", "[zone.'a b']", "zone.a b", "이름은 한글"),
    (HYEHWA, "[opening]", "[opening]\nfrom = 2022-05-31", "from", "opening.from", "모르는 이름"),
    (CITY, "[minutes]", "[minuten]", "[minuten]", "minuten", "혹시 minutes"),
    (CITY, "valid_from = 2022-05-31", "valid_from = 2022-05-31\nperson = 1", "person", "person", "모르는 이름"),
    (
        SIHEUNG,
        "[period.weekday_shared.admission]",
        "[period.weekday_shared.days_off]",
        "[period",
        "period.weekday_shared.days_off",
        "모르는",
    ),
    (
        SIHEUNG,
        "[period.weekday_shared.capacity.together]",
        "[period.weekday_shared.capacity.all]",
        "[period",
        "period.weekday_shared.capacity.all",
        "모르는",
    ),
    (SIHEUNG, "numbers = [1, 2]", "number = [1, 2]", "number", "period.weekday_shared.number", "혹시 numbers"),
]
MISSING = [
    (HYEHWA, "max = 7\n", "", "[ages]", "ages.max", "max를 적거나"),
    (HYEHWA, 'basis = "full_age"   # 만 나이. 2026년에는 연나이 4~8세\n', "", "[ages]", "ages.basis", "이 키가 없습니다"),
    (HYEHWA, 'code = "JN220501"', "", "# 서울형", "code", "이 키가 없습니다"),
    (HYEHWA, "max = 7\nyear = 2022\n", "max = 7\n", "[ages]", "ages.year", "이 키가 없습니다"),
    (HYEHWA, "[place]", "[notes.break]\ntext = 'x'", "# 서울형", "place", "이 표가 없습니다"),
    (HYEHWA, "child_won = 2000", "# child_won", "[fees]", "fees", "값이 하나도 없습니다"),
    (SINJEONG, 'code = "YC221101"', 'code = "YC221101"\nopening = 3', "opening", "opening", "표여야"),
    (SINJEONG, 'code = "YC221101"', 'code = "YC221101"\nzone = 3', "zone", "zone", "[zone.이름] 표여야"),
    ("cafes/SM250102.toml", 'code = "SM250102"', 'code = "SM250102"\nnotes = 3', "notes", "notes", "[notes.socks] 표여야"),
    (CITY, "children_per_reservation = 5\n", "", "[limits]", "limits.children_per_reservation", "꼭 있어야"),
    (CITY, "adult_won = 1000\n", "", "[[fees]]", "fees.adult_won", "꼭 있어야"),
    (CITY, f"[days]\nopen = {CITY_DAYS}", '[payment]\nmethods = ["card"]', "# 시 기본값", "days", "이 표가 없습니다"),
    (CITY, "valid_from = 2022-05-31", "", "# 시 기본값", "code", "이 키가 없습니다"),
    (DOBONG, 'district = "도봉구"', "", "# 도봉구", "code", "이 키가 없습니다"),
]
KINDS = [
    (HYEHWA, "min = 3", 'min = "3"', "min", "ages.min", "정수여야"),
    (HYEHWA, "min = 3", "min = true", "min", "ages.min", "정수여야 합니다(지금 true)"),
    (HYEHWA, "min = 3", "min = 3.0", "min", "ages.min", "정수여야"),
    (HYEHWA, "min = 3", "min = -1", "min", "ages.min", "정수여야"),
    (HYEHWA, '"full_age"', '"korean_age"', "basis", "ages.basis", '"year_age"(연나이)'),
    (HYEHWA, '"full_age"', '"preschool"', "basis", "ages.basis", "가운데 하나"),
    (HYEHWA, '"02-742-3320"', '"전화 없음"', "phone", "place.phone", "전화번호"),
    (HYEHWA, "latitude = 37.59048", "latitude = 35.1", "latitude", "place.latitude", "서울의 좌표"),
    (HYEHWA, "longitude = 126.99881", "longitude = nan", "longitude", "place.longitude", "서울의 좌표"),
    (HYEHWA, '"2022-05-31"', '"2022-13"', "when", "opening.when", "아는 만큼만"),
    (HYEHWA, '"2022-05-31"', "2022-05-31", "when", "opening.when", "아는 만큼만"),
    (HYEHWA, HYEHWA_DAYS, '["화", "수", "화"]', "open", "days.open", "두 번"),
    (HYEHWA, HYEHWA_DAYS, '["화", "Wed"]', "open", "days.open", "요일이 아닙니다"),
    (HYEHWA, HYEHWA_DAYS, "[]", "open", "days.open", "요일의 목록"),
    (HYEHWA, HYEHWA_DAYS, HYEHWA_DAYS + '\nopen_nth = ["여섯째 일"]', "open_nth", "days.open_nth", "마지막 일"),
    (HYEHWA, "13:00~15:00", "15:00~13:00", "weekday", "timetable.weekday", "끝이 시작보다"),
    (HYEHWA, "13:00~15:00", "11:00~15:00", "weekday", "timetable.weekday", "앞 회차와 겹치거나"),
    (HYEHWA, "13:00~15:00", "25:00~26:00", "weekday", "timetable.weekday", "시각이 아닙니다"),
    (HYEHWA, "13:00~15:00", "13:00", "weekday", "timetable.weekday", "2회차"),
    (HYEHWA, "children = 30", "children = -1", "children", "capacity.individual.children", "정수여야"),
    (HYEHWA, "child_won = 2000", "child_won = -2000", "child_won", "fees.child_won", "정수여야"),
    (HYEHWA, "open_on_holidays = false", "open_on_holidays = 0", "open_on", "holidays.open_on_holidays", "true 또는 false"),
    (HYEHWA, 'text = "미끄럼', 'text = "\\u0000미끄럼', "text", "notes.socks.text", "제어 문자"),
    (HYEHWA, 'name = "혜화동점', f'name = "{"혜" * 80}', "name", "place.name", "80자보다"),
    (HYEHWA, 'source = "우리', 'source = " " # ', "source", "place.source", "비어 있습니다"),
    (HYEHWA, '"JN220501"', '"../../etc"', "code", "code", "지점 코드는"),
    (CITY, "visits_per_day = 1", "visits_per_day = 0", "visits_per_day", "limits.visits_per_day", "정수여야"),
    (
        CITY,
        "steps = [{ count = 1, window_days = 30, days = 30 }]",
        "steps = [{ count = 1 }]",
        "steps",
        "suspension.steps",
        "모두, 그것만",
    ),
    (
        CITY,
        "window_days = 30, days = 30",
        "window_days = 0, days = 30",
        "steps",
        "suspension.steps",
        "첫 번째 표의 window_days",
    ),
    (CITY, "valid_from = 2022-05-31", 'valid_from = "2022-05-31"', "valid_from", "valid_from", "따옴표 없는 날짜"),
    (DABSIMNI, "from = 2026-06-15", 'from = "2026-06-15"', "from", "ages.from", "따옴표 없는 날짜"),
    (SIHEUNG, "numbers = [1, 2]", "numbers = [2, 1]", "numbers", "period.weekday_shared.numbers", "커지는 순서"),
    (SIHEUNG, 'admits = "shared"', 'admits = "both"', "admits", "period.weekday_shared.admission.admits", '"shared"(공용)'),
    ("cafes/KC250801.toml", "dates = [2026-04-11,", "dates = [2026-04-18,", "dates", "season.dates", "같은 날짜가 두 번"),
    ("cafes/GN260301.toml", "2026-04-18~2026-06-21", "2026-06-21~2026-04-18", "spans", "season.spans", "끝이 시작보다"),
]
PLACES = [
    (HYEHWA, 'district = "종로구"', 'district = "종로"', "district", "place.district", "없는 자치구"),
    (HYEHWA, '"JN220501"', '"JN220502"', "code", "code", "파일 이름(JN220501.toml)"),
    (DOBONG, 'district = "도봉구"', 'district = "강북구"', "district", "district", "파일 이름(11320.toml)"),
    (DOBONG, 'district = "도봉구"', 'district = "도봉"', "district", "district", "없는 자치구"),
    ("districts.toml", '"중구" = 11140', '"중구" = 11110', '"중구"', "districts.중구", "종로구의 코드"),
    ("districts.toml", '"중구" = 11140', '"중구" = 1114', '"중구"', "districts.중구", "정수여야"),
    ("districts.toml", "[districts]", "[district]", "[district]", "district", "[districts] 표만"),
    ("holidays.toml", "holidays.2025-01-27", "holidays.2025-02-30", "[holidays.2025-02-30", "holidays.2025-02-30", "날짜로"),
    ("holidays.toml", 'name = "임시공휴일"', "name = 1", "name", "holidays.2023-10-02.name", "따옴표로"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "key", "sentence"), SYNTAX + NAMES + MISSING + KINDS + PLACES)
def test_a_broken_file_is_named_by_file_line_and_key(folder, change, file, old, new, line, key, sentence):
    change(file, old, new)

    found = problems(folder)

    texts = (folder / file).read_text(encoding="utf-8").splitlines()
    fitting = [p for p in found if p.key == key and sentence in p.sentence]
    assert fitting, found
    assert fitting[0].file == f"seed/{file}"
    assert texts[fitting[0].line - 1].startswith(line)
    assert {p.file for p in found} == {f"seed/{file}"} or file in ("districts.toml", CITY)


def test_the_line_is_that_of_the_right_table_of_several(folder, change):
    change(DABSIMNI, "max = 5\n", "max = 5\nmaximum = 6\n")

    (problem,) = problems(folder)

    lines = (folder / DABSIMNI).read_text(encoding="utf-8").splitlines()
    assert (problem.key, lines[problem.line - 1]) == ("ages.maximum", "maximum = 6")


def test_two_files_with_one_code_are_refused(folder):
    twin = folder / "cafes" / "XX000000.toml"
    twin.write_bytes((folder / HYEHWA).read_bytes())

    assert [(p.file, p.key, p.sentence) for p in problems(folder)] == [
        ("seed/cafes/XX000000.toml", "code", "파일 이름(XX000000.toml)과 지점 코드(JN220501)가 다릅니다."),
        ("seed/cafes/XX000000.toml", "code", "JN220501은 seed/cafes/JN220501.toml에도 있습니다."),
    ]


def test_every_problem_of_every_file_is_said_at_once(folder, change):
    change(HYEHWA, "max = 7", "max = 'seven'")
    change(HYEHWA, "child_won = 2000", "child_won = 1.5")
    change(MYEONMOK, "max = 6", "max = 1")
    change(DOBONG, "children_min = 3", "children_min = 0")

    assert [(p.file, p.key) for p in problems(folder)] == [
        ("seed/cafes/JN220501.toml", "ages.max"),
        ("seed/cafes/JN220501.toml", "fees.child_won"),
        ("seed/cafes/JR220801.toml", "ages.max"),
        ("seed/districts/11320.toml", "multi_child.children_min"),
    ]


def test_a_missing_file_is_said(folder):
    (folder / CITY).unlink()

    (problem,) = problems(folder)

    assert problem.file == "seed/city.toml"
    assert "읽을 수 없습니다" in problem.sentence


@pytest.mark.parametrize("encoding", ["euc-kr", "utf-16"])
def test_a_file_in_another_encoding_is_said_with_its_line(folder, encoding):
    file = folder / HYEHWA
    file.write_bytes(b"code = 1\n" + "이름 = '한글'".encode(encoding))

    (problem,) = problems(folder)

    assert (problem.line, "UTF-8" in problem.sentence) == (2, True)


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 100_000])
def test_a_monstrous_value_is_a_sentence_too(folder, change, value):
    change(HYEHWA, "max = 7", f"max = {value}")

    (problem,) = problems(folder)

    assert "TOML 문법" in problem.sentence
    assert problem.key == "ages.max"


def test_a_file_saved_by_notepad_is_read(folder):
    file = folder / HYEHWA
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert "JN220501" in {cafe.code for cafe in places(folder).cafes}


def test_an_empty_file_lacks_everything(folder):
    (folder / HYEHWA).write_text("", encoding="utf-8")

    assert [(p.line, p.key) for p in problems(folder)] == [(1, "code"), (1, "place")]


def test_a_problem_is_one_line_for_the_reader(folder, change):
    change(HYEHWA, "min = 3", "min = -3")

    (problem,) = problems(folder)

    line = (folder / HYEHWA).read_text(encoding="utf-8").splitlines().index("min = -3") + 1
    expected = f"seed/cafes/JN220501.toml {line}행, ages.min: 0부터 216까지의 정수여야 합니다(지금 -3)."
    assert str(problem) == expected


def test_a_file_from_elsewhere_stands_on_the_seed(cafe_file):
    found = some_places([cafe_file("[ages]\nbasis = 'year_age'\nmax = 6 @")])

    assert [(cafe.code, [one.section for one in cafe.stated]) for cafe in found.cafes] == [("XX990101", ["ages"])]


def test_a_cafe_brings_the_rules_of_its_district_along(folder):
    found = some_places([folder / MYEONMOK, folder / HYEHWA], folder)

    assert [one.name for one in found.district_rules] == ["종로구", "중랑구"]


def test_the_city_may_be_among_the_files(folder, change):
    change(CITY, "child_won = 2000", "child_won = 2500")

    city = some_places([folder / CITY]).city

    assert next(one for one in city if one.section == "fees").content["child_won"] == 2500


def test_the_same_file_twice_is_one(folder):
    assert len(some_places([folder / HYEHWA, folder / "cafes" / ".." / HYEHWA], folder).cafes) == 1
