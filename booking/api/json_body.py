"""Reading the JSON of a request, strictly: what two readers could understand differently is refused."""

import json
import math
import re
from typing import Any

from flask import request

from ..problems import Problem

LARGEST_BODY = 64 * 1024
"""Bytes; the largest sensible request has a thousandth of it."""
DEEPEST = 12
LONGEST_INTEGER = 18
LONGEST_NUMBER = 40
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")


def no_body() -> None:
    """Make sure that the request has no content.

    :raises Problem: it has.
    """
    if _bytes():
        raise Problem(400, "json_unexpected")


def json_object() -> dict[str, Any]:
    """The JSON object that the request holds.

    :raises Problem: 400, 413 or 415, each with what would be right.
    """
    if request.mimetype != "application/json" or request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(415, "not_json")
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem(415, "not_json")
    read = _parsed(_text(_bytes()))
    if not isinstance(read, dict):
        raise Problem(400, "json_not_object")
    _check_text(read)
    return read


def _bytes() -> bytes:
    # Werkzeug counts while it reads, also what comes without a length.
    request.max_content_length = LARGEST_BODY
    return request.get_data(cache=False)


def _text(body: bytes) -> str:
    if not body.strip():
        raise Problem(400, "json_missing")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "json_not_utf8") from error
    if text.startswith("\ufeff"):
        raise Problem(400, "json_not_utf8")
    return text


def _parsed(text: str) -> Any:
    if _depth(text) > DEEPEST:
        raise Problem(400, "json_too_deep", {"most": DEEPEST})
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_number, parse_int=_integer, parse_float=_float)
    except json.JSONDecodeError as error:
        raise Problem(400, "json_wrong", {"line": error.lineno, "column": error.colno}) from error


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem(400, "json_duplicate_key", {"name": _BAD_TEXT.sub("?", twice)[:60]})
    return found


def _number(_: str) -> Any:
    raise Problem(400, "json_number_wrong")


def _integer(digits: str) -> int:
    return int(digits) if len(digits.lstrip("-")) <= LONGEST_INTEGER else _number(digits)


def _float(digits: str) -> float:
    read = float(digits) if len(digits) <= LONGEST_NUMBER else math.inf
    return read if math.isfinite(read) else _number(digits)


def _check_text(value: Any) -> None:
    """Every string and name in it can be kept by every database."""
    if isinstance(value, str):
        if _BAD_TEXT.search(value):
            raise Problem(400, "json_text_wrong")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check_text(name)
            _check_text(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_text(inner)
