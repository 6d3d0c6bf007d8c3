"""What is measured, in the order of the table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import cycle, islice

from flask import Flask

from bench.numbers import Figures, figures, of_rounds
from bench.people import Guardian, cafes, guardians, open_a_year_ahead, staff_cookie
from bench.place import Place
from bench.rush import Seen, Visit, rush
from bench.server import cpu_seconds
from bench.slots import Calendar, add_slot, hot_slot, spread_slots
from bench.visits import Reserving, looks
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.rules.times import seoul_date

CLIENTS = 64
SLOTS = 200
PLACES = 20
ROSTER_FAMILIES = 20
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


FULL = Size(posts=1500, pairs=800, looks=1500, rounds=3, seconds=8, look_seconds=4)
QUICK = Size(posts=500, pairs=300, looks=400, rounds=1, seconds=4, look_seconds=2)


@dataclass
class Bench:
    """A place with people. ``answered`` collects what guardians were told: ``request_id`` by reservation id.
    ``server`` is the process id of the server that is running."""

    place: Place
    app: Flask
    size: Size
    people: list[Guardian] = field(default_factory=list)
    cafes: dict[int, str] = field(default_factory=dict)
    answered: dict[int, str] = field(default_factory=dict)
    server: int = 0

    def __post_init__(self) -> None:
        self.now = datetime.now(UTC)
        self.today = seoul_date(self.now)
        self.calendar = Calendar(self.today + BEYOND_THE_CALENDAR)
        with self.app.app_context():
            self.people = guardians(self.app, max(self.size.posts, self.size.pairs), self.now)
            open_a_year_ahead(self.today, self.now)
            self.cafes = cafes()

    def rush(self, visits: Iterable[Visit], seconds: float | None = None) -> Seen:
        """Let the clients make these visits; the processor time of server and database is read around it."""
        server, database = cpu_seconds(self.server), cpu_seconds(self.place.postmaster)
        seen = rush(self.place.port, visits, clients=CLIENTS, seconds=seconds or self.size.seconds)
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


def warm_up(bench: Bench) -> None:
    """Everything once, unmeasured: imports, templates, statements and connections are ready afterwards."""
    with bench.app.app_context():
        slots = spread_slots(list(bench.cafes), bench.calendar, 20, PLACES, bench.now)
    families = bench.on_the_way(slots, 200)
    bench.rush([one.page_and_form for one in families])
    bench.remember(families)


def spread(bench: Bench) -> list[Figures]:
    """Reservations over many slots."""
    return _reservations(bench, "spread", lambda: spread_slots(list(bench.cafes), bench.calendar, SLOTS, PLACES, bench.now))


def hot(bench: Bench) -> list[Figures]:
    """Reservations in one slot that has places for all."""
    return _reservations(bench, "hot", lambda: hot_slot(next(iter(bench.cafes)), bench.calendar, 5000, bench.now))


def _reservations(bench: Bench, name: str, new_slots: Callable[[], list[int]]) -> list[Figures]:
    lines: dict[str, list[Figures]] = {"page": [], "post": [], "pair_page": [], "pair_post": []}
    for _ in range(bench.size.rounds):
        with bench.app.app_context():
            alone, pairs = new_slots(), new_slots()
        families = bench.on_the_way(alone, bench.size.posts)
        pages = bench.rush([one.open_page for one in families], seconds=2 * bench.size.seconds)
        posts = bench.rush([one.send_form for one in families])
        bench.remember(families)
        families = bench.on_the_way(pairs, bench.size.pairs)
        both = bench.rush([one.page_and_form for one in families])
        bench.remember(families)
        lines["page"].append(figures(f"{name}: the page, signed in", pages, "page"))
        lines["post"].append(figures(f"{name}: POST alone", posts, "post"))
        lines["pair_page"].append(figures(f"{name}: page + POST, the page", both, "page"))
        lines["pair_post"].append(figures(f"{name}: page + POST, the POST", both, "post"))
    return [of_rounds(lines[kind]) for kind in ("post", "pair_post", "pair_page", "page")]


def full(bench: Bench) -> list[Figures]:
    """Forms for a slot that was filled after their pages were opened; near slots with places are shown instead."""
    with bench.app.app_context(), transaction() as session:
        day = bench.today + timedelta(days=7)
        slot_id = add_slot(session, next(iter(bench.cafes)), day, 3, PLACES, bench.now, starts=time(18, 0))
    families = bench.on_the_way([slot_id], 400)
    bench.rush([one.open_page for one in families])
    ready = [one for one in families if one.form]
    first, late = ready[:PLACES], ready[PLACES:]
    bench.rush([one.send_form for one in first])
    bench.remember(first)
    seen = bench.rush(islice(cycle([one.send_form for one in late]), bench.size.posts))
    if seen.outcomes["reserved"]:
        seen.outcomes["error reserved in a full slot"] = seen.outcomes["reserved"]
        bench.remember(late)
    return [figures("full: POST refused", seen, "post")]


def pages(bench: Bench) -> list[Figures]:
    """What everybody may look at, without a sign-in."""
    code = next(iter(bench.cafes.values()))
    with bench.app.app_context():
        slot_id = hot_slot(next(iter(bench.cafes)), bench.calendar, PLACES, bench.now)[0]
    shown = {"home": "/", "cafés": "/cafes", "café with calendar": f"/cafes/{code}", "slot": f"/slots/{slot_id}"}
    return [_looks(bench, f"public: {name}", path) for name, path in shown.items()]


def roster(bench: Bench) -> list[Figures]:
    """The board of a slot of today with twenty families, as staff see it."""
    cafe_id = next(iter(bench.cafes))
    with bench.app.app_context():
        with transaction() as session:
            slot_id = add_slot(session, cafe_id, bench.today, 3, ROSTER_FAMILIES, bench.now, starts=time(10, 5))
        for n, one in enumerate(bench.people[:ROSTER_FAMILIES]):
            # Reserved yesterday, whatever time of day the bench runs.
            request_id = f"00000000-{n:04d}"
            made = reserve(
                slot_id,
                actor=one.actor,
                child_ids=[one.child_id],
                adults=1,
                request_id=request_id,
                now=bench.now - timedelta(days=1),
            )
            bench.answered[made] = request_id
        cookie = staff_cookie(bench.app, cafe_id, bench.now)
    return [_looks(bench, f"staff: roster of {ROSTER_FAMILIES} families", f"/staff/slots/{slot_id}", cookie)]


def bare(bench: Bench) -> list[Figures]:
    """The bare Flask application, on a server of its own."""
    return [_looks(bench, "bare Flask: a word", "/"), _looks(bench, "bare Flask: page of 15 KB", "/page")]


def _looks(bench: Bench, name: str, path: str, cookie: str = "") -> Figures:
    seen = bench.rush(list(looks(bench.place.host, path, bench.size.looks, cookie)), bench.size.look_seconds)
    return figures(name, seen, "page")


OF_THE_SERVICE: dict[str, Callable[[Bench], list[Figures]]] = {
    "spread": spread,
    "hot": hot,
    "full": full,
    "pages": pages,
    "roster": roster,
}
