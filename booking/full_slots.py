"""In a rush most forms end with "full", and so do most pages: who sends a form for a slot that was seen full, or opens its
page, is told before the application wakes up.

One statement, which takes no lock, says that the slot still is; the page is made about once a second for everybody
(:mod:`booking.fresh`) and carries the form as it was sent. Only while others wait: when there is time, the application
answers, with slots that fit these very children.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Flask, current_app, render_template
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Request
from werkzeug.wsgi import get_content_length, get_input_stream

from . import clock, logs, metrics
from .busy import HTML, fields_of, hidden_fields
from .db import db
from .fields import CHOICES_MOST
from .fresh import FreshAnswers
from .gate import OTHERS_WAIT
from .headers import Wsgi
from .queries.city_room import CityRoom, city_room
from .queries.full_slots import fullness
from .queries.near_slots import near
from .rules.refusals import Code, no

SEEN_MOST = 5000
PAGES_MOST = 500
CITY_KEPT_LONGER = 0.7
"""Seconds: with those that a page is kept, its near slots have the places that they had less than three seconds ago."""
_PATH = re.compile("/slots/(1?[0-9]{1,9})(/reservations)?")
_CHILDREN = re.compile("(?:child=[0-9]{1,9}(?:&child=[0-9]{1,9})*)?")
_FIELDS, _WHO = b"<!--again-fields-->", b"child=who"
"""Where the page, which is the same for everybody, has what is one's own."""


@dataclass(frozen=True)
class Way:
    """How somebody comes to a slot: the application's method and route, and what an answer of "full" is there."""

    method: str
    route: str
    status: str


PAGE = Way("GET", "/slots/<int:slot_id>", "200 OK")
FORM = Way("POST", "/slots/<int:slot_id>/reservations", "422 UNPROCESSABLE ENTITY")


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: with which children, and, by a form, its ``fields`` and its ``request_id``."""

    children: Sequence[str]
    fields: Sequence[tuple[str, str]] = ()
    request_id: str = ""


class FullSlots:
    """WSGI: "full" to whoever sends a form for a slot that was seen full and still is, or opens its page, while others wait
    (``environ`` says so, by :data:`booking.gate.OTHERS_WAIT`); ``wsgi`` answers all else.

    Having been seen full is only a reason to look: a place that was given back is never refused."""

    def __init__(self, app: Flask, wsgi: Wsgi, engine: Engine) -> None:
        self._app = app
        self._wsgi = wsgi
        self._engine = engine
        self._clock_shift = app.config["SETTINGS"].clock_shift
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._lock = Lock()
        self._pages: FreshAnswers[bytes | None] = FreshAnswers(PAGES_MOST)
        self._rooms: FreshAnswers[CityRoom] = FreshAnswers(1, longer=CITY_KEPT_LONGER)

    def note(self, *slot_ids: int) -> None:
        """The slots were seen without a place."""
        with self._lock:
            self._seen.update(dict.fromkeys(slot_ids))
            while len(self._seen) > SEEN_MOST:
                self._seen.popitem(last=False)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = _PATH.fullmatch(environ["PATH_INFO"]) if environ.get(OTHERS_WAIT) else None
        slot_id, way = (int(path[1]), FORM if path[2] else PAGE) if path else (0, PAGE)
        if slot_id not in self._seen or environ["REQUEST_METHOD"] != way.method:
            return self._wsgi(environ, start_response)
        if (get_content_length(environ) or 0) > self._app.config["MAX_CONTENT_LENGTH"]:
            return self._wsgi(environ, start_response)
        began, body = time.perf_counter(), get_input_stream(environ).read()
        try:
            said = self._said(slot_id, way, {**environ, "wsgi.input": BytesIO(body)})
        except SQLAlchemyError:
            # The application asks as well, and says what there is to say.
            said = None
        if said is None:
            return self._wsgi({**environ, "wsgi.input": BytesIO(body)}, start_response)
        request_id = logs.new_request_id()
        if way is FORM:
            metrics.count_reservation(Code.SLOT_FULL)
        asked, status = {"method": way.method, "route": way.route}, int(way.status[:3])
        logs.tell_request(self._app, asked, status, began, outcome=Code.SLOT_FULL, request_id=request_id)
        headers = [("Content-Type", HTML), ("Content-Length", str(len(said))), ("X-Request-ID", request_id)]
        start_response(way.status, headers)
        return [said]

    def _said(self, slot_id: int, way: Way, environ: dict[str, Any]) -> bytes | None:
        """The page with what was sent; ``None``: nobody is signed in, something else is asked for, or it is not full."""
        session = self._app.session_interface.open_session(self._app, Request(environ))  # type: ignore[arg-type]
        secret = session.get("_user_id") if session else None
        asked = _of_form(environ) if way is FORM else _of_page(environ)
        if not secret or asked is None or not self._still_full(slot_id, secret, asked.request_id):
            return None
        number = len(asked.children) or 1
        page = self._pages.get((slot_id, number, way), lambda: self._page(slot_id, number, way))
        if page is None:
            return None
        who = urlencode([("child", child) for child in asked.children]).replace("&", "&amp;")
        # In this order nothing that was entered is taken for a place of the page.
        return page.replace(_WHO, who.encode()).replace(_FIELDS, hidden_fields(asked.fields).encode())

    def _still_full(self, slot_id: int, secret: str, request_id: str) -> bool:
        now = clock.shifted(self._clock_shift)
        found = fullness(self._engine, slot_id, secret, request_id, now=now)
        if found is not None and not found.is_full:
            with self._lock:
                self._seen.pop(slot_id, None)
        return found is not None and found.is_full and not found.has_reserved

    def _city_room(self) -> CityRoom:
        room = city_room(clock.now())
        self.note(*room.full)
        return room

    def _page(self, slot_id: int, number: int, way: Way) -> bytes | None:
        """The page as everybody gets it, for a family that comes with so many children; ``None`` of a slot that lies farther
        ahead than the city is looked at."""
        with self._app.test_request_context("/", base_url=self._app.config["SETTINGS"].base_url):
            room = self._rooms.get("", self._city_room)
            row = room.slot(slot_id)
            if row is None:
                return None
            page = render_template(
                "public/full.html",
                # The city was looked at a moment earlier than this slot, which is full by now.
                slot=replace(near(row, row), places_left=0),
                refusal=no(Code.SLOT_FULL, places_left=0, children=number) if way is FORM else None,
                near=room.nearest(row, number),
                who=_WHO.decode(),
                fields=Markup(_FIELDS.decode()),  # noqa: S704 (our own constant)  # nosec B704
            )
            return page.encode()


def _of_form(environ: Mapping[str, Any]) -> Asked | None:
    """A form that names its request."""
    fields = fields_of(environ)
    request_id = next((value for name, value in fields if name == "request_id"), None)
    children = list(dict.fromkeys(value for name, value in fields if name == "child_ids"))[:CHOICES_MOST]
    return Asked(children, fields, request_id) if request_id else None


def _of_page(environ: Mapping[str, Any]) -> Asked | None:
    """A page whose address says nothing but which children."""
    query = environ["QUERY_STRING"]
    if not _CHILDREN.fullmatch(query):
        return None
    return Asked(list(dict.fromkeys(value for _, value in parse_qsl(query)))[:CHOICES_MOST])


def init_app(app: Flask) -> None:
    """Attach to the app, before what keeps requests out of it."""
    with app.app_context():
        engine = db.engine
    app.extensions["full_slots"] = app.wsgi_app = FullSlots(app, app.wsgi_app, engine)  # type: ignore[method-assign]


def full_slots() -> FullSlots:
    """Of the current application."""
    found: FullSlots = current_app.extensions["full_slots"]
    return found
