"""What a reservation and a page cost while the tables grow: cities of the same people with ever more visits behind them.

The cities stand side by side in one PostgreSQL and are measured in turns, so that an hour in which the machine is slower is
an hour for all of them. A cost is processor time, of the server and of the database together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from bench.connection import get_request
from bench.measuring import PLACES, SLOTS, Bench, Size
from bench.numbers import Point, figures
from bench.people_of_the_city import city_families
from bench.place import Cluster, Place, place
from bench.rush import Asker, Seen, Visit
from bench.scenarios import AVAILABILITY, board
from bench.slots import spread_slots
from bench.visits import judge_page

A_YEAR = 2_300_000
"""A year of the city holds no more visits than this; more of them are given more years."""
MOST_DAYS = 1600
CLIENTS = 8
"""Few, so that what is measured is what a request costs and not how long it waits."""
WARM_UP = 5
"""Of so many requests one is made before, unmeasured."""


@dataclass
class City:
    """A city with so many visits; ``costs``: milliseconds by request, one for each round."""

    visits: int
    bench: Bench
    costs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def measure(self) -> None:
        """One round of each request."""
        count = self.bench.size.looks
        self._reservations(count // WARM_UP)
        self.costs["reservation"].append(_cost(self._reservations(count), "post"))
        for name, visits in self._pages().items():
            self.bench.rush(visits[: count // WARM_UP], clients=CLIENTS)
            self.costs[name].append(_cost(self.bench.rush(visits[:count], clients=CLIENTS), "page"))

    def _reservations(self, count: int) -> Seen:
        families = self.bench.ready(count)
        seen = self.bench.rush([one.send_form for one in families], clients=CLIENTS)
        self.bench.remember(families)
        return seen

    def _pages(self) -> dict[str, list[Visit]]:
        bench = self.bench
        path, staff = board(bench)
        code = next(iter(bench.cafes.values()))
        with bench.app.app_context():
            slots = spread_slots(list(bench.cafes), bench.calendar, SLOTS, PLACES, bench.now)
        people = bench.people[: bench.size.looks]
        return {
            "slot page of a family": [one.open_page for one in bench.on_the_way(slots, len(people))],
            "reservations of a family": [self._look("/reservations", one.cookie) for one in people],
            "café with calendar": [self._look(f"/cafes/{code}")] * len(people),
            "roster": [self._look(path, staff)] * len(people),
            "places left in the city": [self._look(AVAILABILITY)] * len(people),
        }

    def _look(self, path: str, cookie: str = "") -> Visit:
        request = get_request(self.bench.place.host, path, cookie)

        async def look(asker: Asker) -> None:
            await asker.ask("page", request, judge_page)

        return look


def _cost(seen: Seen, step: str) -> float:
    line = figures("", seen, step)
    if line.errors:
        raise RuntimeError(f"what is compared must be answered: {line.errors}")
    return line.server_cpu_ms + line.database_cpu_ms


@contextmanager
def cities(within: Cluster, size: Size, say: Callable[[str], None]) -> Iterator[list[City]]:
    """A city for each number of visits; their databases go afterwards."""
    with ExitStack() as stack:
        built = []
        for visits in size.growth:
            say(f"· growth: a city with {visits:,} visits …")
            name = f"city_{visits}"
            here = stack.enter_context(place(within, name))
            stack.callback(within.drop, name)
            build_city(here, size.city_families, visits)
            app = here.app()
            with app.app_context():
                people = city_families(app, size.people, datetime.now(UTC), years=(4, 4), alike=True)
            built.append((visits, here, app, people))
        # As many in each, or where they are few each of them would have more reservations of the bench on its page.
        count = min(len(people) for *_, people in built)
        yield [City(visits, Bench(here, app, size, people[:count])) for visits, here, app, people in built]


def build_city(here: Place, families: int, visits: int) -> None:
    """All 162 cafés, so many families, so many visits in the past."""
    days = min(MOST_DAYS, 365 * -(-visits // A_YEAR))
    options = ("--families", str(families), "--visits", str(visits), "--days", str(days))
    here.run("seed", "city", *options, "--without-passwords")


def compare(made: Sequence[City], facts: dict[str, float], series: dict[str, list[Point]]) -> None:
    """Costs by number of visits, and those of the largest city in those of the smallest."""
    costs = [{name: median(rounds) for name, rounds in city.costs.items()} for city in made]
    series["growth"] = [Point(city.visits, cost) for city, cost in zip(made, costs, strict=True)]
    facts |= {f"growth: {name}, largest ÷ smallest": costs[-1][name] / first for name, first in costs[0].items()}
