"""The set-up reads the service's own settings, before anything is installed."""

import subprocess
import sys

import pytest

from tools import settings
from tools.environment import TOP
from tools.say import Stop


def test_the_settings_file_needs_only_the_standard_library():
    without_packages = [sys.executable, "-S", "-c", "from tools import settings; settings.load_config()"]

    assert subprocess.run(without_packages, cwd=TOP).returncode == 0


def test_production_without_a_secret_is_refused_with_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("ENV", "production")
    monkeypatch.setenv("BASE_URL", "https://kids.example")
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(Stop, match="SECRET_KEY"):
        settings.read()


def test_a_database_in_a_folder_with_a_strange_name_is_found(monkeypatch, tmp_path):
    folder = tmp_path / "키즈 카페 100% #1"
    monkeypatch.setenv("VAR_DIR", str(folder))
    monkeypatch.setenv("ENV", "test")
    monkeypatch.setenv("SECRET_KEY", "test")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    run = settings.read()

    assert run.sqlite is not None
    assert run.sqlite.parent == folder
