"""When the set-up migrates and seeds, and when it refuses."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.support.postgres import server_url
from tools import database
from tools.say import Stop
from tools.settings import Run

KNOWN = ["0001", "0002"]


def a_database(path, version):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [version])
    return path


def is_older(file):
    return database.is_older(database.look_at_file(file).version, KNOWN)


def a_run(tmp_path, **values):
    values = {"env": "development", "host": "127.0.0.1", "port": 8000, "sqlite": tmp_path / "db"} | values
    return Run(var_dir=tmp_path, **values)


def test_a_missing_database_is_migrated(tmp_path):
    assert is_older(tmp_path / "none")


def test_an_empty_file_is_migrated(tmp_path):
    (tmp_path / "empty").touch()

    assert is_older(tmp_path / "empty")


def test_an_older_database_is_migrated(tmp_path):
    assert is_older(a_database(tmp_path / "db", "0001"))


def test_a_current_database_is_left_alone(tmp_path):
    assert not is_older(a_database(tmp_path / "db", "0002"))


def test_a_database_of_a_newer_version_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(Stop, match="새 버전"):
        is_older(a_database(tmp_path / "db", "0003"))


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "db").write_text("not a database, " * 100)

    with pytest.raises(Stop, match="SQLite"):
        database.look_at_file(tmp_path / "db")


def test_looking_at_a_missing_database_does_not_make_one(tmp_path):
    database.look_at_file(tmp_path / "none")

    assert not (tmp_path / "none").exists()


def test_versions_are_the_numbers_of_the_migration_files(tmp_path):
    for name in ("0002_more.py", "0001_first.py", "__init__.py"):
        (tmp_path / name).touch()

    assert database.known_versions(tmp_path) == KNOWN


def test_another_database_file_is_seeded_again(tmp_path):
    run = a_run(tmp_path)
    a_database(tmp_path / "db", "0002")
    before = database.seed_fingerprint(run, database.look(run))
    a_database(tmp_path / "other", "0002").replace(tmp_path / "db")

    assert database.seed_fingerprint(run, database.look(run)) != before


def test_the_seed_of_production_is_another_than_that_of_trials(tmp_path):
    run = a_run(tmp_path)
    found = database.look(run)

    assert database.seed_fingerprint(run, found) != database.seed_fingerprint(replace(run, env="production"), found)


def test_a_broken_record_means_seeding_again(tmp_path):
    (tmp_path / "record").write_text('{"database":')

    assert not database.seeded_before(tmp_path / "record", {})


def test_a_postgresql_database_tells_its_version_and_which_it_is(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", server_url(tmp_path_factory))
    run = a_run(tmp_path, sqlite=None)

    found = database.look(run)

    assert found.version is None
    assert found.identity
    assert "postgres" not in found.identity


def test_a_postgresql_server_that_is_away_counts_as_empty(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    assert database.look(a_run(tmp_path, sqlite=None)) == database.Found(None, "")
