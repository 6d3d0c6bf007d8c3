"""A bare Flask application on the same server, to compare with: a word, and a page of about 15 KB from a template."""

from flask import Flask, render_template

from booking.config import BODY_MOST_BYTES
from booking.gate import Turns
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


app = WholeBodies(flask_app, flask_app, Turns(), most_bytes=BODY_MOST_BYTES, headers={})
