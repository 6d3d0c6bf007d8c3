"""The link in a QR code: the same code leads everybody to their own screen."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..actions.count_unknown_code import count_unknown_code
from ..auth import actor_or_none, origin
from ..queries.code_tries import require_code_try
from ..queries.reservations import reservation_of_code
from ..rules.codes import LENGTH, plain_code
from ..rules.refusals import NotThere
from . import bp


@bp.get("/q/<code>")
def open_code(code: str) -> ResponseReturnValue:
    clean = plain_code(code)
    if not clean.isalnum() or not clean.isascii() or len(clean) != LENGTH:
        raise NotThere
    actor = actor_or_none()
    if actor is None:
        return redirect(url_for(".sign_in", next=f"/q/{clean}"), 303)
    if actor.role == "staff":
        return redirect(f"/staff/codes/{clean}", 303)
    if actor.role != "guardian":
        raise NotThere
    now = clock.now()
    require_code_try(actor, origin(), now)
    try:
        reservation_id = reservation_of_code(clean, actor)
    except NotThere:
        count_unknown_code(actor=actor, origin=origin(), now=now)
        raise
    return redirect(f"/reservations/{reservation_id}", 303)
