"""The kinds of values that requests and answers are made of, and the bases of their models."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..rules.times import seoul
from ..tokens import NAME_MOST as TOKEN_NAME_MOST
from ..typed import has_control_characters, has_markup
from ..web import LARGEST_ID

NAME_MOST = 40
REASON_MOST = 300
CHOICES_MOST = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Given(BaseModel):
    """What a request says: exact types, nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Shown(BaseModel):
    """What is answered; a field that the document does not know cannot slip in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wrong(code: str, **facts: Any) -> PydanticCustomError:
    """A value that is wrong in a way of its own; ``code`` is a key of :data:`booking.words.FIELD_PROBLEMS`."""
    return PydanticCustomError("ours", "{code}", {"code": code, **facts})


def left_out(alias: str | None = None) -> Any:
    """The default of a field that may be missing but not null; the document leaves it out."""
    return Field(default=None, alias=alias)


def _day(value: Any) -> date:
    if not isinstance(value, str):
        raise wrong("not_text")
    if _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong("not_a_date")


def _birth(day: date) -> date:
    if not 1900 <= day.year <= 2100:
        raise wrong("birth_year_wrong")
    return day


def _name(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise wrong("blank")
    if not stripped.isprintable() or has_control_characters(text) or has_markup(stripped):
        raise wrong("characters")
    return stripped


def _reason(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise wrong("blank")
    if has_control_characters(text) or has_markup(stripped):
        raise wrong("characters")
    return stripped


def _once(values: list[int]) -> list[int]:
    if len(set(values)) != len(values):
        raise wrong("said_twice")
    return values


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Ids = Annotated[
    list[Id], Field(min_length=1, max_length=CHOICES_MOST, json_schema_extra={"uniqueItems": True}), AfterValidator(_once)
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""``2026-11-28``, a day in Seoul."""
BirthDay = Annotated[Day, AfterValidator(_birth)]
"""The birth date of somebody who may be alive, or is expected."""
Name = Annotated[str, Field(min_length=1, max_length=NAME_MOST), AfterValidator(_name)]
TokenName = Annotated[str, Field(min_length=1, max_length=TOKEN_NAME_MOST), AfterValidator(_name)]
Reason = Annotated[str, Field(min_length=1, max_length=REASON_MOST), AfterValidator(_reason)]
CafeCode = Annotated[str, Field(min_length=1, max_length=20)]
Adults = Annotated[int, Field(ge=0, le=20)]
Instant = Annotated[
    datetime,
    PlainSerializer(lambda at: seoul(at).isoformat(timespec="seconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""``2026-11-28T13:00:00+09:00``, Seoul's clock with its zone."""
