"""The checker finds what it must: each planted fault within a few cycles, by a violation that is about it."""

import re

import pytest

from .campaign import FEW, run
from .planted import FAULTS

CYCLES = 10


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(databases, name):
    fault = FAULTS[name]
    planned = [fault.kinds[number % len(fault.kinds)] for number in range(CYCLES)]

    outcome = run(
        databases(fault.engine),
        fault.engine,
        planned,
        1,
        app=f"tests.faults.planted:{name}",
        crowd=FEW,
        say=lambda _: None,
        keep=False,
    )

    found = [violation.what for violation in outcome.violations]
    assert any(re.search(fault.seen_as, what) for what in found), found
