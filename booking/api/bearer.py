"""Who a request's bearer token stands for. Cookies are not looked at."""

import re

from flask import current_app, g, request

from .. import clock
from ..problems import Problem
from ..queries.sign_ins import actor_of_token
from ..rules.limits import Origin
from ..scope import Actor

CHALLENGE = 'Bearer realm="kidscafe"'
_TOKEN = re.compile(r"bearer +([A-Za-z0-9._~+/=-]{16,200})", re.IGNORECASE)


def bearer_actor() -> Actor:
    """The actor of this request's token.

    :raises Problem: 401: no token, or one that is unknown, expired, ended, or a cookie's secret.
    """
    given = request.headers.get("Authorization", "")
    if not given.strip():
        raise Problem(401, "token_missing", headers={"WWW-Authenticate": CHALLENGE})
    found = _TOKEN.fullmatch(given.strip())
    actor = actor_of_token(found[1], clock.now()) if found else None
    if actor is None:
        raise Problem(401, "token_wrong", headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
    g.role = actor.role
    return actor


def program_origin() -> Origin:
    """Where this request comes from, for what is counted: without cookies it is no browser that anybody knows."""
    key = current_app.config["SECRET_KEY"]
    return Origin(address=request.remote_addr or "", key=key, device=None, knows=frozenset())
