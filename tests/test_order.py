"""The order of a whole run leaves no test out and deals the longest files to all workers."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.order import LONGEST, longest_first

TOP = Path(__file__).resolve().parents[1]


def test_the_longest_files_and_folders_are_there():
    assert [place for place in LONGEST if not (TOP / place).exists()] == []


@pytest.mark.parametrize("others", [0, 1, 2, 500])
@pytest.mark.parametrize("workers", [1, 2, 3, 4, 50])
def test_no_test_is_left_out_and_each_worker_begins_with_a_long_file(monkeypatch, workers, others):
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", str(workers))
    names = [
        *(f"tests/other.py::test_{n}" for n in range(others)),
        *(f"{place}::test_{n}" for n in (1, 2) for place in LONGEST),
    ]
    items = [SimpleNamespace(nodeid=name) for name in names]

    ordered = [item.nodeid for item in longest_first(items)]

    assert sorted(ordered) == sorted(names)
    if others == 500 and workers < len(LONGEST):
        # Each worker's piece, as xdist cuts them.
        starts, left = [], len(ordered)
        for number in range(workers):
            starts.append(len(ordered) - left)
            left -= left // (workers - number)
        assert [ordered[start].partition("::")[0] for start in starts] == list(LONGEST[:workers])
