"""How a job stands, by its last run."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.rules.job_times import PACES, past_due, state_of

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def ago(**length: int) -> datetime:
    return NOW - timedelta(**length)


@pytest.mark.parametrize(
    ("run", "state"),
    [
        ({}, "never"),
        ({"started_at": ago(seconds=5)}, "running"),
        ({"started_at": ago(minutes=10)}, "late"),
        ({"started_at": ago(seconds=9), "ended_at": ago(seconds=8), "succeeded_at": ago(seconds=8)}, "well"),
        ({"started_at": ago(seconds=1), "succeeded_at": ago(seconds=20)}, "well"),
        ({"started_at": ago(seconds=9), "ended_at": ago(seconds=8), "failed": True}, "failed"),
        (
            {"started_at": ago(seconds=9), "ended_at": ago(seconds=8), "failed": True, "succeeded_at": ago(minutes=2)},
            "failed",
        ),
        ({"started_at": ago(seconds=9), "ended_at": ago(seconds=8), "failed": True, "succeeded_at": ago(hours=2)}, "late"),
        ({"started_at": ago(minutes=5), "ended_at": ago(minutes=5), "succeeded_at": ago(minutes=5)}, "late"),
        ({"started_at": ago(minutes=4), "ended_at": ago(minutes=4), "succeeded_at": ago(minutes=4)}, "well"),
    ],
)
def test_a_job_that_should_run_every_15_seconds_stands(run, state):
    whole = {"started_at": None, "ended_at": None, "failed": False, "succeeded_at": None} | run

    assert state_of("send_notices", **whole, now=NOW) == state


def test_a_job_is_past_due_from_its_next_turn_on():
    assert past_due("open_slots", ago(minutes=59), NOW) == timedelta()
    assert past_due("open_slots", ago(minutes=61), NOW) == timedelta(minutes=1)
    # After the clock was set back.
    assert past_due("open_slots", NOW + timedelta(hours=3), NOW) == timedelta()


def test_patience_is_never_shorter_than_a_scheduler_needs():
    assert all(pace.patience >= timedelta(minutes=4) for pace in PACES.values())
