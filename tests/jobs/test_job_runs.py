"""Every run of a job is noted, in one row per job, and no note stands in a job's way."""

from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import select

from booking.actions.note_job_run import note_job_done, note_job_failed, note_job_started
from booking.db import db, transaction
from booking.models import JobRun
from booking.rules.job_times import PACES
from jobs import running
from jobs.running import JobFailed, run
from jobs.schedule import TIMETABLE, Entry
from tests.world import NOW, a_world, an_account


@pytest.fixture
def runs(app):
    """The noted runs by job: (done, error, ended, ever succeeded)."""

    def read():
        with app.app_context():
            with transaction() as session:
                rows = session.scalars(select(JobRun)).all()
                found = {r.name: (r.done, r.error, r.ended_at is not None, r.succeeded_at is not None) for r in rows}
            db.session.remove()
        return found

    return read


def job(work, name="purge") -> Entry:
    return Entry(name, "", IntervalTrigger(hours=1), work)


def test_a_run_is_noted_with_what_it_did(app, runs):
    before = datetime.now(UTC)

    # By hand at another time: noted is when it really ran.
    assert run(app, job(lambda now: 7), NOW - timedelta(days=400)) == 7

    assert runs() == {"purge": (7, None, True, True)}
    with app.app_context(), transaction() as session:
        noted = session.get_one(JobRun, "purge")
        assert before <= noted.started_at <= noted.ended_at == noted.succeeded_at <= datetime.now(UTC)


def test_a_failed_run_is_noted_without_what_the_database_quoted(app, runs, capsys):
    with app.app_context():
        world = a_world()
        db.session.remove()

    def collide(_):
        with transaction() as session:
            an_account(session, "guardian", "mom@example.kr", "김엄마", family_id=world.mom.family_id)

    run(app, job(lambda now: 3))
    with pytest.raises(JobFailed) as failed:
        run(app, job(collide))

    done, error, ended, succeeded = runs()["purge"]
    assert (done, ended, succeeded) == (None, True, True)
    assert error.startswith("IntegrityError")
    assert "mom@example.kr" not in f"{error}{failed.value}{capsys.readouterr()}"


def test_a_mistake_of_ours_is_noted_by_its_kind(app, runs):
    with pytest.raises(JobFailed, match=r"^purge: ZeroDivisionError$"):
        run(app, job(lambda now: 1 // 0))

    assert runs() == {"purge": (None, "ZeroDivisionError", True, False)}


def test_while_it_runs_the_last_result_stays_readable(app, runs):
    seen = []
    run(app, job(lambda now: 3))

    run(app, job(lambda now: seen.append(runs()) or 4))

    assert seen == [{"purge": (3, None, False, True)}]
    assert runs() == {"purge": (4, None, True, True)}


def test_of_two_runs_at_once_the_later_one_counts(app, runs):
    first, second = NOW, NOW + timedelta(seconds=1)
    with app.app_context():
        note_job_started("purge", now=first)
        note_job_started("purge", now=second)
        note_job_failed("purge", "first", started_at=first, now=NOW + timedelta(seconds=2))
        assert runs() == {"purge": (None, None, False, False)}

        note_job_done("purge", 5, started_at=second, now=NOW + timedelta(seconds=3))

    assert runs() == {"purge": (5, None, True, True)}


@pytest.mark.parametrize("broken", ["note_job_started", "note_job_done"])
def test_a_note_that_fails_stops_nothing(app, runs, monkeypatch, broken):
    def fail(*_, **__):
        raise RuntimeError("no notes today")

    monkeypatch.setattr(running, broken, fail)

    assert run(app, job(lambda now: 2)) == 2


def test_the_paces_are_the_timetables():
    assert set(PACES) == {entry.name for entry in TIMETABLE}
    assert all(len(name) <= 30 for name in PACES)
    for entry in TIMETABLE:
        nightly = not isinstance(entry.trigger, IntervalTrigger)
        every = timedelta(days=1) if nightly else entry.trigger.interval

        assert PACES[entry.name].every == every, entry.name
