"""Form fields that only officials' forms have."""

from typing import Any

from wtforms import RadioField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from ..fields import DayField, offered
from ..typed import refuse_markup
from ..web import clean

REASON_MOST = 300
NO_DATE = "날짜를 적어 주세요."


class ReasonField(TextAreaField):
    """Why an official does it; stays in the log, and families may read it."""

    def __init__(self, label: str = "사유", **kwargs: Any) -> None:
        validators = [
            DataRequired("사유를 적어 주세요. 이력에 남아요."),
            Length(max=REASON_MOST, message=f"{REASON_MOST}자까지 적을 수 있어요."),
        ]
        super().__init__(label, validators, filters=[clean], **kwargs)

    def pre_validate(self, form: Any) -> None:
        refuse_markup(self)


class NeededDay(DayField):
    """A date that has to be there."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, validators=[InputRequired(NO_DATE)], **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data is None and not self.errors:
            raise ValidationError(NO_DATE)


class OneOf(RadioField):
    """One of a few; nothing or anything else is refused with ``missing``."""

    def __init__(self, label: str, missing: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(label, choices=offered(choices), validate_choice=False, **kwargs)
        self.missing = missing

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(self.missing)
