"""Processes that run jobs by hand, and may be killed at a chosen moment: ``python -m tests.jobs.tick`` forks one per order.

It patches our own functions to be killed *after* they did their real work, so that the product needs no hooks. The parent
has made an app once and only forks, which saves each process seconds of importing and compiling.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from holidays import country_holidays
from sqlalchemy.orm import configure_mappers

from booking import create_app
from booking.notices import deliver
from booking.notices.file_sender import FileSender
from jobs.__main__ import main
from tests.support.compiled import compile_addresses_once

# Jobs print to standard output; answers go out beside it.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
JOBS = ("open_slots", "mark_no_shows", "send_notices")
compile_addresses_once()


def fatal(work: Callable[..., Any]) -> Callable[..., Any]:
    """``work``, and after it has done something: kill -9."""

    def then_die(*args: Any, **more: Any) -> Any:
        done = work(*args, **more)
        if done != []:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return then_die


def run(now: str, dies: str) -> int:
    """Run every job at ``now``; die after ``claim``, ``send`` or ``mark``, or ``never``."""
    if dies == "claim":
        deliver.claim_notices = fatal(deliver.claim_notices)
    if dies == "send":
        FileSender.send = fatal(FileSender.send)  # type: ignore[method-assign]
    if dies == "mark":
        deliver.mark_sent = fatal(deliver.mark_sent)
        deliver.mark_skipped = fatal(deliver.mark_skipped)
    return max(main([name, "--now", now]) for name in JOBS)


def serve() -> None:
    """Orders on standard input: ``run <now> <dies> <database> <folder> <what it says>`` answers a process id, ``wait <pid>``
    its exit code (-9: killed)."""
    # For what it imports and compiles, and each process would; it never sees a database, so nothing of it is open in two.
    create_app()
    configure_mappers()
    country_holidays("KR")
    for order in sys.stdin:
        match order.split():
            case ["run", now, dies, url, folder, said]:
                pid = os.fork()
                if pid == 0:
                    os.environ |= {"DATABASE_URL": url, "VAR_DIR": folder}
                    _say_to(said)
                    # Not sys.exit: the parent's standard input must not be read or closed twice.
                    os._exit(_run_and_tell(now, dies))
                answer = pid
            case ["wait", child]:
                answer = os.waitstatus_to_exitcode(os.waitpid(int(child), 0)[1])
            case _:
                raise ValueError(order)
        print(answer, file=ANSWERS, flush=True)


def _say_to(file: str) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_APPEND)
    os.dup2(opened, 1)
    os.dup2(opened, 2)


def _run_and_tell(now: str, dies: str) -> int:
    try:
        return run(now, dies)
    except BaseException:
        traceback.print_exc()
        return 70


if __name__ == "__main__":
    serve()
