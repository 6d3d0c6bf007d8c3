"""``make bench``: what the service does per second, on a PostgreSQL of its own (``docs/performance.md``)."""

import os
import shlex
import subprocess

from tools.environment import PYTHON, TOP, alone, child_environment, ensure_python
from tools.frontend import ensure_frontend


def main() -> int:
    """Set up what is missing and measure; 1 when an answer was an error or something does not hold. ``BENCH="--quick"`` and
    the like narrow it."""
    with alone():
        ensure_python("requirements-dev.lock")
        ensure_frontend()
    command = [str(PYTHON), "-m", "bench", *shlex.split(os.environ.get("BENCH", ""))]
    return subprocess.run(command, cwd=TOP, env=child_environment(), stdin=subprocess.DEVNULL).returncode
