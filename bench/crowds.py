"""Many at once: throughput against the number of clients, sign-ins, boards in a rush, and ten times what can be done."""

import time
from collections.abc import Iterator

from sqlalchemy import select, update

from bench.arrivals import Arrival
from bench.connection import get_request, post_request
from bench.in_line import IN_LINE, judge_of_turn, send_in_turn
from bench.measuring import CLIENTS, Bench
from bench.numbers import Figures, Point, figures, percentile
from bench.people import OF_THE_FORM, cookie_maker
from bench.rush import Asker, Visit
from bench.scenarios import board
from bench.server import memory_mb
from bench.visits import LATER, Reserving, ask_until_answered, judge_page, judge_patiently, judge_post, judge_signed_in
from booking.db import transaction
from booking.models import Account
from booking.passwords import hash_password

NUMBERS_OF_CLIENTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
MOST_PER_SECOND = 1500
"""No more forms are made ready for each second of a measurement than this."""
PASSWORD = "a bench signs in"  # noqa: S105  # of people who live for minutes, on this machine  # nosec B105
BOARDS, BOARD_SECONDS = 162, 15.0
"""A board in every café of the city, each of which looks so often (``templates/staff/_board.html``)."""
TIMES = 10
MOST_FORMS = 100_000
PATIENT_SECONDS, PATIENT_MOST_SECONDS = 4.0, 120.0
"""So long patient families come, and so long everybody has to be answered afterwards."""


def clients(bench: Bench) -> list[Figures]:
    """Reservations by ever more clients; who is told "later" comes back when told to."""
    points = []
    for number in NUMBERS_OF_CLIENTS:
        seconds = bench.size.look_seconds
        families = bench.ready(min(number * 60, round(MOST_PER_SECOND * seconds)))
        seen = bench.rush([_patiently(one) for one in families], seconds, clients=number)
        bench.remember(families)
        line = figures("", seen, "post reserved")
        points.append(Point(number, {"per_second": line.per_second, "p50_ms": line.p50_ms, "p99_ms": line.p99_ms}))
        for error, count in seen.errors.items():
            bench.facts[f"clients {number}: {error}"] = count
    bench.series["clients"] = points
    return []


def sign_ins(bench: Bench) -> list[Figures]:
    """People who know their password; nearly all of it is the hash, which is slow on purpose."""
    people = bench.people[: bench.size.looks]
    with bench.app.app_context(), transaction() as session:
        accounts = [one.actor.account_id for one in people]
        hashed = hash_password(PASSWORD)
        session.execute(update(Account).where(Account.id.in_(accounts)).values(password_hash=hashed))
        emails = session.scalars(select(Account.email).where(Account.id.in_(accounts))).all()
    cookie = cookie_maker(bench.app)(csrf_token=OF_THE_FORM)

    def signing_in(email: str | None) -> Visit:
        body = bench.prepared.body(email=email, password=PASSWORD, next="")
        request = post_request(bench.place.host, "/sign-in", cookie, body)

        async def visit(asker: Asker) -> None:
            await ask_until_answered(asker, "post", request, judge_signed_in)

        return visit

    # No more at once than may wait for their turn: how many come is another question than how fast they are let in.
    seen = bench.rush([signing_in(email) for email in emails], bench.size.seconds, clients=16)
    return [figures("sign-in", seen, "post signed in")]


def rush_roster(bench: Bench) -> list[Figures]:
    """The boards of all cafés, each looking when it always does, while families reserve as fast as they can."""
    path, cookie = board(bench)
    families = bench.ready(round(MOST_PER_SECOND * bench.size.seconds / 2))
    waiting: Iterator[Reserving] = iter(families)
    look = get_request(bench.place.host, path, cookie)

    async def looking(asker: Asker) -> None:
        await asker.ask("board", look, judge_page)

    looks = [Arrival(n * BOARD_SECONDS / BOARDS, looking) for n in range(round(bench.size.seconds * BOARDS / BOARD_SECONDS))]
    until = looks[-1].due

    async def reserving(asker: Asker) -> None:
        begun = time.perf_counter()
        for one in waiting:
            await one.send_form(asker)
            if time.perf_counter() - begun > until:
                return

    arrivals = [*(Arrival(0.0, reserving) for _ in range(CLIENTS)), *looks]
    seen = bench.arrive(arrivals, until + 30, connections=2 * CLIENTS)
    bench.remember(families)
    return [
        figures("boards in a rush: the board", seen, "board"),
        figures("boards in a rush: POST", seen, "post", again=True),
    ]


def overload(bench: Bench) -> list[Figures]:
    """First as much as can be done, then ten times as much is asked for, by families who come when they like: once they take
    "later" for an answer, once they come back as they are told to. Who stands in line waits as long as others come."""
    peak = max(_reserved_per_second(bench, clients) for clients in (16, CLIENTS))
    lines = []
    for name, visit, rush_seconds in (("", _once, bench.size.overload_seconds), (", patient", _patiently, PATIENT_SECONDS)):
        offered = TIMES * peak
        seconds = min(rush_seconds, MOST_FORMS / offered)
        families = bench.crowd(round(offered * seconds))
        until = time.perf_counter() + seconds
        arrivals = [Arrival(n / offered, visit(one, until)) for n, one in enumerate(families)]
        seen = bench.arrive(arrivals, seconds + PATIENT_MOST_SECONDS)
        # Who was cut off in mid-answer has an error there, and asks once more, as a browser does: what was done is told.
        unheard = [Arrival(0.0, _once(one, until)) for one in families if not one.heard]
        if unheard:
            bench.arrive(unheard, PATIENT_MOST_SECONDS)
        bench.remember(families)
        answers = seen.seconds["post"] or [0.0]
        lines += [
            figures(f"{TIMES} times too many{name}: reserved", seen, "post reserved"),
            figures(f"{TIMES} times too many{name}: told later", seen, f"post {LATER}", again=True),
            figures(f"{TIMES} times too many{name}: in line", seen, f"post {IN_LINE}", again=True),
        ]
        bench.facts |= {
            f"overload{name}: offered per second": offered,
            f"overload{name}: answers per second": len(answers) / seen.wall_seconds,
            f"overload{name}: goodput ÷ peak": lines[-3].per_second / peak,
            f"overload{name}: longest wait in seconds": max(answers),
            f"overload{name}: p99 of any answer in seconds": percentile(answers, 0.99),
            f"overload{name}: server's memory in MB": memory_mb(bench.server),
        }
    return lines


def _patiently(one: Reserving, until: float = float("inf")) -> Visit:
    """Sends the form until it is decided, however long others come."""

    async def visit(asker: Asker) -> None:
        one.told(*await send_in_turn(asker, one.host, one.guardian.cookie, one.form, judge_post))

    return visit


def _once(one: Reserving, until: float) -> Visit:
    """Sends the form, and takes "later" for an answer; who is told to stand in line does, as long as others come."""

    async def visit(asker: Asker) -> None:
        cookie = one.guardian.cookie
        answer, outcome = await asker.ask("post", one.form, judge_of_turn(judge_patiently(judge_post)))
        if answer is not None and outcome == IN_LINE:
            answer, outcome = await send_in_turn(asker, one.host, cookie, one.form, judge_post, until, told=answer)
        one.told(answer, outcome)

    return visit


def _reserved_per_second(bench: Bench, clients: int) -> float:
    families = bench.ready(round(MOST_PER_SECOND * bench.size.seconds / 2))
    seen = bench.rush([one.send_form for one in families], bench.size.seconds, clients=clients)
    bench.remember(families)
    return figures("", seen, "post reserved").per_second
