"""Where one request's time goes: ``python -m bench.profile``, in this process, without a server between.

Writes what the profiler saw to ``var/bench/profile_post.txt`` and ``profile_page.txt``.
"""

import cProfile
import io
import pstats
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from flask import Flask
from werkzeug.test import Client

from bench.form_page import cookie_after, form_body
from bench.people import Guardian, cafes, guardians, open_a_year_ahead
from bench.place import cluster, seeded_place
from bench.slots import Calendar, spread_slots
from bench.statements import statements
from tools.environment import TOP

REQUESTS = 500
WARM_UP = 50
PLACES = 20

Request = Callable[[], None]


def main() -> None:
    """Profile reservations and slot pages, one after the other."""
    folder = TOP / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with cluster() as within, seeded_place(within) as here:
        app = here.app()
        now = datetime.now(UTC)
        # Every family reserves once; the first half is timed without the profiler, which slows everything down.
        with app.app_context():
            families = guardians(app, 2 * REQUESTS + WARM_UP, now)
            open_a_year_ahead(now.date(), now)
            slots = spread_slots(list(cafes()), Calendar(now.date() + timedelta(days=60)), 200, PLACES, now)
        client = Client(app.wsgi_app, use_cookies=False)
        base = f"http://{here.host}"
        pages = [_page(client, base, slots[n % len(slots)], one) for n, one in enumerate(families)]
        posts = [_post(client, base, slots[n % len(slots)], one) for n, one in enumerate(families)]
        for name, requests in (("page", pages), ("post", posts)):
            text = _profile(app, requests)
            (folder / f"profile_{name}.txt").write_text(text)
            print(text)


def _page(client: Client, base: str, slot_id: int, guardian: Guardian) -> Request:
    def ask() -> None:
        answer = client.get(f"/slots/{slot_id}", base_url=base, headers={"Cookie": guardian.cookie})
        assert answer.status_code == 200, answer.status
        answer.close()

    return ask


def _post(client: Client, base: str, slot_id: int, guardian: Guardian) -> Request:
    page = client.get(f"/slots/{slot_id}", base_url=base, headers={"Cookie": guardian.cookie})
    body, _ = form_body(page.get_data(as_text=True))
    cookie = cookie_after(guardian.cookie, "\n".join(page.headers.getlist("Set-Cookie")))

    def ask() -> None:
        answer = client.post(
            f"/slots/{slot_id}/reservations",
            base_url=base,
            headers={"Cookie": cookie},
            data=body,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
        answer.close()

    return ask


def _profile(app: Flask, requests: list[Request]) -> str:
    _run(requests[:WARM_UP])
    begun, cpu = time.perf_counter(), time.process_time()
    _run(requests[WARM_UP : WARM_UP + REQUESTS])
    each_ms, cpu_ms = (
        (now - then) / REQUESTS * 1000 for now, then in ((time.perf_counter(), begun), (time.process_time(), cpu))
    )
    with statements(app) as seen:
        requests[-1]()
    profile = cProfile.Profile()
    profile.enable()
    _run(requests[WARM_UP + REQUESTS : -1])
    profile.disable()
    out = io.StringIO()
    print(
        f"{each_ms:.2f} ms each without the profiler, {cpu_ms:.2f} of them this process's own; {len(seen)} statements\n",
        file=out,
    )
    for n, statement in enumerate(seen, 1):
        print(f"{n:2} {statement[:400]}", file=out)
    print("\nstatements by kind:", dict(Counter(one.split()[0] for one in seen)), "\n", file=out)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile, stream=out).sort_stats(order).print_stats(60)
    return out.getvalue()


def _run(requests: Iterable[Request]) -> None:
    for ask in requests:
        ask()


if __name__ == "__main__":
    main()
