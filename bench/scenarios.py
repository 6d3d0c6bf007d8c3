"""What the service does for one visitor after the other: the first lines of the table."""

from collections.abc import Callable
from datetime import time, timedelta
from itertools import cycle, islice

from bench.measuring import PLACES, SLOTS, Bench
from bench.numbers import Figures, figures, of_rounds
from bench.people import staff_cookie
from bench.slots import add_slot, hot_slot, spread_slots
from bench.visits import looks, looks_again
from booking.actions.reserve import reserve
from booking.db import transaction

ROSTER_FAMILIES = 20
AVAILABILITY = "/api/v1/availability"


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
        lines["pair_page"].append(figures(f"{name}: page + POST, the page", both, "page", again=True))
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
    lines = [_looks(bench, f"public: {name}", path) for name, path in shown.items()]
    lines.append(_looks(bench, "public: places left in the city", AVAILABILITY))
    known = bench.rush(looks_again(bench.place.host, AVAILABILITY, bench.size.looks), bench.size.look_seconds)
    return [*lines, figures("public: the same by its ETag (304)", known, "page")]


def roster(bench: Bench) -> list[Figures]:
    """The board of a slot of today with twenty families, as staff see it."""
    path, cookie = board(bench)
    return [_looks(bench, f"staff: roster of {ROSTER_FAMILIES} families", path, cookie)]


def board(bench: Bench) -> tuple[str, str]:
    """A slot of today with twenty families: the path of its board, and the cookie of a member of its staff."""
    if bench.board is None:
        bench.board = _board(bench)
    return bench.board


def _board(bench: Bench) -> tuple[str, str]:
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
        return f"/staff/slots/{slot_id}", staff_cookie(bench.app, cafe_id, bench.now)


def bare(bench: Bench) -> list[Figures]:
    """The bare Flask application, on a server of its own."""
    return [_looks(bench, "bare Flask: a word", "/"), _looks(bench, "bare Flask: page of 15 KB", "/page")]


def _looks(bench: Bench, name: str, path: str, cookie: str = "") -> Figures:
    seen = bench.rush(list(looks(bench.place.host, path, bench.size.looks, cookie)), bench.size.look_seconds)
    return figures(name, seen, "page")
