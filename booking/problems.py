"""Errors as programs read them: every error answer under ``/api/`` has this one shape, made from this one model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict
from werkzeug.wrappers import Response

from . import words
from .rules.refusals import LATER, Refusal

API_ROOT = "/api/"


class FieldError(BaseModel):
    """One field that is wrong: where (``children.0.name``), why (a code), and a sentence."""

    model_config = ConfigDict(extra="forbid")

    field: str
    code: str
    message: str


class ErrorDetail(BaseModel):
    """Why not: a code for the program, a Korean sentence for its user; ``field`` where one field is meant."""

    model_config = ConfigDict(extra="forbid")

    code: str
    message: str
    field: str | None = None
    fields: list[FieldError] | None = None


class ErrorAnswer(BaseModel):
    """Every error answer."""

    model_config = ConfigDict(extra="forbid")

    error: ErrorDetail


@dataclass(eq=False)
class Problem(Exception):
    """The API cannot take this request: an HTTP status and a key of :data:`booking.words.PROBLEMS`."""

    status: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    fields: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def wanted(path: str) -> bool:
    """Whether the errors of a request for this path are read by a program, not by a person."""
    return path.startswith(API_ROOT)


def of_problem(problem: Problem) -> Response:
    """The answer for a request that the API cannot take."""
    message = words.PROBLEMS[problem.code].format_map(problem.facts)
    detail = ErrorDetail(code=problem.code, message=message, fields=list(problem.fields) or None)
    return _answer(problem.status, detail, problem.headers)


def of_refusal(refusal: Refusal) -> Response:
    """The answer for an action's "no"."""
    message = words.REFUSALS_OF_PROGRAMS.get(refusal.code) or words.sentence(refusal)
    status = 429 if refusal.code in LATER else 422
    return _answer(status, ErrorDetail(code=refusal.code.value, message=message, field=refusal.field), {})


def of_status(status: int) -> Response:
    """The answer for an error that is only an HTTP status."""
    code = words.PROBLEM_OF_STATUS.get(status, "bad_request" if status < 500 else "broken")
    return of_problem(Problem(status, code))


def _answer(status: int, detail: ErrorDetail, headers: Mapping[str, str]) -> Response:
    body = ErrorAnswer(error=detail).model_dump_json(exclude_none=True)
    return Response(body, status, headers=dict(headers), mimetype="application/json")
