"""The answer of a service that cannot do it now: 503, when to come back, and what was entered is kept to be sent again.

It asks no database and knows nobody; the page around it is rendered once, so that saying "later" stays cheap when many
have to hear it.
"""

from typing import Any

from flask import Flask, render_template
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from . import metrics, problems

QUEUE_RETRY_SECONDS = 2
DATABASE_RETRY_SECONDS = 5
SECRET_FIELDS = {"password": "비밀번호", "old": "지금 비밀번호", "new": "새 비밀번호"}
"""Never written into a page: whoever entered one enters it again, the rest is kept."""
MOST_FIELDS = 200
_HERE = "<!--again-->"


def busy_response(app: Flask, request: Request, *, retry_seconds: int) -> Response:
    """503 for this request. A form comes back with what was entered and is sent again by its button, or by itself; it
    carries the same ``request_id``, so what was done already is not done twice."""
    answer = _for_person(app, request, retry_seconds) if not problems.wanted(request.path) else problems.of_status(503)
    answer.headers["Retry-After"] = str(retry_seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _for_person(app: Flask, request: Request, retry_seconds: int) -> Response:
    page = _page(app).replace(_HERE, _again(app, request, retry_seconds))
    return Response(page, 503, content_type="text/html; charset=utf-8")


def _page(app: Flask) -> str:
    page: str | None = app.extensions.get("busy_page")
    if page is None:
        base_url = app.config["SETTINGS"].base_url
        with app.test_request_context("/", base_url=base_url):
            page = render_template("errors/busy.html", again=Markup(_HERE))  # noqa: S704 (our own constant)  # nosec B704
        app.extensions["busy_page"] = page
    return page


def _again(app: Flask, request: Request, retry_seconds: int) -> str:
    entered = sent(request)
    template = app.jinja_env.get_template("errors/_again.html")
    return template.render(
        url=request.full_path.rstrip("?"),
        is_form=request.method == "POST",
        secrets=[(name, SECRET_FIELDS[name]) for name in entered if name in SECRET_FIELDS],
        fields=[(name, value) for name, value in entered.items(multi=True) if name not in SECRET_FIELDS][:MOST_FIELDS],
        retry_seconds=retry_seconds,
    )


def sent(request: Request) -> MultiDict[str, str]:
    """What a form holds, to be sent again; nothing where it cannot be read."""
    if request.method != "POST":
        return MultiDict()
    try:
        return MultiDict(request.form)
    except HTTPException:  # too large, or not to be read: then nothing is kept
        return MultiDict()


class Busy:
    """The same as a WSGI application, for requests that never reach Flask."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        metrics.count_turned_away()
        request = Request(environ)
        request.max_content_length = self._app.config["MAX_CONTENT_LENGTH"]
        request.max_form_memory_size = self._app.config["MAX_FORM_MEMORY_SIZE"]
        answer = busy_response(self._app, request, retry_seconds=QUEUE_RETRY_SECONDS)
        return answer(environ, start_response)
