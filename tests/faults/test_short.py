"""The campaign of ``make faults`` in short: every kind of kill once on either database, and no promise is broken."""

import pytest

from .campaign import FEW, plan, run
from .kills import KINDS

SEED = 20261201


@pytest.mark.parametrize("engine", KINDS)
def test_after_every_kind_of_kill_every_answer_is_true(databases, engine, capsys):
    outcome = run(databases(engine), engine, plan(KINDS[engine], 1, SEED), SEED, crowd=FEW)

    assert [violation.what for violation in outcome.violations] == [], capsys.readouterr().out
    assert {kind: tally.kills for kind, tally in outcome.tallies.items()} == dict.fromkeys(KINDS[engine], 1)
    assert sum(tally.reserved for tally in outcome.tallies.values()) > 0
    assert outcome.looks > 0
    # The worker was replaced: the server did not end with it.
    assert outcome.ends == 0
