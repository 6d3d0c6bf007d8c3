"""``make city``: all of Seoul in an empty database, invented people and a year of visits included."""

import os
import shlex
import subprocess

from tools import database, settings
from tools.environment import PYTHON, TOP, alone, child_environment, ensure_python


def main() -> int:
    """Set up what is missing and build the city; 1 when the database is not empty. ``CITY="--families 6000"`` narrows it."""
    run = settings.read()
    with alone():
        ensure_python("requirements.lock")
        run.var_dir.mkdir(parents=True, exist_ok=True)
        if database.must_migrate(database.look(run)):
            database.migrate(run)
    command = [str(PYTHON), "-m", "seed", "city", *shlex.split(os.environ.get("CITY", ""))]
    return subprocess.run(command, cwd=TOP, env=child_environment(), stdin=subprocess.DEVNULL).returncode
