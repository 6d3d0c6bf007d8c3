"""Doubled, killed and late schedulers leave the rows of one that was on time, and each mail once: with real processes."""

from datetime import timedelta

import pytest

from tests.conftest import settings_for
from tests.jobs.day import LATE, Scheduler, Served, play

ON_TIME: dict[str, Served] = {}


@pytest.fixture
def on_time(database_url, templates, tmp_path_factory):
    """What an undisturbed scheduler leaves on this kind of database; played once per run of the tests."""
    engine = database_url.partition(":")[0].partition("+")[0]
    if engine not in ON_TIME:
        folder = tmp_path_factory.mktemp("on_time")
        url = templates.fresh(engine, folder)
        settings = settings_for(url, folder)
        scheduler = Scheduler(settings)
        ON_TIME[engine] = play(settings, scheduler, scheduler.on_time, timedelta())
        templates.give_back(url)
    return ON_TIME[engine]


def test_on_time_everybody_gets_each_mail_once_and_absent_children_lose_their_places(on_time):
    assert on_time.mails == sorted(
        [
            *[("mom@example.kr", kind) for kind in ("reserved", "reminder_day", "reminder_hours", "no_show")],
            *[("stranger@example.kr", kind) for kind in ("reserved", "reminder_day", "reminder_hours", "no_show")],
            *[("guardian0@example.kr", kind) for kind in ("reserved", "reminder_day", "cancelled")],
        ]
    )
    assert [row[1] for row in on_time.rows["visit"]] == ["checked_in", "no_show", "no_show", "cancelled"]
    assert sum(row[4] for row in on_time.rows["slot"]) == 1


def test_two_schedulers_sixty_seconds_apart_are_as_good_as_one(settings, on_time):
    scheduler = Scheduler(settings)
    served = play(settings, scheduler, scheduler.twice_sixty_seconds_apart, timedelta())

    assert served == on_time


@pytest.mark.parametrize("moment", ["claim", "send"])
def test_a_scheduler_killed_in_the_middle_of_a_notice_leaves_no_trace(settings, on_time, moment):
    scheduler = Scheduler(settings)
    served = play(settings, scheduler, scheduler.killed_after(moment), timedelta())

    assert served.killed >= 5
    assert (served.rows, served.mails) == (on_time.rows, on_time.mails)


def test_a_scheduler_three_hours_late_leaves_the_same_rows_but_reminds_nobody_of_a_slot_that_runs(settings, on_time):
    scheduler = Scheduler(settings)
    served = play(settings, scheduler, scheduler.on_time, LATE)

    too_late = [
        (*row[:4], "skipped", "too_late", *row[6:]) if row[0] == "reminder_hours" and row[4] == "sent" else row
        for row in on_time.rows["notice"]
    ]
    assert served.rows == on_time.rows | {"notice": sorted(too_late, key=repr)}
    assert served.mails == [mail for mail in on_time.mails if mail[1] != "reminder_hours"]
