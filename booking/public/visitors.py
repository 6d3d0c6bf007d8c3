"""Pages that are the same for all visitors: made about once a second, and kept for a moment by whoever stands in front.

Somebody with a session (signed in, or with something said to them) gets a page of their own.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from ..fresh import Answer, FreshAnswers

Path = ParamSpec("Path")
View = Callable[Path, ResponseReturnValue]
KEPT = 300
"""Pages kept per process and view, each with its texts compressed: some ten kilobytes."""
ADDRESS_MOST = 200
"""Longer ones are nobody's bookmark, and are not kept."""


def same_for_visitors(view: View[Path]) -> View[Path]:
    """A view that shows every visitor the same under one address. Only what it returns as text is kept: whatever else it
    answers (a redirect, a page that says what is wrong) is for whoever asked."""

    @wraps(view)
    def answer(*args: Path.args, **path: Path.kwargs) -> ResponseReturnValue:
        has_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        if has_session or len(request.full_path) > ADDRESS_MOST:
            return view(*args, **path)
        answers: FreshAnswers[Answer] = current_app.extensions.setdefault(f"fresh {view.__name__}", FreshAnswers(KEPT))
        try:
            found = answers.get(request.full_path, lambda: _kept(view(*args, **path)))
        except _Other as other:
            return other.answer
        g.for_everybody = True
        response = found.response(request)
        response.vary.add("Cookie")
        return response

    return answer


class _Other(Exception):
    """The view answered something else than a page."""

    def __init__(self, answer: ResponseReturnValue) -> None:
        super().__init__()
        self.answer = answer


def _kept(answer: ResponseReturnValue) -> Answer:
    if not isinstance(answer, str):
        raise _Other(answer)
    return Answer(answer.encode(), "text/html")
