"""How a client that lost an answer comes to know: it asks again, with the same words, until it is told."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .browser import Browser, Fields
from .journal import Act, Answer, Journal

PATIENCE_SECONDS = 120
"""After so long without a definite answer the client gives up, which is a violation."""
PAUSE_SECONDS = 0.2
BROKEN_TRIES = 3


def ask(journal: Journal, browser: Browser, act: Act, path: str, fields: Fields) -> Answer:
    """Post the form until a definite answer comes. The same fields each time, so the same ``request_id``."""
    until, broken = time.monotonic() + PATIENCE_SECONDS, 0
    while True:
        answer = journal.hear(act, browser.post(path, fields))
        broken += answer.status == 500
        if answer.definite or broken >= BROKEN_TRIES or time.monotonic() > until:
            return answer
        time.sleep(PAUSE_SECONDS)


def ask_twice(journal: Journal, browser: Browser, act: Act, path: str, fields: Fields) -> Answer:
    """The same form from two connections at the same moment: a hasty thumb. Both answers are settled."""
    both(lambda: ask(journal, browser, act, path, fields), lambda: _from_twin(journal, browser, act, path, fields))
    return act.answers[-1]


def both(one: Callable[[], object], other: Callable[[], object]) -> None:
    """Do both at the same moment; whatever either raised is raised."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(one), pool.submit(other)]:
            done.result()


def _from_twin(journal: Journal, browser: Browser, act: Act, path: str, fields: Fields) -> None:
    twin = browser.twin()
    ask(journal, twin, act, path, fields)
    twin.close()


def open_page(browser: Browser, path: str) -> Answer:
    """Load a page, again and again while the server is away."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = browser.get(path)
        if answer.definite or time.monotonic() > until:
            return answer
        time.sleep(PAUSE_SECONDS)
