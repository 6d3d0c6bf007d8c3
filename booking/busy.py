"""The answer of a service that cannot do it now: 503, when to come back, and what was entered is kept to be sent again.

It asks no database and knows nobody; the page around it is rendered once, so that saying "later" stays cheap when many
have to hear it.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote

from flask import Flask, render_template
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from . import metrics, problems
from .config import BODY_MOST_BYTES
from .load import LOAD

DATABASE_RETRY_SECONDS = 5
HTML = "text/html; charset=utf-8"
SECRET_FIELDS = {"password": "비밀번호", "old": "지금 비밀번호", "new": "새 비밀번호"}
"""Never written into a page: whoever entered one enters it again, the rest is kept."""
MOST_FIELDS = 200
_URL, _SECONDS, _FIELDS = "/again-url", "again-seconds", "<!--again-fields-->"
"""Where a page, which is rendered once, has what is this request's own."""


def busy_response(app: Flask, request: Request, *, retry_seconds: int) -> Response:
    """503 for this request. A form comes back with what was entered and is sent again by its button, or by itself; it
    carries the same ``request_id``, so what was done already is not done twice."""
    if problems.wanted(request.path):
        answer = problems.of_status(503)
    else:
        entered = list(sent(request).items(multi=True))
        page = _page_for(app, request.full_path.rstrip("?"), request.method == "POST", entered, retry_seconds)
        answer = Response(page, 503, content_type=HTML)
    answer.headers["Retry-After"] = str(retry_seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def make_ready(app: Flask) -> None:
    """Make the pages now: in the middle of a rush everybody would wait for the event loop that makes them."""
    for is_form in (True, False):
        _page(app, is_form, ())


def _page_for(app: Flask, url: str, is_form: bool, entered: Sequence[tuple[str, str]], retry_seconds: int) -> str:
    secrets = tuple(dict.fromkeys(name for name, _ in entered if name in SECRET_FIELDS))
    fields = [(name, value) for name, value in entered if name not in SECRET_FIELDS][:MOST_FIELDS]
    page = _page(app, is_form, secrets)
    # In this order nothing that was entered is taken for a place of the page.
    page = page.replace(_SECONDS, str(retry_seconds)).replace(_URL, escape(url))
    return page.replace(_FIELDS, hidden_fields(fields))


def hidden_fields(fields: Iterable[tuple[str, str]]) -> str:
    """These fields as a form carries them along unseen."""
    return "\n".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields)


def _page(app: Flask, is_form: bool, secrets: tuple[str, ...]) -> str:
    pages: dict[tuple[bool, tuple[str, ...]], str] = app.extensions.setdefault("busy_pages", {})
    page = pages.get((is_form, secrets))
    if page is None:
        with app.test_request_context("/", base_url=app.config["SETTINGS"].base_url):
            page = pages[is_form, secrets] = render_template(
                "errors/busy.html",
                url=_URL,
                is_form=is_form,
                secrets=[(name, SECRET_FIELDS[name]) for name in secrets],
                fields=Markup(_FIELDS),  # noqa: S704 (our own constant)  # nosec B704
                retry_seconds=_SECONDS,
            )
    return page


def sent(request: Request) -> MultiDict[str, str]:
    """What a form holds, to be sent again; nothing where it cannot be read."""
    if request.method != "POST":
        return MultiDict()
    try:
        return MultiDict(request.form)
    except HTTPException:  # too large, or not to be read: then nothing is kept
        return MultiDict()


class Busy:
    """The same as a WSGI application, for requests that never reach Flask; thousands a second hear it, so it makes nothing
    of a request but what its page needs."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._problem = problems.of_status(503).get_data()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        metrics.count_turned_away(looked=environ["REQUEST_METHOD"] != "POST")
        seconds = LOAD.retry_seconds()
        if problems.wanted(environ["PATH_INFO"]):
            mimetype, body = "application/json", self._problem
        else:
            is_form = environ["REQUEST_METHOD"] == "POST"
            entered = fields_of(environ) if is_form else []
            mimetype, body = HTML, _page_for(self._app, _url(environ), is_form, entered, seconds).encode()
        headers = [("Content-Type", mimetype), ("Content-Length", str(len(body))), ("Retry-After", str(seconds))]
        start_response("503 SERVICE UNAVAILABLE", headers)
        return [body]


def _url(environ: Mapping[str, str]) -> str:
    # Of this service, however it was asked: "//name/…" would lead to another one.
    path, query = quote("/" + environ["PATH_INFO"].lstrip("/"), encoding="latin-1"), environ["QUERY_STRING"]
    return f"{path}?{query}" if query else path


def fields_of(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a form of ours holds, without werkzeug's detours; nothing where it is none, or too large."""
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return []
    body = environ["wsgi.input"].read(BODY_MOST_BYTES + 1)
    if len(body) > BODY_MOST_BYTES:
        return []
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []
