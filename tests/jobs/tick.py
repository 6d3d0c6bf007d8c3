"""A process of its own that runs jobs by hand, and may be killed at a chosen moment: ``python -m tests.jobs.tick``.

It patches our own functions to be killed *after* they did their real work, so that the product needs no hooks.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from booking.notices import deliver
from booking.notices.file_sender import FileSender
from jobs.__main__ import main

JOBS = ("open_slots", "mark_no_shows", "send_notices")


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


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
