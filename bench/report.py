"""One table, and the same as a file."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.numbers import Figures
from tools.environment import TOP

LEAST_PER_SECOND = {"spread: POST alone": 250.0, "hot: POST alone": 150.0}
MOST_P99_MS = 1000.0
MOST_MEMORY_MB = 400.0
PACKAGES = ("flask", "sqlalchemy", "psycopg", "granian")


@dataclass
class Report:
    """All that a run found."""

    postgresql: str
    conditions: dict[str, str]
    lines: list[Figures] = field(default_factory=list)
    memory_mb: dict[str, float] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(sum(line.errors.values()) for line in _once(self.lines))

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong; how fast it was is another question."""
        return not self.errors and not self.violations

    def versions(self) -> dict[str, str]:
        found = {name: version(name) for name in PACKAGES}
        return {"python": platform.python_version()} | found | {"postgresql": self.postgresql}

    def bars(self) -> dict[str, bool]:
        """The bars that can be judged by what was measured: met or not."""
        found = {}
        for line in self.lines:
            if least := LEAST_PER_SECOND.get(line.name):
                found[f"{line.name} ≥ {least:.0f}/s ({line.per_second:.0f}/s)"] = line.per_second >= least
        # The bar is the reservations'; how long a refusal takes is a line of the table.
        posts = [line for line in self.lines if line.name.startswith(("spread:", "hot:")) and "the page" not in line.name]
        if posts:
            slowest = max(line.p99_ms for line in posts)
            found[f"p99 of every reservation < {MOST_P99_MS:.0f} ms ({slowest:.0f} ms)"] = slowest < MOST_P99_MS
        if "server" in self.memory_mb:
            all_mb = self.memory_mb["server"] + self.memory_mb.get("jobs", 0)
            found[f"memory of server and jobs ≤ {MOST_MEMORY_MB:.0f} MB ({all_mb:.0f} MB)"] = all_mb <= MOST_MEMORY_MB
        return found | {f"no error answers ({self.errors})": not self.errors}

    def table(self) -> str:
        """What a person reads."""
        width = max((len(line.name) for line in self.lines), default=10)
        titles = ("/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "app ms", "db ms")
        head = f"{'':{width}} {'requests':>9} {'errors':>6} " + " ".join(f"{one:>7}" for one in titles) + " generator"
        rows = [
            f"{line.name:{width}} {line.requests:9d} {sum(line.errors.values()):6d} {line.per_second:7.0f}"
            f" {line.p50_ms:7.1f} {line.p95_ms:7.1f} {line.p99_ms:7.1f} {line.max_ms:7.1f}"
            f" {line.server_cpu_ms:7.2f} {line.database_cpu_ms:7.2f} {line.generator_share:9.0%}"
            for line in self.lines
        ]
        return "\n".join([_pairs(self.conditions), _pairs(self.versions()), "", head, *rows, *self._foot()])

    def _foot(self) -> list[str]:
        memory, bare = self.memory_mb, self.memory_mb.get("bare Flask")
        beside = f" ({memory['server'] / bare:.1f} × bare Flask)" if bare and "server" in memory else ""
        errors = [f"✗ {line.name}: {_pairs(line.errors)}" for line in self.lines if line.errors]
        bars = [f"{'✓' if met else '✗'} {bar}" for bar, met in self.bars().items()]
        return [
            "",
            "memory, PSS in MB: " + _pairs({name: f"{mb:.0f}" for name, mb in memory.items()}) + beside,
            "statements: " + _pairs(self.statements),
            *errors,
            *(f"✗ {one}" for one in self.violations),
            *([] if self.violations else ["✓ counters, visits, ledger, outbox and answers agree"]),
            *bars,
        ]

    def write(self, folder: Path) -> Path:
        """Keep it as JSON; the file's path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
        kept = asdict(self) | {"versions": self.versions(), "bars": self.bars(), "errors": self.errors}
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        return path


def conditions(size: str) -> dict[str, str]:
    """When, which code, which machine. ``load`` is how many processes wanted a core in the minute before the run."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": _commit(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "size": size,
    }


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=TOP, capture_output=True, text=True, check=True).stdout.strip()

    try:
        changed = "+" if git("status", "--porcelain", "--untracked-files=no") else ""
        return git("rev-parse", "--short", "HEAD") + changed
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _once(lines: Sequence[Figures]) -> list[Figures]:
    """Lines whose errors are their own: the two steps of "page + POST" are one rush and share theirs."""
    return [line for line in lines if not line.name.endswith("page + POST, the page")]


def _pairs(values: dict[str, str] | dict[str, int]) -> str:
    return " · ".join(f"{name} {value}" for name, value in values.items())
