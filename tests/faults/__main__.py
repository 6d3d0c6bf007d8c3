"""``python -m tests.faults``: the whole campaign (``make faults``), or a part of it."""

import sys
import time

from .arguments import Wish, told
from .campaign import Outcome, plan, run
from .databases import a_database
from .kills import KINDS
from .planted import FAULTS
from .report import table

PLANTED_CYCLES = 10
"""In so many cycles the checker must have found a planted fault."""


def campaign(wish: Wish) -> int:
    """Kill as often as wished and print the table; 1 when a promise was broken."""
    outcomes: list[Outcome] = []
    for engine in wish.engines:
        kinds = [kind for kind in wish.kinds if kind in KINDS[engine]]
        begin = time.monotonic()
        with a_database(engine) as database:
            outcomes.append(run(database, engine, plan(kinds, wish.kills, wish.seed), wish.seed))
        print(f"· {engine}: {outcomes[-1].cycles} kills in {time.monotonic() - begin:.0f} s", flush=True)
    print(table(outcomes))
    return 1 if any(outcome.violations for outcome in outcomes) else 0


def planted(wish: Wish) -> int:
    """Show that every planted fault is found; 1 when one is not."""
    missed = 0
    for name, fault in FAULTS.items():
        if fault.engine not in wish.engines:
            continue
        with a_database(fault.engine) as database:
            planned = [fault.kinds[n % len(fault.kinds)] for n in range(PLANTED_CYCLES)]
            app = f"tests.faults.planted:{name}"
            outcome = run(database, fault.engine, planned, wish.seed, app=app, say=lambda _: None, keep=False)
        if outcome.violations:
            print(f"✓ {name} ({fault.what}) found in cycle {outcome.cycles}: {outcome.violations[0].what}", flush=True)
        else:
            missed += 1
            print(f"✗ {name} ({fault.what}) was not found in {outcome.cycles} cycles", flush=True)
    return 1 if missed else 0


def main(arguments: list[str]) -> int:
    wish = told(arguments)
    return planted(wish) if wish.planted else campaign(wish)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
