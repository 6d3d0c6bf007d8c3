"""For programs that watch: is it ready, and its numbers."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from booking import create_app
from booking.actions.note_job_run import note_job_done, note_job_failed, note_job_started
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.queries.readiness import known_versions
from tests.support.morning import post_form, text_of
from tests.support.service import TOP, free_port
from tests.world import NOW, a_slot

TOKEN = "a-token-for-the-tests"


def values(page: str) -> dict[str, float]:
    """Every series of a page of numbers."""
    told = [line.rpartition(" ") for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in told}


def away(settings, tmp_path):
    """The same settings with a database that is not there."""
    url = f"sqlite:///{tmp_path / 'missing' / 'x.sqlite3'}"
    if not settings.is_sqlite:
        url = f"postgresql+psycopg://u:p@127.0.0.1:{free_port()}/none"
    return replace(settings, database_url=url)


@pytest.fixture
def at_version(app):
    """Let the database say that it stands at this migration; put right again after the test."""

    def set_version(statement: str) -> None:
        with app.app_context(), transaction() as session:
            session.execute(text(statement))

    yield set_version
    set_version("DROP TABLE IF EXISTS alembic_version")
    set_version("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    set_version(f"INSERT INTO alembic_version VALUES ('{known_versions()[0]}')")


def test_ready_means_the_database_answers_at_this_codes_migration(app):
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, text_of(answer)) == (200, "ok")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "migration_missing"),
        ("UPDATE alembic_version SET version_num = '9999'", "migration_newer"),
        ("DELETE FROM alembic_version", "migration_missing"),
        ("DROP TABLE alembic_version", "migration_missing"),
    ],
)
def test_a_database_at_another_migration_is_not_ready(app, at_version, statement, reason):
    at_version(statement)

    answer = app.test_client().get("/readyz")

    assert (answer.status_code, text_of(answer)) == (503, reason)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_database_that_is_away_is_not_ready_and_the_process_is_well(settings, tmp_path):
    client = create_app(away(settings, tmp_path)).test_client()

    answer = client.get("/readyz")

    assert (answer.status_code, text_of(answer)) == (503, "database_away")
    assert client.get("/healthz").status_code == 200
    assert not (tmp_path / "missing" / "x.sqlite3").exists()


def test_a_database_that_takes_calls_and_says_nothing_is_away(settings):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"postgresql+psycopg://u:p@127.0.0.1:{deaf.getsockname()[1]}/none"
        client = create_app(replace(settings, database_url=url)).test_client()

        # Two who ask wait for one question; neither waits for the database.
        answers = [client.get("/readyz") for _ in range(2)]

    assert [text_of(answer) for answer in answers] == ["database_away"] * 2


@pytest.mark.parametrize(
    ("env", "token", "address", "given", "status"),
    [
        ("development", None, "127.0.0.1", None, 200),
        ("development", None, "::1", None, 200),
        ("development", None, "192.0.2.7", None, 404),
        ("production", None, "127.0.0.1", None, 404),
        ("production", None, "127.0.0.1", f"Bearer {TOKEN}", 404),
        ("production", TOKEN, "192.0.2.7", f"Bearer {TOKEN}", 200),
        ("production", TOKEN, "127.0.0.1", None, 401),
        ("production", TOKEN, "127.0.0.1", "Bearer ", 401),
        ("production", TOKEN, "127.0.0.1", f"Bearer {TOKEN}x", 401),
        ("production", TOKEN, "127.0.0.1", f"Basic {TOKEN}", 401),
        ("production", TOKEN, "127.0.0.1", "Bearer 김엄마".encode().decode("latin-1"), 401),
        ("development", TOKEN, "127.0.0.1", None, 401),
    ],
)
def test_the_numbers_are_for_whoever_holds_the_token(app, settings, env, token, address, given, status):
    app.config["SETTINGS"] = replace(settings, env=env, metrics_token=token)
    headers = {"Authorization": given} if given is not None else {}

    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status
    assert ("kidscafe_" in text_of(answer)) == (status == 200)


def test_requests_are_counted_by_rule_and_reservations_by_outcome(app, world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa, capacity_=1)
    mom, stranger = sign_in(world.mom), sign_in(world.stranger)
    before = values(text_of(mom.get("/metrics")))

    post_form(mom, f"/slots/{slot_id}/reservations", child_ids=[world.jia], adults=1, request_id="a" * 32)
    post_form(stranger, f"/slots/{slot_id}/reservations", child_ids=[world.stranger_child], adults=1, request_id="b" * 32)

    after = values(text_of(mom.get("/metrics")))
    grown = {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name, 0)}
    route = 'method="POST",route="/slots/<int:slot_id>/reservations"'
    assert grown[f'kidscafe_requests_total{{{route},status="3xx"}}'] == 1
    assert grown[f'kidscafe_requests_total{{{route},status="4xx"}}'] == 1
    assert grown[f"kidscafe_request_seconds_count{{{route}}}"] == 2
    assert grown['kidscafe_reservations_total{outcome="reserved"}'] == 1
    assert grown['kidscafe_reservations_total{outcome="slot_full"}'] == 1


def test_what_waits_and_how_late_jobs_are_is_asked_of_the_database(app, world, within):
    slot_id = within(a_slot, world.hyehwa)
    within(
        reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW - timedelta(minutes=9)
    )
    for name, minutes in (("open_slots", 90), ("send_notices", 5), ("compare_counters", 60)):
        at = NOW - timedelta(minutes=minutes)
        within(note_job_started, name, now=at)
        within(note_job_done, name, 3, started_at=at, now=at)
    within(note_job_started, "send_notices", now=NOW)
    within(note_job_failed, "send_notices", "OperationalError", started_at=NOW, now=NOW)

    found = values(text_of(app.test_client().get("/metrics")))

    assert found["kidscafe_database_up"] == 1
    assert (found["kidscafe_notices_due"], found["kidscafe_notices_claimed"]) == (1, 0)
    assert found["kidscafe_notices_oldest_due_seconds"] == pytest.approx(9 * 60, abs=60)
    assert found['kidscafe_job_past_due_seconds{job="open_slots"}'] == pytest.approx(30 * 60, abs=60)
    assert found["kidscafe_jobs_oldest_past_due_seconds"] == found['kidscafe_job_past_due_seconds{job="open_slots"}']
    assert found['kidscafe_job_past_due_seconds{job="compare_counters"}'] == 0
    assert found['kidscafe_job_failing{job="send_notices"}'] == 1
    assert found["kidscafe_jobs_never_ran"] == 2
    assert found["kidscafe_counter_differences"] == 3
    assert found["kidscafe_counter_comparison_age_seconds"] == pytest.approx(3600, abs=60)


def test_without_its_database_the_numbers_still_come(settings, tmp_path):
    found = values(text_of(create_app(away(settings, tmp_path)).test_client().get("/metrics")))

    assert found["kidscafe_database_up"] == 0
    assert "kidscafe_notices_due" not in found


def test_a_scrape_shows_what_all_processes_counted(tmp_path):
    code = """
import os
from booking import metrics
for number in (2, 3):
    if os.fork() == 0:
        for _ in range(number):
            metrics.count_reservation("reserved")
        os._exit(0)
    os.wait()
metrics.count_request("/", "GET", 200, 0.02)
print(metrics.page([]).decode())
"""
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=TOP,
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    found = values(told.stdout)
    assert found['kidscafe_reservations_total{outcome="reserved"}'] == 5
    assert found['kidscafe_request_seconds_bucket{le="0.05",method="GET",route="/"}'] == 1
    assert len(list(Path(tmp_path).glob("counter_*.db"))) == 3
