"""A route of the API: checked values in, a model out, and a line in the register that the document is made from.

A view gets one :class:`Asked` and the path's parameters, and returns the model that is answered. Everything that all routes
share happens here, so that no view can forget it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from flask import Blueprint, current_app, g, request
from pydantic import BaseModel
from werkzeug.wrappers import Response

from .. import clock
from ..actions.answer_once import answer_once
from ..fresh import KEPT_BY_CACHES, Answer, FreshAnswers
from ..problems import Problem
from ..rules.refusals import NotThere
from ..scope import Actor
from .checking import checked, checked_query
from .edges import current_actor
from .json_body import json_object, no_body
from .values import Shown

G = TypeVar("G")
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
REPLAYED = "Idempotency-Replayed"
View = Callable[..., Shown | None]
Again = Literal["kept", "action", "anew"]
"""What a repeated idempotency key gets: the answer that was kept, the one that the view's action itself finds again, or one
of how things are by now."""


@dataclass(frozen=True)
class Operation:
    """What the document says of a route. ``given``: the model of the query of a GET, else of the body; ``kept``: it may be
    asked for again by its ETag."""

    edge: str
    method: str
    rule: str
    name: str
    summary: str
    status: int
    given: type[BaseModel] | None
    shown: type[Shown] | None
    kept: bool = False
    again: Again = "anew"

    @property
    def writes(self) -> bool:
        return self.method != "GET"


OPERATIONS: list[Operation] = []


@dataclass(frozen=True)
class Asked(Generic[G]):
    """A request: ``given`` is its checked query or body, ``key`` its idempotency key (empty for a GET)."""

    given: G
    now: datetime
    key: str
    who: Actor | None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Whose token it came with.

        :raises NotThere: nobody's (a guard should have said so).
        """
        if self.who is None:
            raise NotThere
        return self.who

    @property
    def request_id(self) -> str:
        """The id by which reserving and walking in know a repeated request."""
        return hashlib.sha256(f"api|{self.actor.account_id}|{self.key}".encode()).hexdigest()


def reads(
    edge: Blueprint,
    rule: str,
    *,
    summary: str,
    shown: type[Shown],
    query: type[BaseModel] | None = None,
    kept: int = 0,
) -> Callable[[View], View]:
    """A GET. ``kept``: the answer is the same for everybody, and so many of them, by what is asked for, are kept for a
    moment (:mod:`booking.fresh`)."""

    def decorate(view: View) -> View:
        def answer(**path: Any) -> Response:
            asked = Asked(checked_query(query), clock.now(), "", current_actor())
            if not kept:
                return _response(200, _text(view(asked, **path)))
            answers: FreshAnswers[Answer] = current_app.extensions.setdefault(f"fresh {view.__name__}", FreshAnswers(kept))

            def make() -> Answer:
                return Answer(_text(view(asked, **path)).encode(), "application/json", cached=KEPT_BY_CACHES)

            found = answers.get((asked.given, *path.items()), make)
            g.for_everybody = True
            return found.response(request)

        _register(edge, Operation(edge.name, "GET", rule, view.__name__, summary, 200, query, shown, kept > 0), answer)
        return view

    return decorate


def writes(
    edge: Blueprint,
    method: str,
    rule: str,
    *,
    summary: str,
    status: int = 200,
    body: type[BaseModel] | None = None,
    shown: type[Shown] | None = None,
    only_shows: Callable[[Any], bool] = lambda body: False,
    again: Again = "kept",
) -> Callable[[View], View]:
    """A POST, PATCH or DELETE, answered once per idempotency key.

    ``only_shows`` says of a body that it asks for a preview: nothing is written, so no answer is kept. ``again``: what a
    repeated key gets.
    """

    def decorate(view: View) -> View:
        def answer(**path: Any) -> Response:
            checked_query(None)
            key = _key()
            sent = _sent(body)
            asked = Asked(checked(body, sent) if body else None, clock.now(), key, current_actor())

            def act() -> tuple[int, str]:
                return status, _text(view(asked, **path))

            if again != "kept" or only_shows(asked.given):
                return _response(*act(), asked.headers)
            content = _content(sent)
            done = answer_once(actor=asked.actor, key=key, content=content, now=asked.now, act=act)
            return _response(done.status, done.body, {REPLAYED: "true"} if done.again else {})

        _register(edge, Operation(edge.name, method, rule, view.__name__, summary, status, body, shown, again=again), answer)
        return view

    return decorate


def _register(edge: Blueprint, operation: Operation, answer: Callable[..., Response]) -> None:
    OPERATIONS.append(operation)
    edge.add_url_rule(operation.rule, operation.name, answer, methods=[operation.method], provide_automatic_options=False)


def _key() -> str:
    given = request.headers.get("Idempotency-Key")
    if given is None or not given.strip():
        raise Problem(400, "idempotency_key_missing")
    if not KEY.fullmatch(given):
        raise Problem(400, "idempotency_key_wrong")
    return given


def _sent(body: type[BaseModel] | None) -> dict[str, Any]:
    if body is not None:
        return json_object()
    no_body()
    return {}


def _content(sent: dict[str, Any]) -> str:
    """The hash of what is asked for: method, address and body, however it is spaced."""
    said = json.dumps(sent, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{request.method}\n{request.path}\n{said}".encode()).hexdigest()


def _text(shown: Shown | None) -> str:
    return shown.model_dump_json(by_alias=True) if shown is not None else ""


def _response(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    response = Response(body, status, headers=headers or {}, mimetype="application/json")
    if not body:
        response.headers.remove("Content-Type")
    return response


def secret_key() -> str:
    """What tokens are made with."""
    return str(current_app.config["SECRET_KEY"])
