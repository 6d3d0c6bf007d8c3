"""A bare Flask application on the same server, to compare with: a word, a page of about 15 KB from a template, and the
writes of a reservation (:mod:`bench.pgbench`) without anything around them."""

import json
import os
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import psycopg
from flask import Flask, render_template

from bench.writes import Writes
from booking.config import BODY_MOST_BYTES
from booking.gate import NoLine, Turns
from booking.whole_bodies import WholeBodies

TIMETABLE = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><table>{% for row in rows %}<tr class="{{ 'full' if row.left == 0 else 'open' }}">
<td>{{ row.start }}</td><td>{{ row.name }}</td><td>{{ row.left }}/{{ row.capacity }}</td>
<td><a class="btn btn-primary" href="/slots/{{ row.id }}/book">{{ row.label }}</a></td></tr>
{% endfor %}</table></body></html>"""

flask_app = Flask(__name__)
template = flask_app.jinja_env.from_string(TIMETABLE)
ROWS = [
    {
        "id": n,
        "start": f"2026-12-{1 + n % 28:02d} {9 + 2 * (n % 5):02d}:00",
        "name": f"서울형 키즈카페 {n}호점",
        "left": n % 7,
        "capacity": 50,
        "label": "예약하기",
    }
    for n in range(78)
]


@flask_app.get("/")
def hello() -> str:
    return "hello"


@flask_app.get("/page")
def page() -> str:
    return render_template(template, title="예약", rows=ROWS)


CONNECTIONS = 4
"""Of one process: as many as the service has requests at work."""


@cache
def copied() -> dict[str, Any]:
    """What is known of the copied database."""
    known: dict[str, Any] = json.loads(Path(os.environ["BENCH_WRITES"]).read_text())
    return known | {"writes": Writes(**known["writes"])}


@cache
def connections() -> "SimpleQueue[psycopg.Connection[Any]]":
    """Those that are free."""
    free: SimpleQueue[psycopg.Connection[Any]] = SimpleQueue()
    for _ in range(CONNECTIONS):
        free.put(psycopg.connect(copied()["url"], autocommit=True))
    return free


@flask_app.post("/reserve/<name>/<int:n>")
def reserve(name: str, n: int) -> tuple[str, int]:
    known = copied()
    turn, who = divmod(n, known["people"])
    slots = known["slots"][name]
    values = known["writes"].values(
        slot=slots[(who + turn) % len(slots)],
        family=known["family"] + who,
        account=known["account"] + who,
        child=known["child"] + who,
        writes=turn,
        number=n,
    )
    free = connections()
    held = free.get()
    try:
        row = held.execute(known["writes"].statement.encode(), values).fetchone()
    finally:
        free.put(held)
    return ("", 409) if row is None or None in row else ("", 201)


app = WholeBodies(flask_app, flask_app, Turns(), NoLine(), most_bytes=BODY_MOST_BYTES, headers={})
