"""For programs that watch the service: is it ready, and its numbers. ``docs/operating.md`` says what to watch."""

import hmac
import ipaddress

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from .. import clock, metrics
from ..config import Settings
from ..queries.gauges import numbers
from ..queries.readiness import readiness
from ..rules.refusals import NotThere
from . import bp
from .gauges import gauges

AGAIN_SECONDS = "5"


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether requests can be served: the database answers and stands at this code's migration."""
    why_not = readiness(current_app.config["SETTINGS"].database_url).why_not()
    if why_not is None:
        return Response("ok", mimetype="text/plain")
    return Response(why_not, 503, mimetype="text/plain", headers={"Retry-After": AGAIN_SECONDS})


@bp.get("/metrics")
def show_metrics() -> ResponseReturnValue:
    """The numbers, for whoever holds ``METRICS_TOKEN``. Without one they are there only for this machine in development."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.metrics_token is None:
        if settings.env == "production" or not _is_this_machine(request.remote_addr):
            raise NotThere
    elif not hmac.compare_digest(_bearer(), settings.metrics_token.encode()):
        return Response(
            "Authorization: Bearer METRICS_TOKEN", 401, mimetype="text/plain", headers={"WWW-Authenticate": "Bearer"}
        )
    return Response(metrics.page(gauges(numbers(clock.now()))), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _bearer() -> bytes:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip().encode() if kind.lower() == "bearer" else b""


def _is_this_machine(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
