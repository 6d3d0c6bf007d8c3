"""The process that runs the timetable until it is told to stop."""

import logging
import signal
import sys
from datetime import datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from booking import create_app
from booking.config import ConfigError
from booking.rules.times import SEOUL

from .running import JobFailed, run
from .schedule import TIMETABLE, Entry
from .stopping import STOPPING

log = logging.getLogger("jobs")


def serve() -> int:
    """Run the timetable until SIGTERM or Ctrl-C; a job that runs then may finish. Returns the exit code."""
    # The scheduler tells of every single run; the jobs say themselves when they did something.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    try:
        app = create_app()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    scheduler = timetable(app)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _stop)
    log.info("jobs: %s", ", ".join(f"{entry.name} {entry.when}" for entry in TIMETABLE))
    try:
        scheduler.start()
    except SystemExit:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_IGN)
        scheduler.shutdown()
    log.info("jobs: stopped")
    return 0


def _stop(_sign: int, _frame: FrameType | None) -> None:
    STOPPING.set()
    sys.exit(0)


def timetable(app: Flask) -> BlockingScheduler:
    """The scheduler with every job in it, held in memory: shared by processes, a store runs each job once per process."""
    scheduler = BlockingScheduler(
        timezone=SEOUL,
        executors={"default": ThreadPoolExecutor(len(TIMETABLE))},
        # However late a run is, it runs, once: every job asks what is due.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for entry in TIMETABLE:
        scheduler.add_job(
            _run,
            entry.trigger,
            args=[app, entry],
            id=entry.name,
            name=entry.name,
            next_run_time=datetime.now(SEOUL),
        )
    return scheduler


def _run(app: Flask, entry: Entry) -> None:
    try:
        count = run(app, entry)
    except JobFailed as failed:
        log.error("%s (다음 차례에 다시 시도합니다)", failed)
        return
    if count:
        log.info("%s: %s", entry.name, count)
