"""``python -m seed``: exit codes and sentences, never a stack trace."""

import subprocess
import sys

import pytest

from booking.config import ROOT
from seed.__main__ import main


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
    assert out.splitlines()[-2:] == ["자치구 25곳, 지점 8곳: 바뀐 것이 없습니다.", "체험 계정: 바뀐 것이 없습니다."]


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


def test_an_unknown_command_says_how_to_use_it(capsys):
    assert main(["everything"]) == 2
    assert "쓰는 법" in capsys.readouterr().err


def test_the_accounts_are_printed_without_starting_the_application():
    code = (
        "import sys, seed.__main__ as m; m.main(['accounts']); sys.exit('flask' in sys.modules or 'booking' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, "mom@demo.kidscafe.example" in done.stdout) == (0, True)
