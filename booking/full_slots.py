"""In a rush most forms end with "full": who sends one for a slot that was seen full is told before the application wakes up.

One statement, which takes no lock, says that the slot still is; the page is made about once a second for everybody
(:mod:`booking.fresh`) and carries the form as it was sent. Only while others wait: when there is time, the application
answers, with slots that fit these very children.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from io import BytesIO
from threading import Lock
from typing import Any
from urllib.parse import urlencode

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
from .queries.full_slots import still_full
from .queries.nearest import nearest_slots
from .queries.slots import slot_page
from .rules.refusals import Code, no

ASKED = {"method": "POST", "route": "/slots/<int:slot_id>/reservations"}
SEEN_MOST = 5000
PAGES_MOST = 500
_PATH = re.compile("/slots/(1?[0-9]{1,9})/reservations")
_FIELDS, _WHO = b"<!--again-fields-->", b"child=who"
"""Where the page, which is the same for everybody, has what is one's own."""


class FullSlots:
    """WSGI: "full" to whoever sends a form for a slot that was seen full and still is, while others wait (``environ`` says
    so, by :data:`booking.gate.OTHERS_WAIT`); ``wsgi`` answers all else.

    Having been seen full is only a reason to look: a place that was given back is never refused."""

    def __init__(self, app: Flask, wsgi: Wsgi, engine: Engine) -> None:
        self._app = app
        self._wsgi = wsgi
        self._engine = engine
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._lock = Lock()
        self._pages: FreshAnswers[bytes] = FreshAnswers(PAGES_MOST)

    def note(self, slot_id: int) -> None:
        """The slot was seen without a place."""
        with self._lock:
            self._seen[slot_id] = None
            if len(self._seen) > SEEN_MOST:
                self._seen.popitem(last=False)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = _PATH.fullmatch(environ["PATH_INFO"]) if environ.get(OTHERS_WAIT) else None
        slot_id = int(path.group(1)) if path and environ["REQUEST_METHOD"] == "POST" else 0
        if slot_id not in self._seen or (get_content_length(environ) or 0) > self._app.config["MAX_CONTENT_LENGTH"]:
            return self._wsgi(environ, start_response)
        began, body = time.perf_counter(), get_input_stream(environ).read()
        try:
            said = self._said(slot_id, {**environ, "wsgi.input": BytesIO(body)})
        except SQLAlchemyError:
            # The application asks as well, and says what there is to say.
            said = None
        if said is None:
            return self._wsgi({**environ, "wsgi.input": BytesIO(body)}, start_response)
        request_id = logs.new_request_id()
        metrics.count_reservation(Code.SLOT_FULL)
        logs.tell_request(self._app, ASKED, 422, began, outcome=Code.SLOT_FULL, request_id=request_id)
        headers = [("Content-Type", HTML), ("Content-Length", str(len(said))), ("X-Request-ID", request_id)]
        start_response("422 UNPROCESSABLE ENTITY", headers)
        return [said]

    def _said(self, slot_id: int, environ: dict[str, Any]) -> bytes | None:
        """The page with what was sent; ``None``: nobody is signed in, the form names no request, or the slot is not full."""
        session = self._app.session_interface.open_session(self._app, Request(environ))  # type: ignore[arg-type]
        secret, fields = session.get("_user_id") if session else None, fields_of(environ)
        request_id = next((value for name, value in fields if name == "request_id"), None)
        if not secret or not request_id or not self._still_full(slot_id, secret, request_id):
            return None
        children = list(dict.fromkeys(value for name, value in fields if name == "child_ids"))[:CHOICES_MOST]
        number = len(children) or 1
        page = self._pages.get((slot_id, number), lambda: self._page(slot_id, number).encode())
        who = urlencode([("child", child) for child in children]).replace("&", "&amp;")
        # In this order nothing that was entered is taken for a place of the page.
        return page.replace(_WHO, who.encode()).replace(_FIELDS, hidden_fields(fields).encode())

    def _still_full(self, slot_id: int, secret: str, request_id: str) -> bool:
        full = still_full(self._engine, slot_id, secret, request_id)
        if full is False:
            with self._lock:
                self._seen.pop(slot_id, None)
        return bool(full)

    def _page(self, slot_id: int, number: int) -> str:
        """The page as everybody gets it, for a family that comes with so many children."""
        with self._app.test_request_context("/", base_url=self._app.config["SETTINGS"].base_url):
            now = clock.now()
            return render_template(
                "public/full.html",
                slot=slot_page(slot_id, None, now),
                refusal=no(Code.SLOT_FULL, places_left=0, children=number),
                near=nearest_slots(slot_id, None, [], now, places=number),
                who=_WHO.decode(),
                fields=Markup(_FIELDS.decode()),  # noqa: S704 (our own constant)  # nosec B704
            )


def init_app(app: Flask) -> None:
    """Attach to the app, before what keeps requests out of it."""
    with app.app_context():
        engine = db.engine
    app.extensions["full_slots"] = app.wsgi_app = FullSlots(app, app.wsgi_app, engine)  # type: ignore[method-assign]


def full_slots() -> FullSlots:
    """Of the current application."""
    found: FullSlots = current_app.extensions["full_slots"]
    return found
