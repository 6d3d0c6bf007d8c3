"""A place with people to measure in: what every part of the bench stands on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

from flask import Flask
from sqlalchemy import func, select

from bench.arrivals import Arrival, arrive
from bench.invariants import Before, violations
from bench.numbers import Point
from bench.people import Guardian, cafes, guardians, open_a_year_ahead
from bench.place import Place
from bench.prepared import Prepared
from bench.rush import Seen, Visit, rush
from bench.server import cpu_seconds
from bench.slots import ALL_DAY, Calendar, spread_slots
from bench.visits import Reserving
from booking.db import db, reading
from booking.models import Reservation
from booking.rules.times import seoul_date

CLIENTS = 64
SLOTS = 200
PLACES = 20
CONNECTIONS = 2000
"""How many a crowd that comes when it comes may have: with as many processes one machine can hold no more in earnest."""
BEYOND_THE_CALENDAR = timedelta(days=60)
"""Slots to reserve lie on dates that nothing else opens."""


@dataclass(frozen=True)
class Size:
    """How much of each is done: requests, or ``seconds`` of them, whichever comes first. So a run has an end on a slow
    machine too."""

    posts: int
    pairs: int
    looks: int
    rounds: int
    seconds: float
    look_seconds: float
    people: int
    overload_seconds: float
    silent: int
    city_families: int
    city_visits: int
    week_families: int
    growth: tuple[int, ...]


FULL = Size(
    posts=1500,
    pairs=800,
    looks=1500,
    rounds=3,
    seconds=8,
    look_seconds=4,
    people=6000,
    overload_seconds=20,
    silent=10_000,
    city_families=100_000,
    city_visits=2_000_000,
    week_families=60_000,
    growth=(10_000, 100_000, 1_000_000),
)
QUICK = Size(
    posts=500,
    pairs=300,
    looks=400,
    rounds=1,
    seconds=4,
    look_seconds=2,
    people=1000,
    overload_seconds=10,
    silent=1000,
    city_families=5000,
    city_visits=20_000,
    week_families=1000,
    growth=(1000, 10_000),
)


@dataclass
class Bench:
    """A place with people, in which nothing but the bench acts. ``answered`` collects what guardians were told:
    ``request_id`` by reservation id. ``server`` is the process id of the server that is running. ``facts`` and ``series``
    are what a part found beside its lines: numbers by name, and figures against a size. ``board``: where staff look."""

    place: Place
    app: Flask
    size: Size
    people: list[Guardian] = field(default_factory=list)
    cafes: dict[int, str] = field(default_factory=dict)
    answered: dict[int, str] = field(default_factory=dict)
    facts: dict[str, float] = field(default_factory=dict)
    series: dict[str, list[Point]] = field(default_factory=dict)
    board: tuple[str, str] | None = None
    server: int = 0

    def __post_init__(self) -> None:
        self.now = datetime.now(UTC)
        self.today = seoul_date(self.now)
        self.calendar = Calendar(self.today + BEYOND_THE_CALENDAR)
        with self.app.app_context():
            last = reading().scalar(select(func.max(Reservation.id)))
            self.before = Before(last or 0, self.today)
            self.people = self.people or guardians(self.app, self.size.people, self.now)
            open_a_year_ahead(self.today, self.now)
            self.cafes = cafes()
        self.known = self.size.people
        self.prepared = Prepared(self.app, self.place.host)

    def rush(self, visits: Iterable[Visit], seconds: float | None = None, clients: int = CLIENTS) -> Seen:
        """Let the clients make these visits, each the next one when it is done with one."""
        return self._beside(lambda: rush(self.place.port, visits, clients=clients, seconds=seconds or self.size.seconds))

    def arrive(self, arrivals: Iterable[Arrival], most_seconds: float, connections: int = CONNECTIONS) -> Seen:
        """Let all these visitors come when they are due."""
        return self._beside(lambda: arrive(self.place.port, arrivals, connections=connections, most_seconds=most_seconds))

    def _beside(self, run: Callable[[], Seen]) -> Seen:
        """Run it, with the processor time of server and database read around it."""
        server, database = cpu_seconds(self.server), cpu_seconds(self.place.postmaster)
        seen = run()
        seen.server_cpu_seconds = cpu_seconds(self.server) - server
        seen.database_cpu_seconds = cpu_seconds(self.place.postmaster) - database
        return seen

    def remember(self, families: Sequence[Reserving]) -> None:
        """Keep what these were told."""
        self.answered |= {one.reservation_id: one.request_id for one in families if one.reservation_id is not None}

    def on_the_way(self, slot_ids: Sequence[int], count: int) -> list[Reserving]:
        """So many guardians, each on the way to one of these slots, neighbours to different ones."""
        people = self.people[:count]
        return [Reserving(self.place.host, slot_ids[n % len(slot_ids)], one) for n, one in enumerate(people)]

    def ready(self, count: int) -> list[Reserving]:
        """So many filled-in forms, neighbours for different slots that nobody else has asked for: each guardian once a
        day, on as many days as that takes."""
        return list(self._forms(list(islice(cycle(self.people), count))))

    def crowd(self, count: int) -> list[Reserving]:
        """The same by so many families who come for the first time, each with one form: a line has one place for a family,
        however many forms it sends."""
        with self.app.app_context():
            people = guardians(self.app, count, self.now, first=self.known)
        self.known += count
        return list(self._forms(people))

    def _forms(self, people: Sequence[Guardian]) -> Iterator[Reserving]:
        most = len(self.people)
        for first in range(0, len(people), most):
            some = people[first : first + most]
            with self.app.app_context():
                places = -(-len(some) // SLOTS)
                slots = spread_slots(list(self.cafes), self.calendar, SLOTS, places, self.now, starts=ALL_DAY)
            yield from self.prepared.one_each(slots, some)

    def violations(self) -> list[str]:
        """What does not hold of all that was done here."""
        with self.app.app_context():
            with db.engine.connect() as connection:
                found = violations(connection, self.answered, self.before)
            db.engine.dispose()
        return found
