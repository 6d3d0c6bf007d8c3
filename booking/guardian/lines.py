"""줄: joining it, seeing the own place, and going on with what was entered when the turn comes."""

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from .. import clock, words
from ..actions.join_line import join_line
from ..auth import current_actor, safe_path
from ..kept_forms import drop_form, keep_form, kept_forms
from ..line_watch import look, place_of_family, sign, watch, with_ticket
from ..rules.line import TURN_MINUTES
from . import bp


@bp.get("/line")
def show_line() -> ResponseReturnValue:
    now, on = clock.now(), safe_path(request.args.get("on"))
    kept = kept_forms(session).get(on or "")
    if kept and look(now) is None:
        # A new line that this process has not seen yet would send the form back here at once, again and again.
        watch().forget()
    found, ticket = place_of_family(current_actor(), now)
    line = look(now)
    page = render_template(
        "guardian/line.html",
        place=found,
        ticket=ticket,
        line=None if line is not None and line.is_calm else line,
        on=on,
        kept=kept,
        turn_minutes=TURN_MINUTES,
        now=now,
    )
    return page if ticket is None else with_ticket(make_response(page), ticket)


@bp.post("/line")
def join() -> ResponseReturnValue:
    now = clock.now()
    # First what load may bring, so that who comes in the first second of a line is in it.
    look(now)
    return _joined(safe_path(request.form.get("on")))


def wait_in_line() -> ResponseReturnValue:
    """The answer to a form that came out of turn: the family is in line, and what it entered waits with it."""
    keep_form(session, request.path, request.form.items(multi=True))
    return _joined(request.path)


def _joined(on: str | None) -> ResponseReturnValue:
    joined = join_line(actor=current_actor(), now=clock.now())
    if joined is not None and joined.anew:
        flash(words.STANDS_AGAIN, "info")
    answer = make_response(redirect(url_for(".show_line", on=on), 303))
    return answer if joined is None else with_ticket(answer, sign(joined.ticket))


@bp.after_request
def _drop_what_was_sent(response: Response) -> Response:
    """A kept form that was sent, and not put back into the line, waits no more."""
    waits = response.headers.get("Location", "").startswith("/line")
    if request.method == "POST" and request.path in kept_forms(session) and not waits:
        drop_form(session, request.path)
    return response
