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
from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from typing import Any, TextIO

import structlog
from flask import Flask, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from werkzeug.wrappers import Response

from . import faults, metrics
from .config import Settings

OURS = ("booking", "jobs")
"""Loggers that speak at ``LOG_LEVEL``; libraries are heard from a warning on."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Anything else is somebody's own word, and is called OTHER."""
requests = logging.getLogger("booking.requests")
Event = MutableMapping[str, Any]


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
    handler.setFormatter(_formatter(settings))
    root.addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())
    # A line that cannot be written would be printed with its values.
    logging.raiseExceptions = settings.env != "production"


def _formatter(settings: Settings) -> logging.Formatter:
    as_json = settings.log_format == "json"
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    return ProcessorFormatter(
        foreign_pre_chain=[merge_contextvars, ExtraAdder(), add_log_level, add_logger_name, *([stamp] if as_json else [])],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            _whole_error if settings.env == "development" else _error_without_values,
            _json if as_json else _plain,
        ],
    )


def _error_without_values(_logger: Any, _method: str, event: Event) -> Event:
    error = _error_of(event)
    if error is not None:
        event["error"], event["where"] = faults.told(error), faults.places(error)
    return event


def _whole_error(_logger: Any, _method: str, event: Event) -> Event:
    error = _error_of(event)
    if error is not None:
        event["trace"] = "".join(traceback.format_exception(error))
    return event


def _error_of(event: Event) -> BaseException | None:
    """The error that came with the event; stacks are dropped."""
    event.pop("stack_info", None)
    found = event.pop("exc_info", None)
    return found[1] if isinstance(found, tuple) else None


def _json(_logger: Any, _method: str, event: Event) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)


def _plain(_logger: Any, _method: str, event: Event) -> str:
    """``12:03:04 what happened key=value``, for the person who started it."""
    event.pop("logger", None)
    level, trace, said = event.pop("level"), event.pop("trace", None), event.pop("event")
    parts = [f"{datetime.now():%H:%M:%S}", *([level] if level in ("warning", "error", "critical") else []), said]  # noqa: DTZ005
    line = " ".join([*parts, *(f"{key}={value}" for key, value in event.items() if value is not None)])
    return f"{line}\n{trace.rstrip()}" if trace else line


def init_app(app: Flask) -> None:
    """Attach to the app, first of all: what is attached first sees a request first and its answer last."""
    settings: Settings = app.config["SETTINGS"]
    configure(settings)
    # In development a page that went well is no news.
    quiet = logging.DEBUG if settings.log_format == "plain" else logging.INFO
    app.before_request(_begin)
    app.after_request(_ended(quiet))
    app.teardown_request(lambda _error: clear_contextvars())
    app.log_exception = _log_exception  # type: ignore[method-assign]


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _ended(quiet: int) -> Callable[[Response], Response]:
    def tell(response: Response) -> Response:
        if "began" not in g:
            return response
        response.headers["X-Request-ID"] = g.request_id
        seconds = time.perf_counter() - g.began
        about = what_was_asked()
        metrics.count_request(about["route"], about["method"], response.status_code, seconds)
        level = logging.ERROR if response.status_code >= 500 else quiet
        if requests.isEnabledFor(level):
            how = {"status": response.status_code, "duration_ms": round(seconds * 1000, 1)}
            known = {key: g.get(key) for key in ("role", "outcome") if key in g}
            requests.log(level, "request", extra={**about, **how, **known})
        return response

    return tell


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
