"""줄: joining it, seeing the own place, and going on with what was entered when the turn comes."""

import json

from flask import Response, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.join_line import join_line
from ..auth import current_actor, safe_path
from ..line_tickets import COOKIE, COOKIE_SECONDS
from ..line_watch import look, place_of_family, sign, watch
from ..rules.line import TURN_MINUTES
from . import bp

KEPT = "in_line"
"""Forms that wait for their turn: address and fields, in the browser's own signed cookie."""
KEPT_FORMS = 3
KEPT_CHARACTERS = 700


@bp.get("/line")
def show_line() -> ResponseReturnValue:
    now, on = clock.now(), safe_path(request.args.get("on"))
    kept = _kept().get(on or "")
    if kept and look(now) is None:
        # A new line that this process has not seen yet would send the form back here at once, again and again.
        watch().forget()
    found, ticket = place_of_family(current_actor(), now)
    line = look(now)
    page = render_template(
        "guardian/line.html",
        place=found,
        ticket=ticket,
        line=line,
        on=on,
        kept=kept,
        turn_minutes=TURN_MINUTES,
        now=now,
    )
    return page if ticket is None else _with_ticket(make_response(page), ticket)


def _with_ticket(response: Response, ticket: str) -> Response:
    """The answer, and the ticket where the gate sees it with every request. Scripts may read it: it is no secret that opens
    anything, and they put each newer one there."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, ticket, max_age=COOKIE_SECONDS, secure=secure, samesite="Lax")
    return response


@bp.post("/line")
def join() -> ResponseReturnValue:
    now = clock.now()
    # First what load may bring, so that who comes in the first second of a line is in it.
    look(now)
    return _joined(safe_path(request.form.get("on")))


def wait_in_line() -> ResponseReturnValue:
    """The answer to a form that came out of turn: the family is in line, and what it entered waits with it."""
    fields = [[name, value] for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if len(json.dumps(fields, ensure_ascii=True)) <= KEPT_CHARACTERS:
        others = [(url, kept) for url, kept in _kept().items() if url != request.path]
        session[KEPT] = [*others, (request.path, fields)][-KEPT_FORMS:]
    return _joined(request.path)


def _joined(on: str | None) -> ResponseReturnValue:
    joined = join_line(actor=current_actor(), now=clock.now())
    if joined is not None and joined.anew:
        flash(f"차례가 온 지 {TURN_MINUTES}분이 지나서 줄 끝에 다시 섰어요.", "info")
    answer = make_response(redirect(url_for(".show_line", on=on), 303))
    return answer if joined is None else _with_ticket(answer, sign(joined.ticket))


@bp.after_request
def _drop_what_was_sent(response: Response) -> Response:
    """A kept form that was sent, and not put back into the line, waits no more."""
    if request.method == "POST" and request.path in _kept() and not response.headers.get("Location", "").startswith("/line"):
        session[KEPT] = [(url, fields) for url, fields in _kept().items() if url != request.path]
    return response


def _kept() -> dict[str, list[list[str]]]:
    return dict(session.get(KEPT, ()))
