"""Server and jobs are stopped together and nothing is left: real processes, real signals."""

import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest

from tools.environment import TOP

# A starter like tools/run.py, with two children that write down their ids; it prints who ended and its own end.
STARTER = """
import sys
from tools import processes
processes.GRACE_SECONDS = 1.0
both = processes.Processes()
both.listen()
for name, program in zip(("server", "jobs"), sys.argv[1:]):
    both.start(name, [sys.executable, "-c", program])
print(*[child.pid for child in both.children.values()], flush=True)
ended = both.wait()
both.stop()
print("ended:", ended, flush=True)
"""
PATIENT = "import time; time.sleep(60)"
SHORT = "import time; time.sleep(0.2)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


@pytest.fixture
def starter():
    begun = []

    def begin(*programs):
        process = subprocess.Popen([sys.executable, "-c", STARTER, *programs], cwd=TOP, stdout=subprocess.PIPE, text=True)
        begun.append(process)
        return process, [int(word) for word in process.stdout.readline().split()]

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        process.stdout.close()


def is_running(process_id):
    """Whether it still runs; one that ended but was not collected by anybody does not count."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    return False


def gone_within(seconds, process_ids):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(is_running, process_ids)):
        time.sleep(0.05)
    return not any(map(is_running, process_ids))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_both_and_ends_well(starter, number):
    process, children = starter(PATIENT, PATIENT)

    process.send_signal(number)

    assert process.wait(10) == 0
    assert process.stdout.read() == "ended: None\n"
    assert gone_within(1, children)


def test_when_one_ends_by_itself_the_other_is_stopped(starter):
    process, children = starter(PATIENT, SHORT)

    assert process.wait(10) == 0
    assert process.stdout.read() == "ended: jobs\n"
    assert gone_within(1, children)


def test_one_that_does_not_listen_is_killed_after_the_grace(starter):
    process, children = starter(PATIENT, STUBBORN)
    time.sleep(0.5)  # until it has begun not to listen

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert gone_within(1, children)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_nothing_is_left_when_the_starter_is_killed(starter):
    process, children = starter(PATIENT, PATIENT)

    process.kill()

    assert gone_within(5, children)
