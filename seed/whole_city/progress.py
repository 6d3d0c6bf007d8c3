"""What the command says while it works: steps with their time, and how far the longest one is."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

BETWEEN_SECONDS = {True: 0.5, False: 15.0}
"""How often the count is shown: on a terminal one line rewrites itself, elsewhere each is a line of its own."""


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step and say afterwards how long it took."""
    print(f"· {text} …", flush=True)
    begin = time.monotonic()
    yield
    print(f"  ✓ {time.monotonic() - begin:.1f}초", flush=True)


class Progress:
    """How much of ``whole`` is done, now and then. Read the clock of the machine only to pace the lines."""

    def __init__(self, whole: int, what: str) -> None:
        self._whole, self._what = max(whole, 1), what
        self._terminal = sys.stdout.isatty()
        self._begin = self._said = time.monotonic()

    def tell(self, done: int) -> None:
        """Say it when it is time to."""
        now = time.monotonic()
        if now - self._said < BETWEEN_SECONDS[self._terminal]:
            return
        self._said = now
        percent = done * 100 // self._whole
        line = f"  {percent:3}%  {self._what} {done:,}  {now - self._begin:.0f}초"
        print(f"\r\x1b[2K{line}" if self._terminal else line, end="" if self._terminal else "\n", flush=True)

    def end(self) -> None:
        """Clear the line that rewrites itself."""
        if self._terminal:
            print("\r\x1b[2K", end="", flush=True)
