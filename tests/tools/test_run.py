"""What a person reads when ``make run`` cannot start: one sentence, and nothing was installed or changed for it."""

import os
import socket
import subprocess
import sys

import pytest

from tools import run
from tools.environment import TOP
from tools.say import Stop

from .test_database import a_database


def start(tmp_path, **environment):
    """``python -m tools run`` as it is typed; for starts that must be refused."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "tools", "run"],
        cwd=TOP,
        env=kept | {"VAR_DIR": str(tmp_path / "var"), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def assert_one_sentence(answer, word):
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("✗ ")
    assert answer.stderr.count("\n") == 1
    assert word in answer.stderr


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_port_in_use(tmp_path, taken_port):
    assert_one_sentence(start(tmp_path, PORT=str(taken_port)), str(taken_port))


def test_a_port_that_is_no_number(tmp_path):
    assert_one_sentence(start(tmp_path, PORT="eight"), "PORT")


def test_a_database_of_a_newer_version(tmp_path, free_port):
    (tmp_path / "var").mkdir()
    file = a_database(tmp_path / "var" / "booking.sqlite3", "9999")

    assert_one_sentence(start(tmp_path, PORT=str(free_port), DATABASE_URL=f"sqlite:///{file}"), "9999")


def test_a_data_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "var").write_text("in the way")

    assert_one_sentence(start(tmp_path, SECRET_KEY="test"), str(tmp_path / "var"))


def test_production_with_a_shifted_clock(tmp_path):
    answer = start(tmp_path, ENV="production", SECRET_KEY="x" * 40, BASE_URL="https://kids.example", CLOCK_SHIFT="+3h")

    assert_one_sentence(answer, "CLOCK_SHIFT")


def test_an_unknown_host():
    with pytest.raises(Stop, match="HOST"):
        run.check_port("no-such-host.invalid", 8000)


def test_a_free_port_is_fine(free_port):
    run.check_port("127.0.0.1", free_port)
