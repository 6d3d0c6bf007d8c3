"""What is counted while the service runs, for Prometheus: requests, how long they took, reservations by outcome.

Several server processes count together when ``PROMETHEUS_MULTIPROC_DIR`` names a folder of theirs, empty when the server
starts (``tools/server.py``); prometheus_client reads it when it is imported. What the database knows is asked at a scrape
(:mod:`booking.queries.gauges`).
"""

from collections.abc import Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_client.values import MutexValue, ValueClass

from .load import LOAD
from .rules.refusals import NOT_YOUR_TURN

SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
RESERVED = "reserved"
Gauge = tuple[str, str, str | None, dict[str, float]]
"""Name, what it means, the name of its label (none: one value under ``""``), values by label."""

_own = CollectorRegistry()
_requests = Counter(
    "kidscafe_requests",
    "Requests by route rule, method and class of status.",
    ("route", "method", "status"),
    registry=_own,
)
_seconds = Histogram(
    "kidscafe_request_seconds",
    "Seconds from the first line of the application to its answer.",
    ("route", "method"),
    buckets=SECONDS,
    registry=_own,
)
_reservations = Counter(
    "kidscafe_reservations",
    "Attempts to reserve by outcome: reserved, or the code of the refusal.",
    ("outcome",),
    registry=_own,
)
_turned_away = Counter(
    "kidscafe_turned_away",
    "Requests that found the queue before the application full, or waited too long in it; they are not among the others.",
    registry=_own,
)
_places_told = Counter(
    "kidscafe_places_told",
    "Places in line that were told at the gate, before the application; they are not among the requests.",
    registry=_own,
)


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """One request was answered. ``route`` is a rule of the app, so the number of series is bounded."""
    LOAD.count_request()
    counter, histogram = _of_requests(route, method, status // 100)
    counter.inc()
    histogram.observe(seconds)


@cache
def _of_requests(route: str, method: str, hundreds: int) -> tuple[Counter, Histogram]:
    """Looked up once: finding a series by its labels takes longer than counting."""
    return _requests.labels(route, method, f"{hundreds}xx"), _seconds.labels(route, method)


def count_reservation(outcome: str) -> None:
    """Somebody asked to reserve: :data:`RESERVED`, or the refusal's code. A repeated request counts again."""
    _reservations.labels(outcome).inc()
    if outcome not in NOT_YOUR_TURN:
        LOAD.count_answered()


def count_turned_away(*, looked: bool) -> None:
    """One request got no turn (:mod:`booking.gate`); ``looked``: it entered nothing."""
    _turned_away.inc()
    if not looked:
        LOAD.count_turned_away()


def count_place_told() -> None:
    """One in line heard the place at the gate."""
    _places_told.inc()


def page(gauges: Iterable[Gauge]) -> bytes:
    """All of it in Prometheus' text format: the counters of every process, and these gauges."""
    registry = _own
    if ValueClass is not MutexValue:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry) + generate_latest(_registry_of(gauges))


def _registry_of(gauges: Iterable[Gauge]) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Asked(list(gauges)))
    return registry


class _Asked(Collector):
    def __init__(self, gauges: list[Gauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, meaning, label, values in self._gauges:
            family = GaugeMetricFamily(name, meaning, labels=[label] if label else [])
            for key, value in values.items():
                family.add_metric([key] if label else [], value)
            yield family
