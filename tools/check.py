"""``make check`` (quick, static) and ``make test`` (everything)."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import TextIO

from tools.audit import audit
from tools.environment import PYTHON, TOP, alone, apt_install, child_environment, ensure_python
from tools.frontend import ensure_frontend
from tools.say import line, stop

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The tests choose these themselves; what the developer's shell says must not change their outcome.
OURS = (
    *("ENV", "PORT", "HOST", "DATABASE_URL", "SECRET_KEY", "BASE_URL", "CLOCK_SHIFT", "VAR_DIR", "MAIL_DIR", "SMTP_URL"),
    *("LOG_LEVEL", "LOG_FORMAT", "METRICS_TOKEN", "TRUSTED_PROXIES", "PROMETHEUS_MULTIPROC_DIR"),
    # Each of the hundreds of processes that the tests start would compile the whole of booking anew.
    "PYTHONDONTWRITEBYTECODE",
)

CODE = ("booking", "jobs", "seed", "tools", "wsgi.py", "asgi.py")
# Without its warnings about comments that another of its passes does not need.
BANDIT = "import logging; logging.disable(logging.WARNING); from bandit.cli.main import main; main()"

STATIC = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "bandit": ["-c", BANDIT, "-q", "-c", "pyproject.toml", "-r", *CODE],
    "djlint": ["-m", "djlint", "booking/templates", "--lint", "--quiet", "--profile=jinja"],
}
PYTEST = ["-m", "pytest", "-n", "3", "--dist", "worksteal", "--durations=10"]


def python(arguments: list[str], *, output: TextIO | None = None, **environment: str) -> bool:
    """Run a module of .venv with its output shown, or written to ``output``; whether it succeeded."""
    inherited = {name: value for name, value in child_environment(**environment).items() if name not in OURS}
    command = [PYTHON, *arguments]
    both = {"stdout": output, "stderr": subprocess.STDOUT} if output else {}
    return subprocess.run(command, cwd=TOP, env=inherited, stdin=subprocess.DEVNULL, **both).returncode == 0


def find_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named if named else next((path for name in BROWSERS if (path := shutil.which(name))), None)


def ensure_browser() -> str:
    """The Chromium for the browser tests; fetched from Debian when we may.

    :raises Stop: there is none and we may not install it.
    """
    found = find_browser()
    if not found and apt_install("chromium"):
        found = find_browser()
    return found or stop(
        "브라우저 시험에 Chromium이 필요합니다. chromium을 설치하거나 CHROMIUM=경로를 주세요 (install chromium)."
    )


def static() -> list[str]:
    """Run every static check, two at a time, show all, and return the names of those that failed."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        begun = {name: pool.submit(_checked, arguments) for name, arguments in STATIC.items()}
        line("── pip-audit")
        if not audit():
            failed.append("pip-audit")
        for name, check in begun.items():
            passed, said = check.result()
            line(f"── {name}\n{said}".rstrip())
            if not passed:
                failed.append(name)
    return failed


def _checked(arguments: list[str]) -> tuple[bool, str]:
    """Whether a check passed, and what it said."""
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        passed = python(arguments, output=output)
        output.seek(0)
        return passed, output.read()


def main(with_tests: bool) -> int:
    """Everything is said even when something fails, but slow tests do not start on code that is already known bad."""
    with alone():
        ensure_python("requirements-dev.lock")
        ensure_frontend()
    if failed := static():
        stop(f"통과하지 못한 검사: {', '.join(failed)} (failed).")
    if not with_tests:
        return 0
    line("── pytest")
    return 0 if python(PYTEST, CHROMIUM=ensure_browser()) else 1
