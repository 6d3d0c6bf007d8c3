"""What the service says while it runs: one line per event on standard output, JSON where programs read it.

Every request has a random id; each line of it carries the id, and one line at its end says how it went. No line holds
personal data: no names, addresses, codes, tokens, paths with values, queries or bodies, and of an error no message
(:mod:`booking.faults`). ``docs/operating.md`` lists the fields.
"""

import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, current_app, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars
from werkzeug.wrappers import Response

from . import faults, metrics
from .config import Settings

OURS = ("booking", "jobs")
"""Loggers that speak at ``LOG_LEVEL``; libraries are heard from a warning on."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Anything else is somebody's own word, and is called OTHER."""
requests = logging.getLogger("booking.requests")
USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}
"""What every record carries; anything else was added by the caller."""
Event = dict[str, Any]


class Output(logging.StreamHandler[TextIO]):
    """Writes to what ``sys.stdout`` (or ``sys.stderr``) is at that moment: tests and servers exchange it."""

    def __init__(self, name: str) -> None:
        logging.Handler.__init__(self)
        self._stream_name = name

    @property
    def stream(self) -> TextIO:
        found: TextIO = getattr(sys, self._stream_name)
        return found

    @stream.setter
    def stream(self, _: TextIO) -> None:
        raise AttributeError("the stream is looked up")


def configure(settings: Settings, stream: str = "stdout") -> None:
    """Send every line of this process to ``stdout`` or ``stderr`` in the format of the settings. Calling again replaces."""
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, Output)]:
        root.removeHandler(old)
    handler = Output(stream)
    handler.setFormatter(Lines(settings))
    root.addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())
    # A line that cannot be written would be printed with its values.
    logging.raiseExceptions = settings.env != "production"


class Lines(logging.Formatter):
    """A record as one line: what was said, structlog's context of the request, and what the caller added (``extra``)."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._write = _json if settings.log_format == "json" else _plain
        self._whole_errors = settings.env == "development"

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        event: Event = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        event.update(get_contextvars())
        event.update({name: value for name, value in record.__dict__.items() if name not in USUAL})
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and self._whole_errors:
            event["trace"] = "".join(traceback.format_exception(error))
        elif error is not None:
            event |= {"error": faults.told(error), "where": faults.places(error)}
        return self._write(event)


_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _json(event: Event) -> str:
    return _encode(event | {"at": event["at"].isoformat()})


def _plain(event: Event) -> str:
    """``12:03:04 what happened key=value``, for the person who started it."""
    at, level, trace = event.pop("at"), event.pop("level"), event.pop("trace", "")
    said = {"warning": "warning ", "error": "error ", "critical": "critical "}.get(level, "") + event.pop("event")
    added = [f"{key}={value}" for key, value in event.items() if key != "logger"]
    return " ".join([f"{at.astimezone():%H:%M:%S}", said, *added]) + f"\n{trace}".rstrip()


def init_app(app: Flask) -> None:
    """Attach to the app, first of all: what is attached first sees a request first and its answer last."""
    settings: Settings = app.config["SETTINGS"]
    configure(settings)
    # In development a page that went well is no news.
    app.extensions["quiet_level"] = logging.DEBUG if settings.log_format == "plain" else logging.INFO
    app.before_request(_begin)
    app.after_request(_ended)
    app.teardown_request(lambda _error: clear_contextvars())
    app.log_exception = _log_exception  # type: ignore[method-assign]


def new_request_id() -> str:
    """What stands in each line of a request, and in its answer."""
    return secrets.token_hex(8)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = new_request_id()
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _ended(response: Response) -> Response:
    if "began" in g:
        response.headers["X-Request-ID"] = g.request_id
        known = {key: said for key in ("role", "outcome") if (said := g.get(key)) is not None}
        tell_request(current_app, what_was_asked(), response.status_code, g.began, **known)
    return response


def tell_request(app: Flask, asked: Mapping[str, str], status: int, began: float, **known: str) -> None:
    """A request was answered: count it, and say so in one line. ``began``: by ``time.perf_counter``."""
    seconds = time.perf_counter() - began
    metrics.count_request(asked["route"], asked["method"], status, seconds)
    level = logging.ERROR if status >= 500 else app.extensions["quiet_level"]
    if requests.isEnabledFor(level):
        # Not by ``log``, which looks where it was called from, each time.
        record = logging.LogRecord(requests.name, level, __file__, 0, "request", None, None)
        record.__dict__.update(asked, status=status, duration_ms=round(seconds * 1000, 1), **known)
        requests.handle(record)


def what_was_asked() -> Mapping[str, str]:
    """Method and rule (``/slots/<int:slot_id>``) of this request; ``-`` where no rule fits. Never the path itself."""
    method = request.method if request.method in METHODS else "OTHER"
    return {"method": method, "route": request.url_rule.rule if request.url_rule else "-"}


def note_outcome(code: str) -> None:
    """Let this request's line say with which code it was refused."""
    g.outcome = code


def _log_exception(exc_info: Any) -> None:
    """Flask's own line would hold the path."""
    logging.getLogger("booking").error("answering failed", exc_info=exc_info, extra=what_was_asked())
