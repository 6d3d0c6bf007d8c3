"""``python -m bench [--quick] [--only spread,hot]``: measure, check, print one table. Ends with 1 on any error or violation.

Whether the bars are met is printed and does not change how it ends: a busy machine is no fault of the code.
"""

import argparse
import json
import signal
import sys
from dataclasses import replace

from bench import stages
from bench.measuring import FULL, QUICK
from bench.place import cluster
from bench.pretix import BASELINE
from bench.report import Report, conditions
from bench.stages import NAMES, Run, say
from tools.environment import TOP


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the service (docs/performance.md).")
    parser.add_argument("--quick", action="store_true", help="one round, fewer requests, a small city")
    parser.add_argument("--only", default=",".join(NAMES), metavar="NAME,…", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--growth", metavar="VISITS,…", help="so many visits in the tables: 10000,10000000")
    options = parser.parse_args(arguments)
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    size = QUICK if options.quick else FULL
    if options.growth:
        size = replace(size, growth=tuple(int(one) for one in options.growth.split(",")))
    # Told to stop, we still stop what we started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    found = conditions("quick" if options.quick else "full")
    say("· PostgreSQL …")
    with cluster() as within:
        report = Report(within.version(), found, pretix=json.loads(BASELINE.read_text()) if BASELINE.exists() else {})
        run = Run(within, size, frozenset(wanted), report)
        for stage in (stages.service, stages.sqlite, stages.city_week, stages.growth):
            stage(run)
    say("\n" + report.table())
    say(f"\n{report.write(TOP / 'var' / 'bench').relative_to(TOP)}")
    return 0 if report.sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
