"""Figures of a measurement: per second, milliseconds, medians of rounds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.rush import Seen


@dataclass(frozen=True)
class Figures:
    """One line of the table. ``per_second`` counts answers; times are milliseconds from sending to the whole answer.

    ``server_cpu_ms`` and ``database_cpu_ms`` are processor time per answer of this step, which a busy machine changes
    little; ``generator_share`` is the part of one core that the generator itself used.
    """

    name: str
    requests: int
    errors: dict[str, int]
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    server_cpu_ms: float
    database_cpu_ms: float
    generator_share: float
    rounds: int = 1


@dataclass(frozen=True)
class Point:
    """Figures at one size: how many clients, how many rows."""

    size: int
    values: dict[str, float]


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest of these values that at least ``part`` (0–1) of them do not exceed.

    :raises ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, -int(-part * len(ordered) // 1) - 1)]


def figures(name: str, seen: Seen, step: str, *, again: bool = False) -> Figures:
    """The figures of one step of a rush. ``again``: of a rush whose errors stand in another line already."""
    seconds = seen.seconds.get(step) or [0.0]
    ms = [one * 1000 for one in seconds]
    return Figures(
        name=name,
        requests=len(seen.seconds.get(step, ())),
        errors={} if again else seen.errors,
        per_second=len(seen.seconds.get(step, ())) / seen.wall_seconds,
        p50_ms=percentile(ms, 0.50),
        p95_ms=percentile(ms, 0.95),
        p99_ms=percentile(ms, 0.99),
        max_ms=max(ms),
        server_cpu_ms=seen.server_cpu_seconds * 1000 / len(seconds),
        database_cpu_ms=seen.database_cpu_seconds * 1000 / len(seconds),
        generator_share=seen.generator_seconds / seen.wall_seconds,
    )


def of_rounds(rounds: Sequence[Figures]) -> Figures:
    """One line for several rounds of the same: medians, the sum of requests and errors, the largest maximum."""
    errors: Counter[str] = Counter()
    for one in rounds:
        errors.update(one.errors)
    return Figures(
        name=rounds[0].name,
        requests=sum(one.requests for one in rounds),
        errors=dict(errors),
        per_second=median(one.per_second for one in rounds),
        p50_ms=median(one.p50_ms for one in rounds),
        p95_ms=median(one.p95_ms for one in rounds),
        p99_ms=median(one.p99_ms for one in rounds),
        max_ms=max(one.max_ms for one in rounds),
        server_cpu_ms=median(one.server_cpu_ms for one in rounds),
        database_cpu_ms=median(one.database_cpu_ms for one in rounds),
        generator_share=median(one.generator_share for one in rounds),
        rounds=len(rounds),
    )
