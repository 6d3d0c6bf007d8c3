"""When the set-up migrates and seeds, and when it refuses."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tools import database
from tools.say import Stop
from tools.settings import Run

KNOWN = ["0001", "0002"]


def a_database(path, version):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [version])
    return path


def a_run(tmp_path, **values):
    values = {"env": "development", "host": "127.0.0.1", "port": 8000, "sqlite": tmp_path / "db"} | values
    return Run(var_dir=tmp_path, **values)


def test_a_missing_database_is_migrated(tmp_path):
    assert database.is_older(database.version(tmp_path / "none"), KNOWN)


def test_an_empty_file_is_migrated(tmp_path):
    (tmp_path / "empty").touch()

    assert database.is_older(database.version(tmp_path / "empty"), KNOWN)


def test_an_older_database_is_migrated(tmp_path):
    assert database.is_older(database.version(a_database(tmp_path / "db", "0001")), KNOWN)


def test_a_current_database_is_left_alone(tmp_path):
    assert not database.is_older(database.version(a_database(tmp_path / "db", "0002")), KNOWN)


def test_a_database_of_a_newer_version_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(Stop, match="새 버전"):
        database.is_older(database.version(a_database(tmp_path / "db", "0003")), KNOWN)


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "db").write_text("not a database, " * 100)

    with pytest.raises(Stop, match="SQLite"):
        database.version(tmp_path / "db")


def test_looking_at_a_missing_database_does_not_make_one(tmp_path):
    database.version(tmp_path / "none")

    assert not (tmp_path / "none").exists()


def test_versions_are_the_numbers_of_the_migration_files(tmp_path):
    for name in ("0002_more.py", "0001_first.py", "__init__.py"):
        (tmp_path / name).touch()

    assert database.known_versions(tmp_path) == KNOWN


def test_another_database_file_is_seeded_again(tmp_path):
    run = a_run(tmp_path)
    a_database(tmp_path / "db", "0002")
    before = database.seed_fingerprint(run)
    a_database(tmp_path / "other", "0002").replace(tmp_path / "db")

    assert database.seed_fingerprint(run) != before


def test_the_seed_of_production_is_another_than_that_of_trials(tmp_path):
    run = a_run(tmp_path, sqlite=None)

    assert database.seed_fingerprint(run) != database.seed_fingerprint(replace(run, env="production"))


def test_a_broken_record_means_seeding_again(tmp_path):
    (tmp_path / "record").write_text('{"database":')

    assert not database.seeded_before(tmp_path / "record", {})
