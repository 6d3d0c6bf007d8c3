"""``make faults``: kill processes in the middle of a rush, and look whether every answer stayed true (docs/faults.md)."""

import os
import shlex
import subprocess

from tools.check import OURS
from tools.environment import PYTHON, TOP, alone, child_environment, ensure_python
from tools.frontend import ensure_frontend


def main() -> int:
    """Set up what is missing and run the campaign; 1 when a promise was broken. ``FAULTS="--kills 5"`` narrows it."""
    with alone():
        ensure_python("requirements-dev.lock")
        ensure_frontend()
    inherited = {name: value for name, value in child_environment().items() if name not in OURS}
    command = [str(PYTHON), "-m", "tests.faults", *shlex.split(os.environ.get("FAULTS", ""))]
    return subprocess.run(command, cwd=TOP, env=inherited, stdin=subprocess.DEVNULL).returncode
