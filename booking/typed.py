"""What a typed text must not hold, whatever the field is about."""

import re

from wtforms import Field, ValidationError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TAG = re.compile(r"<[A-Za-z/!?]")


def has_control_characters(text: str) -> bool:
    """Whether there is a NUL or another control character (line breaks and tabs are none here)."""
    return _CONTROL.search(text) is not None


def has_markup(text: str) -> bool:
    """Whether something looks like a tag; "<3" and "a < b" do not."""
    return _TAG.search(text) is not None


def refuse_control_characters(field: Field) -> None:
    """What was typed, before filters take anything out, holds no NUL or other control character (line breaks and tabs may
    be: whether a field has several lines is its own matter).

    :raises ValidationError: it does.
    """
    if any(has_control_characters(typed) for typed in (field.raw_data or ())[:1]):
        raise ValidationError("쓸 수 없는 글자가 섞여 있어요. 확인하고 다시 적어 주세요.")


def refuse_markup(field: Field) -> None:
    """A free text holds neither control characters nor what looks like a tag; "<3" and "a < b" are fine.

    :raises ValidationError: it does.
    """
    refuse_control_characters(field)
    if has_markup(field.data or ""):
        raise ValidationError("태그(<…>)는 쓸 수 없어요. 글자만 적어 주세요.")
