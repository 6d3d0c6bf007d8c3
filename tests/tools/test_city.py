"""``make city``: brings the tables up to date and hands its options on."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tools import city, database, settings
from tools.environment import PYTHON


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """What was run, without running it; no set-up."""
    found: list[object] = []
    run = settings.Run("development", "127.0.0.1", 8000, tmp_path / "var", tmp_path / "var" / "x.sqlite3")
    monkeypatch.setattr(settings, "read", lambda: run)
    monkeypatch.setattr(city, "ensure_python", lambda lock: None)
    monkeypatch.setattr(database, "migrate", lambda of: found.append(replace(of)))
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: found.append(command) or subprocess.CompletedProcess(command, 3)
    )
    return found


def test_an_old_database_is_migrated_first_and_the_options_are_handed_on(commands, monkeypatch):
    monkeypatch.setenv("CITY", "--families 40 --seed 7")

    assert city.main() == 3
    migrated, command = commands
    assert isinstance(migrated, settings.Run)
    assert Path(command[0]) == PYTHON
    assert command[1:] == ["-m", "seed", "city", "--families", "40", "--seed", "7"]
