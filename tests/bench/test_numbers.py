"""Percentiles and medians, on values whose answers are known by heart."""

import pytest

from bench.bars import Bar
from bench.numbers import figures, of_rounds, percentile
from bench.report import Report
from bench.rush import Seen


def a_seen(*seconds: float, wall: float = 2.0) -> Seen:
    seen = Seen(wall_seconds=wall, generator_seconds=wall / 4, server_cpu_seconds=0.4, database_cpu_seconds=0.2)
    seen.seconds["post"] = list(seconds)
    seen.outcomes["reserved"] = len(seconds)
    return seen


@pytest.mark.parametrize(
    ("count", "part", "expected"),
    [(1, 0.99, 1), (2, 0.5, 1), (100, 0.5, 50), (100, 0.99, 99), (101, 0.99, 100), (1000, 0.95, 950), (4, 1.0, 4)],
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(count, part, expected):
    assert percentile([*range(count, 0, -1)], part) == expected


def test_no_values_have_no_percentile():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_figures_are_answers_per_second_milliseconds_and_shares():
    found = figures("post", a_seen(0.010, 0.020, 0.030, 0.500), "post")

    assert (found.requests, found.per_second) == (4, 2.0)
    assert (found.p50_ms, found.p99_ms, found.max_ms) == (20.0, 500.0, 500.0)
    assert (found.server_cpu_ms, found.database_cpu_ms, found.generator_share) == (100.0, 50.0, 0.25)


def test_rounds_give_medians_but_every_error_and_the_worst_answer():
    rounds = [a_seen(0.010), a_seen(0.020, 0.020), a_seen(0.900, 0.900, 0.900)]
    rounds[0].outcomes["error 500"] = 2
    rounds[2].outcomes["error 500"] = 1

    found = of_rounds([figures("post", seen, "post") for seen in rounds])

    assert (found.requests, found.per_second, found.p50_ms, found.max_ms) == (6, 1.0, 20.0, 900.0)
    assert found.errors == {"error 500": 3}


def test_a_run_with_an_error_or_a_violation_is_not_sound_and_says_so():
    failed = a_seen(0.010)
    failed.outcomes["error ConnectionError"] = 1
    report = Report("18", {"size": "quick"}, lines=[figures("spread: POST alone", failed, "post")])
    clean = Report("18", {"size": "quick"}, lines=[figures("spread: POST alone", a_seen(0.010), "post")])
    broken = Report("18", {"size": "quick"}, lines=clean.lines, violations=["slot 3"])

    assert [one.sound for one in (report, clean, broken)] == [False, True, False]
    assert "error ConnectionError 1" in report.table()
    assert "✗ slot 3" in broken.table()
    assert clean.bars() == [
        Bar("spread: POST alone ≥ 60 × pretix's 11.6/s (0.0 ×: 0/s)", met=False),
        Bar("p99 of every reservation ≤ 500 ms (10 ms)", met=True),
        Bar("no error answers (0)", met=True),
    ]
