"""Whether a library that the service runs on has a known vulnerability: pip-audit asked, and its answer said in words."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.environment import PYTHON, TOP, child_environment
from tools.say import line

LOCK = "requirements.lock"
COMMAND = ["-m", "pip_audit", "-r", LOCK, "--require-hashes", "--disable-pip", "--progress-spinner=off", "-f", "json"]
SECONDS = 60


@dataclass(frozen=True)
class Verdict:
    """Whether the check passes, and what to say in either case."""

    passes: bool
    lines: list[str]


def verdict(report: Mapping[str, Any]) -> Verdict:
    """What a report of pip-audit means. A known vulnerability fails; what could not be asked about is said."""
    packages = report["dependencies"]
    found = [
        f"✗ {package['name']} {package['version']}: {one['id']}"
        + (f" ({', '.join(one['aliases'])})" if one.get("aliases") else "")
        + (
            f", {' 또는 '.join(one['fix_versions'])} 에서 고쳐짐 (fixed)"
            if one["fix_versions"]
            else ", 고친 판이 아직 없음 (no fix)"
        )
        for package in packages
        for one in package.get("vulns", ())
    ]
    skipped = sum("skip_reason" in package for package in packages)
    if skipped:
        found.append(_not_asked(skipped, "취약점 서비스가 답하지 않습니다 (no vulnerability service answers)"))
    asked = len(packages) - skipped
    if asked:
        found.append(f"라이브러리 {asked}개에 물었습니다 ({asked} libraries audited).")
    return Verdict(not any(package.get("vulns") for package in packages), found)


def unanswered(why: str, packages: int) -> Verdict:
    """No report at all: nothing was audited, and that is said."""
    return Verdict(True, [_not_asked(packages, why)])


def _not_asked(packages: int, why: str) -> str:
    return f"! 라이브러리 {packages}개를 확인하지 못했습니다: {why}. NOT audited: {packages}."


def audit() -> bool:
    """Ask about every library of the lock file, say what was found, and return whether the check passes."""
    said = _ask()
    for one in said.lines:
        line(one)
    return said.passes


def _ask() -> Verdict:
    packages = sum("==" in row and not row[0].isspace() for row in (TOP / LOCK).read_text().splitlines() if row)
    try:
        done = subprocess.run(
            [PYTHON, *COMMAND],
            cwd=TOP,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return unanswered(f"{SECONDS}초 안에 답이 없습니다 (no answer in {SECONDS} s)", packages)
    return read(done.stdout, done.stderr, packages)


def read(output: str, errors: str, packages: int) -> Verdict:
    """The verdict on what pip-audit printed; without a report, on the last thing it complained of."""
    try:
        return verdict(json.loads(output))
    except (ValueError, KeyError, TypeError):
        last = (errors.strip().splitlines() or ["no report"])[-1][:200]
        if "Connection" in errors or "timed out" in errors or "resolve" in errors:
            return unanswered(f"취약점 서비스에 닿지 못했습니다 (unreachable): {last}", packages)
        return Verdict(False, [f"✗ pip-audit: {last}"])
