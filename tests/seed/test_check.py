"""Broken files are named by file, line and key, in a sentence; whole ones pass."""

import pytest

from seed.check import places
from seed.problems import SeedError

HYEHWA = "cafes/JN220501.toml"
MYEONMOK = "cafes/JR220801.toml"
SINJEONG = "cafes/YC221101.toml"
CITY = "city.toml"


def problems(folder):
    with pytest.raises(SeedError) as caught:
        places(folder)
    return caught.value.problems


def test_every_file_of_the_seed_is_whole(folder):
    found = places(folder)

    assert len(found.cafes) == 8
    assert len(found.districts) == 25


# file, what stands there, what is written instead, the line's beginning, key, a piece of the sentence
BROKEN = [
    (HYEHWA, 'code = "JN220501"', "code = JN220501", "code =", "code", "TOML 문법"),
    (HYEHWA, "max = 7", "max = 7\nmax = 8", "max = 8", "max", "TOML 문법"),
    (HYEHWA, "max = 7", "max = 7\nmaximum = 8", "maximum", "ages.maximum", "모르는 이름"),
    (HYEHWA, "max = 7", "max = 7\nsorce = 'x'", "sorce", "ages.sorce", "혹시 source인가요"),
    (HYEHWA, "[fees]", "[fee]", "[fee]", "fee", "혹시 fees인가요"),
    (HYEHWA, 'code = "JN220501"', 'code = "JN220501"\nowner = "x"', "owner", "owner", "모르는 이름"),
    (HYEHWA, "[notes.socks]", "[notes.shoes]", "[notes.shoes]", "notes.shoes", "모르는 이름"),
    (SINJEONG, 'code = "YC221101"', 'code = "YC221101"\nopening = 3', "opening", "opening", "표여야"),
    (HYEHWA, "max = 7\n", "", "[ages]", "ages.max", "이 키가 없습니다"),
    (HYEHWA, 'code = "JN220501"', "", "# 서울형", "code", "이 키가 없습니다"),
    (HYEHWA, "max = 7\nyear = 2022\n", "max = 7\n", "[ages]", "ages.year", "이 키가 없습니다"),
    (HYEHWA, "min = 3", 'min = "3"', "min", "ages.min", "정수여야"),
    (HYEHWA, "min = 3", "min = true", "min", "ages.min", "정수여야 합니다(지금 true)"),
    (HYEHWA, "min = 3", "min = 3.0", "min", "ages.min", "정수여야"),
    (HYEHWA, "min = 3", "min = -1", "min", "ages.min", "정수여야"),
    (HYEHWA, "min = 3", "min = 8", "max = 7", "ages.max", "최소(8)가 최대(7)보다"),
    (HYEHWA, '"full_age"', '"korean_age"', "basis", "ages.basis", '"year_age"(연나이)'),
    (HYEHWA, 'district = "종로구"', 'district = "종로"', "district", "place.district", "없는 자치구"),
    (HYEHWA, '"02-742-3320"', '"전화 없음"', "phone", "place.phone", "전화번호"),
    (HYEHWA, "latitude = 37.59048", "latitude = 35.1", "latitude", "place.latitude", "서울의 좌표"),
    (HYEHWA, "longitude = 126.99881", "longitude = nan", "longitude", "place.longitude", "서울의 좌표"),
    (HYEHWA, '"2022-05-31"', '"2022-13"', "when", "opening.when", "아는 만큼만"),
    (HYEHWA, '["화", "수", "목", "금", "토"]', '["화", "수", "화"]', "open", "days.open", "두 번"),
    (HYEHWA, '["화", "수", "목", "금", "토"]', '["화", "Wed"]', "open", "days.open", "요일이 아닙니다"),
    (HYEHWA, '["화", "수", "목", "금", "토"]', '["토", "일"]', "sunday", "timetable.sunday", "회차가 없습니다"),
    (HYEHWA, "13:00~15:00", "15:00~13:00", "weekday", "timetable.weekday", "끝이 시작보다"),
    (HYEHWA, "13:00~15:00", "11:00~15:00", "weekday", "timetable.weekday", "겹치거나"),
    (HYEHWA, "13:00~15:00", "25:00~26:00", "weekday", "timetable.weekday", "시각이 아닙니다"),
    (HYEHWA, "derivation =", "# derivation =", "[timetable]", "timetable.derivation", "무엇에서 계산"),
    (HYEHWA, "children = 30", "children = -1", "children", "capacity.individual.children", "정수여야"),
    (HYEHWA, "child_won = 2000", "child_won = -2000", "child_won", "fees.child_won", "정수여야"),
    (
        HYEHWA,
        "open_on_holidays = false",
        "open_on_holidays = 0",
        "open_on_holidays",
        "holidays.open_on_holidays",
        "true 또는 false",
    ),
    (HYEHWA, 'text = "미끄럼', 'text = "\\u0000미끄럼', "text", "notes.socks.text", "제어 문자"),
    (HYEHWA, 'name = "혜화동점', f'name = "{"혜" * 80}', "name", "place.name", "80자보다"),
    (HYEHWA, 'source = "우리', 'source = " " # ', "source", "place.source", "비어 있습니다"),
    (HYEHWA, '"JN220501"', '"JR220801"', "code", "code", "파일 이름(JN220501.toml)"),
    (HYEHWA, '"JN220501"', '"../../etc"', "code", "code", "지점 코드는"),
    (CITY, "visits_per_day = 1\n", "", "[limits]", "limits.visits_per_day", "이 키가 없습니다"),
    (CITY, "visits_per_day = 1", "visits_per_day = 0", "visits_per_day", "limits.visits_per_day", "정수여야"),
    (
        CITY,
        "children_per_reservation = 5",
        "children_per_reservation = 6",
        "children_per",
        "limits.children_per_reservation",
        "1부터 5",
    ),
    (CITY, "[minutes]", "[notes.entrance]\ntext = 'x'\n[minuten]", "[minuten]", "minuten", "혹시 minutes"),
    (CITY, "valid_from = 2022-05-31", "valid_from = 2022-02-30", "valid_from", "valid_from", "TOML 문법"),
    (CITY, "valid_from = 2022-05-31", 'valid_from = "2022-05-31"', "valid_from", "valid_from", "따옴표 없는 날짜"),
    ("districts.toml", '"중구" = 11140', '"중구" = 11110', '"중구"', "districts.중구", "종로구의 코드"),
    ("districts.toml", '"중구" = 11140', '"중구" = 1114', '"중구"', "districts.중구", "정수여야"),
    ("districts.toml", "[districts]", "[district]", "[district]", "district", "[districts] 표만"),
    ("holidays.toml", "holidays.2025-01-27", "holidays.2025-02-30", "[holidays.2025-02-30", "holidays.2025-02-30", "날짜로"),
    ("holidays.toml", 'name = "임시공휴일"', "name = 1", "name", "holidays.2023-10-02.name", "따옴표로"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "key", "sentence"), BROKEN)
def test_a_broken_file_is_named_by_file_line_and_key(folder, change, file, old, new, line, key, sentence):
    change(file, old, new)

    found = problems(folder)

    texts = (folder / file).read_text(encoding="utf-8").splitlines()
    fitting = [p for p in found if p.key == key and sentence in p.sentence]
    assert fitting, found
    assert fitting[0].file == f"seed/{file}"
    assert texts[fitting[0].line - 1].startswith(line)
    assert {p.file for p in found} == {f"seed/{file}"} or file == "districts.toml"


def test_a_band_outside_0_to_9_needs_a_source(folder, change):
    change(HYEHWA, "max = 7\nyear = 2022\nsource", "max = 12\nyear = 2022\n# source")

    found = problems(folder)

    assert [(p.key, p.sentence) for p in found if p.key == "ages.max"] == [
        ("ages.max", "0~9세를 벗어난 나이대(12세)는 출처(source)가 있어야 합니다.")
    ]


def test_a_band_outside_0_to_9_with_a_source_is_the_cafes_own(folder, change):
    change(HYEHWA, "max = 7", "max = 12")

    (hyehwa,) = (cafe for cafe in places(folder).cafes if cafe.code == "JN220501")

    assert hyehwa.stated.policy["age_max"] == 12


def test_two_files_with_one_code_are_refused(folder):
    twin = folder / "cafes" / "XX000000.toml"
    twin.write_bytes((folder / HYEHWA).read_bytes())

    assert [(p.file, p.key, p.sentence) for p in problems(folder)] == [
        ("seed/cafes/XX000000.toml", "code", "파일 이름(XX000000.toml)과 지점 코드(JN220501)가 다릅니다."),
        ("seed/cafes/XX000000.toml", "code", "JN220501은(는) seed/cafes/JN220501.toml에도 있습니다."),
    ]


def test_every_problem_of_every_file_is_said_at_once(folder, change):
    change(HYEHWA, "max = 7", "max = 'seven'")
    change(MYEONMOK, "max = 6", "max = 1")
    change(CITY, "child_won = 2000", "child_won = 1.5")

    assert [(p.file, p.key) for p in problems(folder)] == [
        ("seed/cafes/JN220501.toml", "ages.max"),
        ("seed/cafes/JR220801.toml", "ages.max"),
        ("seed/city.toml", "fees.child_won"),
    ]


def test_a_missing_file_is_said(folder):
    (folder / CITY).unlink()

    (problem,) = problems(folder)

    assert problem.file == "seed/city.toml"
    assert "읽을 수 없습니다" in problem.sentence


def test_a_file_in_another_encoding_is_said_with_its_line(folder):
    file = folder / HYEHWA
    file.write_bytes(b"code = 1\n" + "이름".encode("euc-kr"))

    (problem,) = problems(folder)

    assert (problem.line, "UTF-8" in problem.sentence) == (2, True)


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 100_000])
def test_a_monstrous_value_is_a_sentence_too(folder, change, value):
    change(HYEHWA, "max = 7", f"max = {value}")

    (problem,) = problems(folder)

    assert "TOML 문법" in problem.sentence


def test_a_file_saved_by_notepad_is_read(folder):
    file = folder / HYEHWA
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert len(places(folder).cafes) == 8


def test_a_problem_is_one_line_for_the_reader(folder, change):
    change(HYEHWA, "min = 3", "min = -3")

    (problem,) = problems(folder)

    line = (folder / HYEHWA).read_text(encoding="utf-8").splitlines().index("min = -3") + 1
    expected = f"seed/cafes/JN220501.toml {line}행, ages.min: 0부터 216까지의 정수여야 합니다(지금 -3)."
    assert str(problem) == expected
