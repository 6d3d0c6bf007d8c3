"""``python -m jobs``: one job by hand, wrong commands in one sentence, and the process that runs the timetable."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from booking import config
from booking.actions.reserve import reserve
from booking.db import db
from jobs.__main__ import main
from jobs.schedule import TIMETABLE
from tests.jobs.day import ROOT
from tests.notices.mailbox import mails
from tests.world import NOW, a_slot, a_world


def environment(settings: config.Settings) -> dict[str, str]:
    return os.environ | {
        "ENV": "test",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "VAR_DIR": str(settings.var_dir),
        "BASE_URL": settings.base_url,
        "CLOCK_SHIFT": "",
    }


def jobs(settings, *command):
    done = subprocess.run(
        [sys.executable, "-m", "jobs", *command],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_job_by_hand_says_how_much_it_did_and_the_second_time_nothing(app, settings):
    with app.app_context():
        a_world()
        db.session.remove()

    # Four weeks from Monday to Monday: 28 days without Mondays are 24, of three slots in two cafés.
    assert jobs(settings, "open_slots", "--now", NOW.isoformat()) == (0, "open_slots: 144\n", "")
    assert jobs(settings, "open_slots", "--now", NOW.isoformat()) == (0, "open_slots: 0\n", "")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["polish_floors"], "'polish_floors' 이라는 작업은 없습니다"),
        (["purge", "--now", "yesterday"], "'yesterday' 을(를) 읽을 수 없습니다"),
        (["purge", "--now", "2026-11-24T09:00:00"], "시간대가 없습니다"),
        (["purge", "--now", "0001-01-01T00:00:00+09:00"], "2000년부터 2199년까지"),
        (["purge", "--now", "9999-12-31T23:59:59-09:00"], "2000년부터 2199년까지"),
        (["purge", "--now"], "명령을 이해하지 못했습니다"),
        (["purge", "send_notices"], "명령을 이해하지 못했습니다"),
        (["--now", "2026-11-24T09:00:00+09:00"], "CLOCK_SHIFT"),
    ],
)
def test_a_wrong_command_is_one_sentence(command, said, capsys):
    assert main(command) == 2

    out, err = capsys.readouterr()
    assert said in err
    assert (out, err.count("\n")) == ("", 1)


def test_the_timetable_can_be_read(capsys):
    assert main(["--list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [entry.name for entry in TIMETABLE]


def test_a_wrong_setting_is_one_sentence(settings):
    wrong = environment(settings) | {"SMTP_URL": "http://mail"}
    for command in (["purge"], []):
        done = subprocess.run(
            [sys.executable, "-m", "jobs", *command],
            cwd=ROOT,
            env=wrong,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_without_tables_a_job_by_hand_fails_in_one_line(tmp_path):
    settings = config.read({"ENV": "test", "SECRET_KEY": "s" * 40, "VAR_DIR": str(tmp_path)})

    code, out, err = jobs(settings, "purge")

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("purge: OperationalError: no such table")


@pytest.fixture
def process(tmp_path):
    """Start the timetable as a process; what it says goes to a file."""
    running = []

    def start(settings):
        said = tmp_path / "said.txt"
        with said.open("w") as file:
            started = subprocess.Popen(
                [sys.executable, "-m", "jobs"], cwd=ROOT, env=environment(settings), stdout=file, stderr=file
            )
        running.append(started)
        return started, said

    yield start
    for started in running:
        if started.poll() is None:
            started.kill()
        started.wait()


def wait_for(true, seconds=40):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_process_works_at_once_and_stops_cleanly_when_told(app, settings, process, sign):
    with app.app_context():
        world = a_world()
        reserve(a_slot(world.hyehwa), actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
        db.session.remove()
    started, said = process(settings)
    wait_for(lambda: "open_slots: " in said.read_text() and "send_notices: " in said.read_text())

    started.send_signal(sign)

    assert started.wait(timeout=20) == 0
    assert "jobs: stopped" in said.read_text()
    assert "Traceback" not in said.read_text()
    assert len(mails(settings)) >= 1


def test_without_its_database_the_process_stays_and_works_when_it_is_back(app, settings, process):
    with app.app_context():
        world = a_world()
        reserve(a_slot(world.hyehwa), actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
        db.session.remove()
        db.engine.dispose()
    bring_back = (take_away_file if settings.is_sqlite else take_away_server)(settings.database_url)
    try:
        started, said = process(settings)
        wait_for(lambda: said.read_text().count("다음 차례에 다시 시도합니다") >= len(TIMETABLE))
    finally:
        bring_back()

    wait_for(lambda: mails(settings) != [])
    assert started.poll() is None
    assert "Traceback" not in said.read_text()


def take_away_file(url: str) -> Callable[[], None]:
    """Leave an empty database in the file's place; bringing back fills that same file."""
    file = Path(url.removeprefix("sqlite:///"))
    away = file.rename(file.with_suffix(".away"))

    def bring_back() -> None:
        with sqlite3.connect(away) as kept, sqlite3.connect(file) as emptied:
            kept.backup(emptied)

    return bring_back


def take_away_server(url: str) -> Callable[[], None]:
    """Let nobody connect to the database."""
    base, _, query = url.replace("postgresql+psycopg://", "postgresql://").partition("?")
    server, _, name = base.rpartition("/")

    def allow(yes: bool) -> None:
        with psycopg.connect(f"{server}/postgres?{query}", autocommit=True) as admin:
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(sql.Identifier(name), sql.Literal(yes)))

    allow(False)
    return lambda: allow(True)
