"""While a line stands most forms come out of turn: whoever sends one is put in line before the application wakes up.

Nothing of the form is looked at; it waits as it came, and the application looks when the turn has come. Only while others
wait: when there is time, the application says whatever else there is to say of the form.
"""

import re
import time
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import get_content_length, get_input_stream

from . import clock, logs, metrics, words
from .actions.join_line import join_first, join_line
from .busy import sent
from .gate import GOES_FIRST, OTHERS_WAIT
from .headers import Wsgi
from .kept_forms import keep_form
from .line_watch import LineWatch, look, sign, with_ticket
from .queries.reservations import was_answered
from .queries.sign_ins import actor_of
from .rules.refusals import Code

ASKED = {"method": "POST", "route": "/slots/<int:slot_id>/reservations"}
_PATH = re.compile("/slots/1?[0-9]{1,9}/reservations")


class LineBeforeForms:
    """WSGI: the line for a guardian's form out of turn, while others wait (``environ`` says so, by
    :data:`booking.gate.OTHERS_WAIT`); ``wsgi`` answers all else."""

    def __init__(self, app: Flask, wsgi: Wsgi) -> None:
        self._app = app
        self._wsgi = wsgi

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not self._is_out_of_turn(environ):
            return self._wsgi(environ, start_response)
        began, body = time.perf_counter(), get_input_stream(environ).read()
        try:
            response = self._in_line(Request({**environ, "wsgi.input": BytesIO(body)}))
        except SQLAlchemyError:
            # The application asks as well, and says what there is to say.
            response = None
        if response is None:
            return self._wsgi({**environ, "wsgi.input": BytesIO(body)}, start_response)
        request_id = response.headers["X-Request-ID"] = logs.new_request_id()
        metrics.count_reservation(Code.LINE_WAITING)
        logs.tell_request(self._app, ASKED, 303, began, outcome=Code.LINE_WAITING, request_id=request_id)
        return response(environ, start_response)

    def _is_out_of_turn(self, environ: dict[str, Any]) -> bool:
        """Whether it is the form of a family that shows no turn. Which line stands is known from the last look."""
        if not environ.get(OTHERS_WAIT) or environ.get(GOES_FIRST) or environ["REQUEST_METHOD"] != "POST":
            return False
        if not _PATH.fullmatch(environ["PATH_INFO"]):
            return False
        watch: LineWatch = self._app.extensions["line"]
        if not watch.stands_for_all(clock.shifted(self._app.config["SETTINGS"].clock_shift)):
            return False
        return (get_content_length(environ) or 0) <= self._app.config["MAX_CONTENT_LENGTH"]

    def _in_line(self, request: Request) -> Response | None:
        """``None``: nobody is signed in, this very form was answered already, the line is over, or the family has its turn
        (on another device)."""
        session = self._app.session_interface.open_session(self._app, request)  # type: ignore[arg-type]
        secret = session.get("_user_id") if session else None
        if session is None or not secret:
            return None
        form = sent(request)
        with self._app.app_context():
            now, actor, asked = clock.now(), actor_of(secret), form.get("request_id", "")
            if actor is None or actor.family_id is None:
                return None
            line, anew = look(now), False
            ticket = join_first(line, actor=actor, now=now, request_id=asked) if line is not None else None
            if ticket is None:
                if was_answered(asked, actor):
                    return None
                joined = join_line(actor=actor, now=now)
                if joined is None or joined.ticket.let_in_at is not None:
                    return None
                ticket, anew = joined.ticket, joined.anew
            keep_form(session, request.path, form.items(multi=True))
            if anew:
                session["_flashes"] = [*session.get("_flashes", ()), ("info", words.STANDS_AGAIN)]
            response = Response(status=303, headers={"Location": f"/line?{urlencode({'on': request.path})}"})
            self._app.session_interface.save_session(self._app, session, response)  # type: ignore[arg-type]
            return with_ticket(response, sign(ticket))


def init_app(app: Flask) -> None:
    """Attach to the app, before what keeps requests out of it."""
    app.wsgi_app = LineBeforeForms(app, app.wsgi_app)  # type: ignore[method-assign]
