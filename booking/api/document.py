"""The OpenAPI document of this API, made from the same models and routes that answer."""

import json
import re
from functools import cache
from typing import Any

from flask import Response
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from .. import words
from ..problems import ErrorAnswer
from ..web import LARGEST_ID
from .edges import public
from .routes import KEY, OPERATIONS, REPLAYED, Operation

REF = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
TAGS = {
    "api_public": "누구나",
    "api_account": "모든 계정",
    "api_guardian": "보호자",
    "api_staff": "직원",
    "api_admin": "관리자",
}
ERRORS = {
    400: "읽을 수 없는 요청",
    401: "토큰이 없거나 맞지 않음",
    404: "없거나, 이 토큰으로는 볼 수 없음",
    413: "너무 큰 내용",
    415: "JSON이 아닌 내용",
    422: "값이 틀리거나, 규칙에 어긋남",
    429: "너무 잦은 요청",
    503: "잠시 연결이 어려움",
}
INTRODUCTION = (
    "화면과 같은 규칙, 같은 처리. 모든 오류는 code와 한국어 문장으로 답해요. "
    "바꾸는 요청에는 Idempotency-Key가 필요하고, 같은 키로 다시 보내면 같은 답이 와요. "
    "예약이 한꺼번에 몰리는 동안에는 429와 line_waiting으로 답해요. 그때는 POST /line으로 줄을 서고, 번호표로 GET /line을 "
    "again_seconds마다 물어, your_turn이 되면 같은 Idempotency-Key로 다시 예약해 주세요. "
    "시각은 +09:00을 붙인 ISO 8601, 날짜는 YYYY-MM-DD예요."
)


@public.get("/openapi.json", provide_automatic_options=False)
def show_document() -> Response:
    return Response(_text(), mimetype="application/json")


@cache
def _text() -> str:
    return json.dumps(document(), ensure_ascii=False)


def document() -> dict[str, Any]:
    """The whole document as a value."""
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ErrorAnswer, "serialization")]
    for one in OPERATIONS:
        if one.given is not None:
            models.append((one.given, "validation"))
        if one.shown is not None:
            models.append((one.shown, "serialization"))
    named, schemas = models_json_schema(list(dict.fromkeys(models)), ref_template=REF)
    _without_null_defaults(schemas["$defs"])
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(_PARAMETER.sub(r"{\2}", one.rule), {})[one.method.lower()] = _operation(
            one, named, schemas["$defs"]
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "서울형 키즈카페 예약 API", "version": "1", "description": INTRODUCTION},
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": name} for name in TAGS.values()],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": words.PROBLEMS["token_missing"]}
            },
            "responses": {str(status): _error(status, said) for status, said in ERRORS.items()},
        },
    }


def _without_null_defaults(schemas: dict[str, Any]) -> None:
    """What may be left out has no value that could be sent instead (:func:`booking.api.values.left_out`)."""
    for model in schemas.values():
        for schema in model.get("properties", {}).values():
            if "default" in schema and schema["default"] is None:
                del schema["default"]


def _operation(one: Operation, named: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [TAGS[one.edge]],
        "security": [] if one.edge == "api_public" else [{"token": []}],
        "parameters": [*_path_parameters(one), *_query_parameters(one, named, schemas), *_key_parameter(one)],
        "responses": {str(one.status): _success(one, named)}
        | ({"304": {"description": "If-None-Match에 적은 ETag 그대로"}} if one.kept else {})
        | {str(status): {"$ref": f"#/components/responses/{status}"} for status in _errors(one)},
    }
    if one.writes and one.given is not None:
        schema = named[one.given, "validation"]
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return made


def _path_parameters(one: Operation) -> list[dict[str, Any]]:
    found = []
    for kind, name in _PARAMETER.findall(one.rule):
        schema: dict[str, Any] = {"type": "string", "minLength": 1}
        if kind == "int":
            schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    return found


def _query_parameters(one: Operation, named: Any, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if one.writes or one.given is None:
        return []
    model = schemas[named[one.given, "validation"]["$ref"].rpartition("/")[2]]
    return [
        {"name": name, "in": "query", "required": name in model.get("required", ()), "schema": schema}
        for name, schema in model["properties"].items()
    ]


def _key_parameter(one: Operation) -> list[dict[str, Any]]:
    if not one.writes:
        return []
    schema = {"type": "string", "pattern": f"^{KEY.pattern}$"}
    return [{"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}]


def _success(one: Operation, named: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"description": (one.shown.__doc__ if one.shown else None) or "끝"}
    if one.shown is not None:
        made["content"] = {"application/json": {"schema": named[one.shown, "serialization"]}}
    if one.again != "anew":
        made["headers"] = {
            REPLAYED: {"description": "같은 키로 다시 온 요청", "schema": {"type": "string", "enum": ["true"]}}
        }
    return made


def _errors(one: Operation) -> list[int]:
    """The error answers that this operation may give."""
    possible = {400: True, 401: one.edge != "api_public", 404: one.edge != "api_public" or "<" in one.rule}
    possible |= {413: one.writes, 415: one.writes and one.given is not None, 422: True, 429: True, 503: True}
    return [status for status, may in possible.items() if may]


def _error(status: int, said: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": said,
        "content": {"application/json": {"schema": {"$ref": REF.format(model=ErrorAnswer.__name__)}}},
    }
    if status in (429, 503):
        made["headers"] = {"Retry-After": {"description": "초", "schema": {"type": "string"}}}
    if status == 401:
        made["headers"] = {"WWW-Authenticate": {"description": "Bearer", "schema": {"type": "string"}}}
    return made
