"""The bars: what the figures are to reach. Met or not, they do not change how a run ends: a busy machine is no fault."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.numbers import Figures

PRETIX_PER_SECOND = 11.6
"""Orders a second of pretix 2026.8 by its API, one hot quota, its workers running, on a machine with two cores like this
one (2026-11-22); for when its baseline (``python -m bench.pretix``) was not run here."""
BARE_PAGE = "bare Flask: page of 15 KB"


@dataclass(frozen=True)
class Bar:
    """A sentence with the figure in it, and whether it is met."""

    sentence: str
    met: bool


@dataclass(frozen=True)
class Measured:
    """What bars are judged by: lines by name, facts by name, memory, and what pretix does here (``None``: not run here)."""

    lines: Mapping[str, Figures]
    facts: Mapping[str, float]
    memory_mb: Mapping[str, float]
    pretix_per_second: float | None


def bars(measured: Measured, errors: int) -> list[Bar]:
    """The bars that can be judged by what was measured."""
    return [
        *_against_pretix(measured),
        *_rates(measured),
        *_waiting(measured),
        *_facts(measured.facts),
        *_memory(measured.memory_mb),
        Bar(f"no error answers ({errors})", not errors),
    ]


def _against_pretix(measured: Measured) -> Iterator[Bar]:
    peer = measured.pretix_per_second or PRETIX_PER_SECOND
    for name, times in (("spread: POST alone", 60), ("hot: POST alone", 25)):
        if line := measured.lines.get(name):
            found = line.per_second / peer
            yield Bar(f"{name} ≥ {times} × pretix's {peer:.1f}/s ({found:.1f} ×: {line.per_second:.0f}/s)", found >= times)


LEAST_PER_SECOND = {"full: POST refused": 1500.0, "SQLite: spread: POST alone": 150.0}
AVAILABILITY, PART_OF_BARE = "public: places left in the city", 0.40


def _rates(measured: Measured) -> Iterator[Bar]:
    for name, least in LEAST_PER_SECOND.items():
        if line := measured.lines.get(name):
            yield Bar(f"{name} ≥ {least:.0f}/s ({line.per_second:.0f}/s)", line.per_second >= least)
    line, bare = measured.lines.get(AVAILABILITY), measured.lines.get(BARE_PAGE)
    if line and bare:
        part = line.per_second / bare.per_second
        yield Bar(f"{AVAILABILITY} ≥ {PART_OF_BARE:.0%} of the bare page's rate ({part:.0%})", part >= PART_OF_BARE)


MOST_P99_MS = 500.0


def _waiting(measured: Measured) -> Iterator[Bar]:
    # The bar is the reservations'; how long a page or a refusal takes is a line of the table.
    posts = [
        line for name, line in measured.lines.items() if name.startswith(("spread:", "hot:")) and "the page" not in name
    ]
    if posts:
        slowest = max(line.p99_ms for line in posts)
        yield Bar(f"p99 of every reservation ≤ {MOST_P99_MS:.0f} ms ({slowest:.0f} ms)", slowest <= MOST_P99_MS)


FACTS: Sequence[tuple[str, str, float]] = (
    ("city-week: seconds until all are answered", "≤", 150.0),
    ("overload: goodput ÷ peak", "≥", 0.9),
    ("overload: longest wait in seconds", "≤", 2.0),
)
"""Facts with a bound of their own."""


MOST_GROWTH = 1.15


def _facts(facts: Mapping[str, float]) -> Iterator[Bar]:
    for name, sign, bound in FACTS:
        if name in facts:
            found = facts[name]
            yield Bar(f"{name} {sign} {bound:g} ({found:.2f})", found <= bound if sign == "≤" else found >= bound)
    for name, found in facts.items():
        if name.startswith("growth: "):
            yield Bar(f"{name} ≤ {MOST_GROWTH:g} ({found:.2f})", found <= MOST_GROWTH)


MOST_MEMORY_MB = 400.0


def _memory(memory_mb: Mapping[str, float]) -> Iterator[Bar]:
    if "server" in memory_mb:
        together = memory_mb["server"] + memory_mb.get("jobs", 0)
        yield Bar(f"memory of server and jobs ≤ {MOST_MEMORY_MB:.0f} MB ({together:.0f} MB)", together <= MOST_MEMORY_MB)
