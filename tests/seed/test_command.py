"""``python -m seed``: exit codes and sentences, never a stack trace."""

import subprocess
import sys

import pytest

from booking.config import ROOT
from seed.__main__ import FOLDER, main

CAFES = sorted((FOLDER / "cafes").glob("*.toml"))
HYEHWA = str(FOLDER / "cafes" / "JN220501.toml")


@pytest.fixture
def environment(database_url, tmp_path, monkeypatch):
    """The command's environment points to the test's database."""
    for name, value in {
        "ENV": "test",
        "SECRET_KEY": "test " * 10,
        "DATABASE_URL": database_url,
        "VAR_DIR": str(tmp_path),
        "BASE_URL": "http://localhost",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_places_then_people_then_nothing_new(environment, capsys):
    assert [main([]), main(["demo"]), main([]), main(["demo"])] == [0, 0, 0, 0]

    out = capsys.readouterr().out
    assert "체험 계정 19개를 넣었습니다." in out
    assert out.splitlines()[-2:] == [f"지점 {len(CAFES)}곳: 바뀐 것이 없습니다.", "체험 계정: 바뀐 것이 없습니다."]


def test_of_a_broken_file_nothing_is_loaded(environment, folder, change, rows, capsys):
    change("cafes/YC221101.toml", "min = 3", "min = 9")

    assert main([], folder) == 1

    error = capsys.readouterr().err
    assert "아무것도 넣지 않았습니다" in error
    assert "seed/cafes/YC221101.toml" in error
    assert "ages.max: 최소(9)가 최대(6)보다 큽니다." in error
    assert not any(rows().values())


def test_people_before_places_are_told_what_to_do(environment, capsys):
    assert main(["demo"]) == 1
    assert "먼저 python -m seed" in capsys.readouterr().err


def test_no_demo_people_in_production(environment, rows, capsys):
    assert main([]) == 0
    environment.setenv("ENV", "production")
    environment.setenv("BASE_URL", "https://kidscafe.example")
    capsys.readouterr()

    assert main(["demo"]) == 1

    assert "운영 환경(ENV=production)에는 체험 계정을 넣지 않습니다" in capsys.readouterr().err
    assert rows()["account"] == []


def test_a_database_that_is_not_ready_is_a_sentence(environment, tmp_path, capsys):
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")

    assert main([]) == 1

    assert "flask --app wsgi db upgrade" in capsys.readouterr().err


def test_a_wrong_setting_is_a_sentence(environment, capsys):
    environment.setenv("CLOCK_SHIFT", "yesterday")

    assert main([]) == 1

    assert "CLOCK_SHIFT" in capsys.readouterr().err


def test_files_are_only_looked_at(environment, rows, capsys):
    assert main(["check", HYEHWA, str(FOLDER / "districts" / "11260.toml")]) == 0

    assert capsys.readouterr().out == "잘못된 곳이 없습니다: 자치구 파일 1개, 지점 파일 1개를 살펴보았습니다.\n"
    assert not any(rows().values())


def test_the_citys_files_are_looked_at_too(folder, change, capsys):
    names = [str(folder / f"{name}.toml") for name in ("city", "holidays", "districts")]

    assert main(["check", *names]) == 0
    assert capsys.readouterr().out == (
        "잘못된 곳이 없습니다: 시 파일 1개, 자치구 목록 파일 1개, 공휴일 파일 1개를 살펴보았습니다.\n"
    )

    change("holidays.toml", "name =", "nam =")
    assert main(["check", names[1]]) == 1
    assert "holidays.2023-10-02.nam: 모르는 이름입니다. 혹시 name인가요?" in capsys.readouterr().err


def test_a_mistake_is_one_line_with_file_line_and_key(folder, change, capsys):
    change("cafes/JN220501.toml", "min = 3", "min = -3")
    file = folder / "cafes" / "JN220501.toml"

    assert main(["check", str(file)]) == 1

    line = file.read_text(encoding="utf-8").splitlines().index("min = -3") + 1
    assert capsys.readouterr().err.splitlines() == [
        "파일에 잘못된 곳이 1군데 있습니다.",
        f"{file} {line}행, ages.min: 0부터 216까지의 정수여야 합니다(지금 -3).",
    ]


BEYOND = """\
[ages]
basis = "year_age"
max = 13 @

[period.grown]
days = ["saturday"] @

[period.grown.ages]
basis = "full_age"
max = 12
"""
SAID = "시의 0~9세를 벗어"


def test_a_band_beyond_0_to_9_is_told_with_its_line_and_source_by_check(cafe_file, capsys):
    file = cafe_file(BEYOND)

    assert main(["check", str(file)]) == 0

    lines = file.read_text(encoding="utf-8").splitlines()
    word = f"{SAID}난 나이입니다. 지점이 스스로 밝힌 값일 때만 적습니다. 적은 출처: 시험"
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"{file} {lines.index('max = 13 ') + 1}행, ages.max: {word}",
        f"{file} {lines.index('max = 12') + 1}행, period.grown.ages.max: {word}",
    ]


def test_a_band_beyond_0_to_9_is_not_loaded_without_its_source(environment, cafe_file, rows, capsys):
    assert main(["load", "--confirm", str(cafe_file(BEYOND.replace("max = 13 @", "max = 13\nyear = 2026")))]) == 1

    assert "ages.source: 이 키가 없습니다." in capsys.readouterr().err
    assert not any(rows().values())


def test_a_band_beyond_0_to_9_is_told_by_load_when_it_comes_and_not_again(environment, cafe_file, capsys):
    file = cafe_file(BEYOND)

    assert [main(["load", str(file)]), main(["load", str(file)])] == [0, 0]

    told = [line for line in capsys.readouterr().out.splitlines() if SAID in line]
    whose = "의 나이는 시의 0~9세를 벗어납니다. 지점이 밝힌 출처: 시험"
    assert told == [f"중구 시험점: [ages]{whose}", f"중구 시험점: [period.grown]{whose}"]


def test_one_file_is_loaded_written_back_and_changes_nothing(environment, tmp_path, capsys):
    assert main(["load", HYEHWA]) == 0
    capsys.readouterr()

    assert main(["export", "JN220501"]) == 0
    file = tmp_path / "JN220501.toml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")

    assert main(["load", "--confirm", str(file)]) == main(["load", str(file), "--confirm"]) == 0
    assert capsys.readouterr().out.splitlines() == ["지점 1곳: 바뀐 것이 없습니다."] * 2


def test_a_cafe_that_is_not_there_is_a_sentence(environment, capsys):
    assert main(["export", "XX000000"]) == 1
    assert "XX000000 지점이 없습니다" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_that_is_not_there_is_a_sentence(environment, rows, capsys, command):
    assert main([command, "nowhere.toml"]) == 1
    assert "nowhere.toml 1행, 파일을 읽을 수 없습니다" in capsys.readouterr().err
    assert not any(rows().values())


@pytest.mark.parametrize("words", [["load"], ["load", "--confirm"], ["load", "--force", HYEHWA], ["check"], ["export"]])
def test_half_a_command_says_how_to_use_it(words, capsys):
    assert main(words) == 2
    assert "쓰는 법" in capsys.readouterr().err


def test_an_unknown_command_says_how_to_use_it(capsys):
    assert main(["everything"]) == 2
    assert "쓰는 법" in capsys.readouterr().err


def test_the_accounts_are_printed_without_starting_the_application():
    code = (
        "import sys, seed.__main__ as m; m.main(['accounts']); sys.exit('flask' in sys.modules or 'booking' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, "mom@demo.kidscafe.example" in done.stdout) == (0, True)


def test_an_unknown_option_of_the_city_is_told_before_anything_is_loaded(environment, rows, capsys):
    assert main(["city", "--family", "3"]) == 1

    assert "--family는 모르는 선택지입니다. 쓸 수 있는 것: --families" in capsys.readouterr().err
    assert not any(rows().values())


def test_a_city_is_not_built_beside_demo_people(environment, folder, rows, capsys):
    assert [main([], folder), main(["demo"], folder)] == [0, 0]
    before = rows()

    assert main(["city", "--families", "3", "--visits", "0"]) == 1
    assert "빈 데이터베이스에만 넣을 수 있는데" in capsys.readouterr().err
    assert rows() == before
