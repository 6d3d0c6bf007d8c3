"""Between HTTP and the core: forms that can be refused, errors that become answers."""

import re
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.routing import IntegerConverter, Map, RequestRedirect
from werkzeug.wrappers import Response
from wtforms import Field

from . import faults, logs, problems, words
from .busy import DATABASE_RETRY_SECONDS, busy_response
from .rules.refusals import LATER, TOO_MANY, NotThere, Refused

_NUL = re.compile("\x00")
LARGEST_ID = 1_999_999_999
"""The largest id that an address can name; its column holds a little more, and PostgreSQL fails on what it does not hold."""


class IdConverter(IntegerConverter):
    """``<int:slot_id>`` in every route: a number that no row can have is not there, without asking the database.

    The pattern itself says so: a number that only the bound refuses is answered 405 where another method has the same
    address, and one of thousands of digits is more than Python reads.
    """

    regex = "1?[0-9]{1,9}"

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **({"max": LARGEST_ID} | kwargs))


class Form(FlaskForm):
    """Base of every form. ``refuse`` puts an action's "no" beside its field, or above the form when it has none."""

    class Meta:
        # Never trust a field's presence alone: messages are ours and Korean.
        locales = ("ko_KR", "ko")
        # Every POST is asked for its token before its view (CSRFProtect), and the macros put one into every form.
        csrf = False

    too_many = False

    @property
    def status(self) -> int:
        """The status of the page that shows this form: 200, or why it comes back (422, or 429 for tried too often)."""
        return 429 if self.too_many else 422 if self.errors else 200

    def refuse(self, refused: Refused) -> None:
        """Show the sentence of a refusal where it belongs; the form keeps what was entered."""
        refusal = refused.refusal
        logs.note_outcome(refusal.code)
        if refusal.code in TOO_MANY:
            self.too_many = True
            g.retry_after_seconds = refusal.facts["seconds"]
        sentence = words.sentence(refusal)
        field: Field | None = getattr(self, refusal.field, None) if refusal.field else None
        if isinstance(field, Field):
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


def clean(text: str | None) -> str | None:
    """A filter for text fields: without surrounding space and NUL characters (PostgreSQL takes none)."""
    return _NUL.sub("", text).strip() if text else text


def init_app(app: Flask) -> None:
    """Attach error answers to the app."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(_no_nul_in_path)
    app.before_request(_no_detours_for_programs)
    app.register_error_handler(NotThere, _not_there)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(problems.Problem, _problem)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(DBAPIError, _database_refused)
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)
    app.after_request(_retry_after)


def _no_nul_in_path() -> None:
    """No address here holds a NUL character, and PostgreSQL takes none as a value."""
    if "\x00" in request.path:
        raise NotThere


def _no_detours_for_programs() -> None:
    """A browser is led from ``//`` to ``/``; a program is told that it has the address wrong."""
    if problems.wanted(request.path) and isinstance(request.routing_exception, RequestRedirect):
        raise NotThere


def _retry_after(response: Response) -> Response:
    """Say when it may be tried again, where something was refused for being tried too often, or out of turn."""
    if response.status_code == 429 and "retry_after_seconds" in g:
        response.headers["Retry-After"] = str(g.retry_after_seconds)
    return response


def _page(status: int, title: str, sentence: str) -> Response:
    """The error as a page; for a program, which reads no pages, as JSON with its own words."""
    if problems.wanted(request.path):
        return problems.of_status(status)
    request_id = g.get("request_id") if status >= 500 else None
    body = render_template("errors/error.html", status=status, title=title, sentence=sentence, request_id=request_id)
    return Response(body, status, mimetype="text/html")


def _not_there(_: NotThere) -> Response:
    return _page(404, "찾을 수 없어요", "주소가 바뀌었거나, 이 계정으로는 볼 수 없는 화면이에요.")


def _refused(refused: Refused) -> Response:
    logs.note_outcome(refused.refusal.code)
    if refused.refusal.code in LATER:
        g.retry_after_seconds = refused.refusal.facts["seconds"]
    if problems.wanted(request.path):
        return problems.of_refusal(refused.refusal)
    if refused.refusal.code in TOO_MANY:
        return _page(429, "잠시 쉬었다 해 주세요", words.sentence(refused.refusal))
    return _page(422, "처리할 수 없어요", words.sentence(refused.refusal))


def _problem(problem: problems.Problem) -> Response:
    logs.note_outcome(problem.code)
    return problems.of_problem(problem)


def _stale_page(_: CSRFError) -> Response:
    return _page(
        400,
        "화면을 연 지 오래되었어요",
        "아무것도 바뀌지 않았어요. 뒤로 가서 화면을 새로 고친 뒤 다시 눌러 주세요. 로그인이 풀렸다면 다시 로그인해 주세요.",
    )


def _database_away(error: Exception) -> Response:
    # Signed-in state needs the database too: the page must render without it.
    g.failed = True
    logs.note_outcome("database_away")
    app_logger().error("database away: %s", faults.told(error), extra=logs.what_was_asked())
    return busy_response(current_app, request, retry_seconds=DATABASE_RETRY_SECONDS)


def _database_refused(error: DBAPIError) -> Response:
    if error.connection_invalidated:
        return _database_away(error)
    return _broken(error)


def _http_error(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, SecurityError) and not problems.wanted(request.path):
        # An untrusted host: url_for and templates would refuse too.
        return HTTPException(response=Response("Bad host", 400, mimetype="text/plain"))
    if error.code is None or error.code < 400:
        return error
    if error.code == 500:
        # Not even the page that says so could be made; plain words need nothing.
        sentence = f"문제가 생겼어요. 잠시 뒤 다시 시도해 주세요. 요청 번호 {g.get('request_id')}"
        return HTTPException(response=Response(sentence, 500, mimetype="text/plain"))
    title, sentence = words.HTTP_ERRORS.get(error.code, words.HTTP_ERRORS[400])
    response = _page(error.code, title, sentence)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _broken(error: Exception) -> Response:
    g.failed = True
    app_logger().error("unexpected %s", error.__class__.__name__, exc_info=error, extra=logs.what_was_asked())
    return _page(
        500,
        "문제가 생겼어요",
        "저희 쪽 문제예요. 잠시 뒤 다시 시도해 주세요. 계속되면 다산콜 120으로 알려 주세요.",
    )


def app_logger():  # type: ignore[no-untyped-def]
    """The application's logger."""
    from flask import current_app

    return current_app.logger
