"""One table, and the same as a file."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.bars import BARE_PAGE, PRETIX_PER_SECOND, Bar, Measured, bars
from bench.numbers import Figures, Point
from tools.environment import TOP

PACKAGES = ("flask", "sqlalchemy", "psycopg", "granian")
TITLES = ("/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "app ms", "db ms")
PGBENCH = "pgbench: the writes, "
RESERVATIONS = ("reserved", "POST")
"""Words in the name of a line that is compared with pgbench and pretix: what it counts are reservations."""


@dataclass
class Report:
    """All that a run found. ``pretix``: what its baseline wrote down on this machine, if it was run."""

    postgresql: str
    conditions: dict[str, str]
    lines: list[Figures] = field(default_factory=list)
    facts: dict[str, float] = field(default_factory=dict)
    series: dict[str, list[Point]] = field(default_factory=dict)
    memory_mb: dict[str, float] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    pretix: dict[str, float | str] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        return sum(sum(line.errors.values()) for line in self.lines)

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong; how fast it was is another question."""
        return not self.errors and not self.violations

    def versions(self) -> dict[str, str]:
        found = {name: version(name) for name in PACKAGES}
        return {"python": platform.python_version()} | found | {"postgresql": self.postgresql}

    def bars(self) -> list[Bar]:
        """The bars that can be judged by what was measured."""
        by_name = {line.name: line for line in self.lines}
        return bars(Measured(by_name, self.facts, self.memory_mb, self._pretix_here), self.errors)

    @property
    def _pretix_here(self) -> float | None:
        found = self.pretix.get("orders_per_second")
        return float(found) if found is not None else None

    def ratios(self, line: Figures) -> dict[str, float]:
        """The line's rate in those of the bare page, of pgbench and of pretix, where comparing has a meaning."""
        found = {}
        by_name = {one.name: one for one in self.lines}
        bare = by_name.get(BARE_PAGE)
        if bare is not None and not line.name.startswith(("pgbench", "SQLite")):
            found["÷ bare"] = line.per_second / bare.per_second
        if any(word in line.name for word in RESERVATIONS) and "refused" not in line.name:
            kind = "hot" if "hot" in line.name else "spread"
            if alone := by_name.get(PGBENCH + kind):
                found["÷ pgb"] = line.per_second / alone.per_second
            found["÷ pretix"] = line.per_second / (self._pretix_here or PRETIX_PER_SECOND)
        return found

    def table(self) -> str:
        """What a person reads."""
        width = max((len(line.name) for line in self.lines), default=10)
        head = f"{'':{width}} {'requests':>9} {'errors':>6} " + " ".join(f"{one:>7}" for one in TITLES)
        rows = [
            f"{line.name:{width}} {line.requests:9d} {sum(line.errors.values()):6d} {line.per_second:7.0f}"
            f" {line.p50_ms:7.1f} {line.p95_ms:7.1f} {line.p99_ms:7.1f} {line.max_ms:7.1f}"
            f" {line.server_cpu_ms:7.2f} {line.database_cpu_ms:7.2f} {_share(line)}" + _beside(self.ratios(line))
            for line in self.lines
        ]
        head += " generator" + _beside(dict.fromkeys(RATIOS))
        return "\n".join([_pairs(self.conditions), _pairs(self.versions()), self._peer(), "", head, *rows, *self._foot()])

    def _peer(self) -> str:
        if self._pretix_here is None:
            return f"pretix was not run here: {PRETIX_PER_SECOND}/s are of 2026-11-22, on another machine with two cores"
        return "pretix on this machine: " + _pairs({name: str(value) for name, value in self.pretix.items()})

    def _foot(self) -> list[str]:
        memory, bare = self.memory_mb, self.memory_mb.get("bare Flask")
        beside = f" ({memory['server'] / bare:.1f} × bare Flask)" if bare and "server" in memory else ""
        errors = [f"✗ {line.name}: {_pairs(line.errors)}" for line in self.lines if line.errors]
        return [
            *(f"\n{SERIES[name]}\n" + _series(points) for name, points in self.series.items()),
            "",
            *(f"{name}: {value:.2f}" for name, value in self.facts.items()),
            "memory, PSS in MB: " + _pairs({name: f"{mb:.0f}" for name, mb in memory.items()}) + beside,
            "statements: " + _pairs(self.statements),
            *errors,
            *(f"✗ {one}" for one in self.violations),
            *([] if self.violations else ["✓ counters, visits, ledger, outbox and answers agree"]),
            *(f"{'✓' if bar.met else '✗'} {bar.sentence}" for bar in self.bars()),
        ]

    def write(self, folder: Path) -> Path:
        """Keep it as JSON; the file's path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
        kept = asdict(self) | {
            "versions": self.versions(),
            "bars": {bar.sentence: bar.met for bar in self.bars()},
            "ratios": {line.name: self.ratios(line) for line in self.lines},
            "errors": self.errors,
        }
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        return path


SERIES = {
    "clients": "reservations (POST alone) by number of clients",
    "growth": "milliseconds of processor time, server and database, by visits in the tables",
}
RATIOS = ("÷ bare", "÷ pgb", "÷ pretix")


def _beside(ratios: Mapping[str, float | None]) -> str:
    """The columns of ratios; their titles, where they have no values."""
    cells = (name if name in ratios and ratios[name] is None else _ratio(ratios.get(name)) for name in RATIOS)
    return "".join(f" {cell:>8}" for cell in cells)


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"


MEASURES_ITSELF = 0.85


def _share(line: Figures) -> str:
    """The generator's part of a core, with a mark where it measures itself."""
    return f"{line.generator_share:8.0%}" + ("!" if line.generator_share > MEASURES_ITSELF else " ")


def _series(points: Sequence[Point]) -> str:
    names = list(points[0].values) if points else []
    width = max((len(name) for name in names), default=0) + 2
    head = f"{'':>12}" + "".join(f"{name:>{width}}" for name in names)
    rows = [f"{one.size:12,d}" + "".join(f"{one.values[name]:{width}.2f}" for name in names) for one in points]
    return "\n".join([head, *rows])


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


def _pairs(values: Mapping[str, object]) -> str:
    return " · ".join(f"{name} {value}" for name, value in values.items())
