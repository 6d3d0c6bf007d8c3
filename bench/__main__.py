"""``python -m bench [--quick] [--only spread,hot]``: measure, check, print one table. Ends with 1 on any error or violation.

Whether the bars are met is printed and does not change how it ends: a busy machine is no fault of the code.
"""

import argparse
import signal
import subprocess
import sys
import time

from sqlalchemy import text

from bench import scenarios
from bench.invariants import violations
from bench.place import Place, place
from bench.report import Report, conditions
from bench.round_trips import round_trips
from bench.scenarios import FULL, OF_THE_SERVICE, QUICK, Bench
from bench.server import memory_mb, serving
from booking.db import db
from tools.environment import PYTHON, TOP
from tools.server import server_command, server_environment

WORKERS = 2
NAMES = (*OF_THE_SERVICE, "bare")
JOBS_SETTLE_SECONDS = 5.0


def say(text: str) -> None:
    print(text, flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the service against PostgreSQL.")
    parser.add_argument("--quick", action="store_true", help="one round, fewer requests")
    parser.add_argument("--only", default=",".join(NAMES), metavar="NAME,…", help=f"of {', '.join(NAMES)}")
    options = parser.parse_args(arguments)
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    # Told to stop, we still stop what we started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    found = conditions("quick" if options.quick else "full")
    say("· PostgreSQL, tables, cafés, people …")
    with place() as here:
        bench = Bench(here, here.app(), QUICK if options.quick else FULL)
        report = Report(_postgresql(bench), found)
        measure(bench, report, wanted)
        say("· invariants …")
        report.statements = round_trips(bench)
        with bench.app.app_context():
            with db.engine.connect() as connection:
                report.violations = violations(connection, bench.answered)
            db.engine.dispose()
        report.memory_mb["jobs"] = _jobs_memory(here)
    say("\n" + report.table())
    say(f"\n{report.write(TOP / 'var' / 'bench').relative_to(TOP)}")
    return 0 if report.sound else 1


def measure(bench: Bench, report: Report, wanted: list[str]) -> None:
    """Run the wanted scenarios, each on its server; fill the report."""
    here = bench.place
    command = server_command("127.0.0.1", here.port, workers=WORKERS)
    # Both as ``make run`` starts the service.
    environment = here.child_environment() | server_environment(here.folder)
    with serving(command, environment, here.port, here.folder / "server.log") as server:
        bench.server = server
        scenarios.warm_up(bench)
        for name, scenario in OF_THE_SERVICE.items():
            if name in wanted:
                say(f"· {name} …")
                report.lines += scenario(bench)
        report.memory_mb["server"] = memory_mb(server)
    if "bare" in wanted:
        say("· bare …")
        command = [*command[:-1], "bench.bare:app"]
        with serving(command, environment, here.port, here.folder / "bare.log") as server:
            bench.server = server
            report.lines += scenarios.bare(bench)
            report.memory_mb["bare Flask"] = memory_mb(server)


def _postgresql(bench: Bench) -> str:
    with bench.app.app_context(), db.engine.connect() as connection:
        return str(connection.scalar(text("SHOW server_version")))


def _jobs_memory(here: Place) -> float:
    """What the jobs beside the server need while they send the first notices of the rush. Nothing is asked of the database
    afterwards, so they are simply killed: sending them all would take minutes."""
    with (here.folder / "jobs.log").open("ab") as log:
        jobs = subprocess.Popen([str(PYTHON), "-m", "jobs"], cwd=TOP, env=here.child_environment(), stdout=log, stderr=log)
    try:
        time.sleep(JOBS_SETTLE_SECONDS)
        return memory_mb(jobs.pid)
    finally:
        jobs.kill()
        jobs.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
