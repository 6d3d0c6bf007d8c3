"""Races are run with real threads on a real database, all let go by one barrier."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from booking.db import db
from booking.rules.refusals import NotThere, Refused
from tests.support.agreement import assert_agreement

Race = Callable[[Sequence[Callable[[], object]]], list[object]]


@pytest.fixture
def race(app: Flask) -> Race:
    """Run these calls at the same moment, each in its own thread, context and connection.

    Returns for each what it returned, or the code of its refusal. Any other error is raised. Afterwards counters, visits and
    ledger must agree.
    """

    def run(calls: Sequence[Callable[[], object]]) -> list[object]:
        barrier = Barrier(len(calls))

        def one(call: Callable[[], object]) -> object:
            with app.app_context():
                barrier.wait(timeout=60)
                try:
                    return call()
                except Refused as refused:
                    return refused.refusal.code.value
                except NotThere:
                    return "not_there"
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(calls)) as pool:
            answers = list(pool.map(one, calls))
        with app.app_context():
            assert_agreement()
            db.session.remove()
        return answers

    return run


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.remove()
