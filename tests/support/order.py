"""In which order a whole run goes: its longest files first and apart, so that none is left alone at the end."""

import os
from collections.abc import Sequence

import pytest

LONGEST = (
    "tests/look/test_axe.py",
    "tests/day/test_one_day.py",
    "tests/jobs/test_schedulers.py",
    "tests/faults/test_planted.py",
    "tests/faults/test_short.py",
    "tests/explain/test_why_and_reserving.py",
    "tests/city/",
    "tests/jobs/test_by_hand.py",
    "tests/attacks/test_matrix.py",
    "tests/api/test_schemathesis.py",
    "tests/races/test_processes.py",
    "tests/attacks/test_server.py",
    "tests/actions/test_why_agrees.py",
)
"""The longest first; a folder where what is set up serves all of its files."""


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The same tests, dealt to the workers of this run (``--dist worksteal`` gives each an equal piece of the list, and
    takes from the end of what another has left): each piece begins with some of the longest files, whole, as what one test
    of a file sets up serves the next."""
    pieces: list[list[pytest.Item]] = [[] for _ in range(int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))]
    others = []
    for item in sorted(items, key=_rank):
        if (rank := _rank(item)) < len(LONGEST):
            pieces[rank % len(pieces)].append(item)
        else:
            others.append(item)
    size, rest = divmod(len(items), len(pieces))
    for number, piece in enumerate(pieces):
        missing = max(0, size + (number >= len(pieces) - rest) - len(piece))
        piece += others[:missing]
        del others[:missing]
    return [item for piece in pieces for item in piece]


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, place in enumerate(LONGEST) if item.nodeid.startswith(place)), len(LONGEST))
