"""One job by hand: ``python -m jobs send_notices --now 2026-11-24T09:00:00+09:00``."""

import argparse
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NoReturn

from booking import create_app, logs
from booking.config import ConfigError

from .running import JobFailed, run
from .schedule import TIMETABLE, Entry

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What the command line asks for: a job (``None``: the whole timetable) and its clock."""

    name: str | None
    now: datetime | None


class _Wrong(Exception):
    pass


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Wrong(f"명령을 이해하지 못했습니다: {message}. 예: python -m jobs send_notices")


def told(argv: list[str]) -> Wish | int:
    """What the command line asks for, or the exit code when all is said already."""
    parser = _Parser(prog="python -m jobs", description="예약 서비스의 작업을 시간표대로, 또는 하나를 한 번 실행합니다.")
    parser.add_argument("name", nargs="?", help="한 번 실행할 작업")
    parser.add_argument("--now", help="작업의 시계: 2026-11-24T09:00:00+09:00")
    parser.add_argument("--list", action="store_true", help="시간표를 보여 줍니다")
    try:
        args = parser.parse_args(argv)
        if args.list:
            for entry in TIMETABLE:
                summary = (sys.modules[entry.run.__module__].__doc__ or "").strip()
                print(f"{entry.name:<18}{entry.when:<14}{summary}")
            return 0
        return _wish(args.name, args.now)
    except _Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 2


def _wish(name: str | None, now: str | None) -> Wish:
    names = [entry.name for entry in TIMETABLE]
    if name is not None and name not in names:
        raise _Wrong(f"{name!r} 이라는 작업은 없습니다. 있는 작업: {', '.join(names)}.")
    if now is not None and name is None:
        raise _Wrong("--now 는 작업 하나를 실행할 때만 씁니다. 시간표 전체의 시계는 CLOCK_SHIFT 로 옮깁니다.")
    return Wish(name, instant(now) if now is not None else None)


def instant(text: str) -> datetime:
    """The instant that ``--now`` states.

    :raises _Wrong: it is none, has no zone, or is centuries away.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Wrong(f"--now {text!r} 을(를) 읽을 수 없습니다. 예: 2026-11-24T09:00:00+09:00.") from error
    if at.tzinfo is None:
        raise _Wrong(f"--now {text!r} 에 시간대가 없습니다. 서울이면 끝에 +09:00 을 붙여 주세요.")
    if not EARLIEST <= at <= LATEST:
        raise _Wrong(f"--now {text!r} 은(는) 2000년부터 2199년까지여야 합니다.")
    return at


def run_once(wish: Wish) -> int:
    """Run the job once and print how much it did; return the exit code."""
    entry: Entry = next(entry for entry in TIMETABLE if entry.name == wish.name)
    try:
        app = create_app()
        # Standard output is the answer's; only what went wrong is told beside it.
        logs.configure(replace(app.config["SETTINGS"], log_level="warning"), "stderr")
        count = run(app, entry, wish.now)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except JobFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(f"{entry.name}: {count}", flush=True)
    return 0
