"""What the tools say: steps while they work, one sentence when they cannot go on."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class Stop(Exception):
    """The tool cannot go on; the text is the one sentence that the person reads."""


def stop(sentence: str) -> NoReturn:
    raise Stop(sentence)


def line(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a slow step and say afterwards how long it took."""
    line(f"· {text} …")
    begin = time.monotonic()
    yield
    line(f"  ✓ {time.monotonic() - begin:.1f}초")


def tick(text: str) -> None:
    """Show that a slow step is alive: one line that rewrites itself on a terminal, nothing in a log file."""
    if sys.stdout.isatty():
        width = max(20, os.get_terminal_size().columns - 4)
        print(f"\r\x1b[2K  {text[:width]}", end="", flush=True)


def end_ticks() -> None:
    if sys.stdout.isatty():
        print("\r\x1b[2K", end="", flush=True)
