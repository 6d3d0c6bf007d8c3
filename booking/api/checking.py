"""A request's values checked against its model; every complaint in our own words, with its field's name."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .. import words
from ..problems import FieldError, Problem

M = TypeVar("M", bound=BaseModel)
MOST_SHOWN = 20
CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_type": "not_text",
    "int_type": "not_integer",
    "int_from_float": "not_integer",
    "int_parsing": "not_integer",
    "int_parsing_size": "not_integer",
    "bool_type": "not_boolean",
    "list_type": "not_list",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "dict_type": "not_object",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_short": "too_few",
    "too_long": "too_many",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_big",
    "literal_error": "not_a_choice",
    "string_pattern_mismatch": "wrong_form",
}
"""Pydantic's types of errors as the API's codes."""


WHOLE = "body"
"""Named as the field where no single one is wrong but how they stand together."""


def checked(model: type[M], values: Mapping[str, Any]) -> M:
    """The values as ``model``.

    :raises Problem: 422, with every field that is wrong.
    """
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise invalid([_complaint(one) for one in error.errors(include_url=False)]) from error


def invalid(complaints: list[FieldError]) -> Problem:
    """The answer that these fields are wrong."""
    names = dict.fromkeys(one.field for one in complaints[:MOST_SHOWN])
    return Problem(422, "invalid", {"names": ", ".join(names)}, complaints[:MOST_SHOWN])


def complaint(field: str, code: str, **facts: object) -> FieldError:
    """One field that is wrong; ``code`` is a key of :data:`booking.words.FIELD_PROBLEMS`."""
    return FieldError(field=field[:120], code=code, message=words.FIELD_PROBLEMS[code].format_map(facts))


def _complaint(error: ErrorDetails) -> FieldError:
    field = ".".join(str(part) for part in error["loc"])
    facts: dict[str, Any] = dict(error.get("ctx") or {})
    if error["type"] == "ours":
        code = facts.pop("code")
    elif error["input"] is None and error["type"] not in ("missing", "extra_forbidden"):
        code = "null"
    else:
        code = CODES.get(error["type"], "wrong_value")
    if code == "not_a_choice":
        # As JSON writes it, not as Python does.
        facts["expected"] = str(facts["expected"]).replace("True", "true").replace("'", '"').replace(" or ", ", ")
    return complaint(field or WHOLE, code, **facts)


def checked_query(model: type[M] | None) -> M | None:
    """The query's parameters as ``model``; without one, none may be given.

    :raises Problem: 422.
    """
    fields = model.model_fields if model else {}
    by_name = {field.alias or name: field for name, field in fields.items()}
    values: dict[str, Any] = {}
    complaints = []
    for name, said in request.args.lists():
        field = by_name.get(name)
        several = field is not None and get_origin(field.annotation) is list
        if field is None:
            complaints.append(complaint(name.encode("utf-8", "replace").decode(), "unknown_field"))
        elif len(said) > 1 and not several:
            complaints.append(complaint(name, "said_twice"))
        else:
            read = [_number(one) if _is_number(field.annotation) else one for one in said]
            values[name] = read if several else read[0]
    if complaints:
        raise invalid(complaints)
    return checked(model, values) if model else None


def _is_number(annotation: Any) -> bool:
    return annotation is int or int in get_args(annotation)


def _number(text: str) -> int | str:
    """A query has only text; what is written as a whole number is one, the rest is refused by the model."""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 12 else text
