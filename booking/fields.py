"""Form fields that say what is wrong in our own words. Shape only: what is allowed is for rules and actions."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import (
    DateField,
    Field,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget, PasswordInput

from .typed import refuse_control_characters, refuse_markup
from .web import clean

NAME_MOST = 40
EMAIL_MOST = 254
PASSWORD_LEAST = 10
PASSWORD_MOST = 128
CHOICES_MOST = 50
"""Of how many things one field may take several: more than any list here offers."""
_PHONE = re.compile(r"(\+82)?([0-9 .()\-\u2010-\u2015\u2212]+)")
_MOBILE = re.compile(r"01[016789][0-9]{7,8}")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_NO_SUCH_DAY = "달력에 없는 날짜예요. 다시 확인해 주세요."
_BIRTH_DATE = re.compile(r"(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})\D?|(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?")


class NameField(StringField):
    """A person's name: one line of up to forty characters."""

    def __init__(self, label: str, missing: str, **kwargs: Any) -> None:
        validators = [DataRequired(missing), Length(max=NAME_MOST, message=f"{NAME_MOST}자까지 적을 수 있어요.")]
        super().__init__(label, validators, filters=[clean], **kwargs)

    def pre_validate(self, form: Any) -> None:
        refuse_markup(self)
        if self.data and not self.data.isprintable():
            raise ValidationError("이름에 쓸 수 없는 글자가 있어요. 한 줄로 적어 주세요.")


class CompanionField(StringField):
    """The name of who brings the children in the guardians' place, if somebody does."""

    def __init__(self, label: str = "보호자 대신 데려오는 분", **kwargs: Any) -> None:
        super().__init__(
            label, [Length(max=NAME_MOST, message=f"{NAME_MOST}자까지 적을 수 있어요.")], filters=[clean], **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        refuse_markup(self)
        if self.data and not self.data.isprintable():
            raise ValidationError("이름에 쓸 수 없는 글자가 있어요. 한 줄로 적어 주세요.")

    @property
    def given(self) -> str | None:
        """The name, or ``None``."""
        return self.data or None


class EmailField(StringField):
    """A mail address; ``address`` is its lower-case form without spaces, as accounts keep it."""

    def __init__(self, label: str = "메일 주소", **kwargs: Any) -> None:
        super().__init__(label, [DataRequired("메일 주소를 적어 주세요.")], filters=[clean], **kwargs)
        self.address = ""

    def pre_validate(self, form: Any) -> None:
        refuse_control_characters(self)
        if not self.data:
            return
        try:
            found = validate_email(self.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as error:
            raise ValidationError("메일 주소를 확인해 주세요. 예: name@example.com") from error
        self.address = (found.ascii_email or found.normalized).lower()
        if len(self.address) > EMAIL_MOST:
            raise ValidationError("메일 주소가 너무 길어요.")


class PhoneField(StringField):
    """A Korean mobile number with any separators, or with +82; ``digits`` is what is kept."""

    def __init__(self, label: str = "휴대전화 번호", **kwargs: Any) -> None:
        super().__init__(label, [DataRequired("전화번호를 적어 주세요.")], filters=[clean], **kwargs)
        self.digits = ""

    def pre_validate(self, form: Any) -> None:
        refuse_control_characters(self)
        if not self.data:
            return
        found = _PHONE.fullmatch(self.data) if len(self.data) <= 40 else None
        digits = re.sub("[^0-9]", "", found[2]) if found else ""
        if found and found[1]:
            digits = "0" + digits.removeprefix("0")
        if not re.fullmatch("0[0-9]{8,10}", digits):
            raise ValidationError("전화번호를 확인해 주세요. 예: 010-1234-5678")
        if not _MOBILE.fullmatch(digits):
            raise ValidationError("휴대전화 번호를 적어 주세요. 예: 010-1234-5678")
        self.digits = digits


class PasswordAgain(PasswordField):
    """A password that is there already. Nothing is checked but that something of a bearable length was typed."""

    def __init__(self, label: str = "비밀번호", **kwargs: Any) -> None:
        long = Length(max=PASSWORD_MOST, message="비밀번호가 맞지 않아요.")
        super().__init__(label, [InputRequired("비밀번호를 적어 주세요."), long], **kwargs)


class _EnoughCharacters(Length):
    """Length of a new password. Spaces around it belong to it but do not make it long: twelve spaces are no password."""

    def __call__(self, form: Any, field: Any) -> None:
        if len((field.data or "").strip()) < self.min:
            raise ValidationError(self.message)
        super().__call__(form, field)


class NewPassword(PasswordField):
    """A new password. It is kept in the form after an error of another field: nobody should think of two."""

    widget = PasswordInput(hide_value=False)

    def __init__(self, label: str = "비밀번호", **kwargs: Any) -> None:
        said = f"비밀번호는 {PASSWORD_LEAST}자 이상 {PASSWORD_MOST}자까지 적어 주세요. 앞뒤 빈칸은 글자로 세지 않아요."
        length = _EnoughCharacters(PASSWORD_LEAST, PASSWORD_MOST, said)
        super().__init__(label, [InputRequired("비밀번호를 적어 주세요."), length], **kwargs)


class BirthDateField(StringField):
    """A child's birth date in several ways of writing (20210305, 2021-03-05, 2021.3.5); ``born_on`` is the date."""

    def __init__(self, label: str = "생년월일", **kwargs: Any) -> None:
        super().__init__(label, [DataRequired("생년월일을 적어 주세요.")], filters=[clean], **kwargs)
        self.born_on: date | None = None

    def pre_validate(self, form: Any) -> None:
        refuse_control_characters(self)
        if not self.data:
            return
        found = _BIRTH_DATE.fullmatch(self.data) if len(self.data) <= 20 and self.data.isprintable() else None
        if found is None:
            raise ValidationError("생년월일을 8자리 숫자로 적어 주세요. 예: 20210305")
        try:
            self.born_on = date(*(int(part) for part in found.groups() if part is not None))
        except ValueError as error:
            raise ValidationError(_NO_SUCH_DAY) from error


class BirthDates(Field):
    """Birth dates of several children, each in an input of its own under the same name; empty ones count for nothing.
    ``born_on``: the dates; ``typed``: what the inputs hold, as many as may be filled."""

    widget = None

    def __init__(self, label: str, most: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.most = most
        self.born_on: tuple[date, ...] = ()

    @property
    def typed(self) -> list[str]:
        """One text per input."""
        return [*self.data, *[""] * (self.most - len(self.data))]

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        said = [clean(text) or "" for text in valuelist[:CHOICES_MOST]]
        filled = [text for text in said if text]
        self.data = [text[:20] for text in filled[: self.most]]
        if len(filled) > self.most:
            raise ValueError(f"아이는 {self.most}명까지 적을 수 있어요.")
        self.born_on = tuple(_born_on(text) for text in filled)


def _born_on(text: str) -> date:
    """The date that somebody wrote.

    :raises ValueError: it is none, or nobody's who is alive; the message is for the page.
    """
    found = _BIRTH_DATE.fullmatch(text) if len(text) <= 20 and text.isprintable() else None
    if found is None:
        raise ValueError("생년월일을 8자리 숫자로 적어 주세요. 예: 20210305")
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        born = date(year, month, day)
    except ValueError as error:
        raise ValueError(_NO_SUCH_DAY) from error
    if not 1900 <= year <= 2100:
        raise ValueError("생년월일의 해를 확인해 주세요. 예: 20210305")
    return born


class WholeNumber(IntegerField):
    """A whole number; what else was typed is refused with ``wrong``."""

    def __init__(self, label: str, wrong: str, **kwargs: Any) -> None:
        super().__init__(label, [InputRequired(wrong)], **kwargs)
        self.wrong = wrong

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            self.data = None
            raise ValueError(self.wrong) from error


class DayField(DateField):
    """A date from a date input."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([value[:20] for value in valuelist[:1]])
        except ValueError as error:
            written_as_date = _ISO_DATE.fullmatch(valuelist[0].strip())
            raise ValueError(_NO_SUCH_DAY if written_as_date else "날짜를 확인해 주세요. 예: 2026-11-28") from error


def offered(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Choices of a list from (value, text) pairs."""
    return [SelectChoice(value, text) for value, text in pairs]


class Choice(SelectField):
    """One of a list; anything else is refused in our words. Said several times, the first counts."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except (ValidationError, ValueError) as error:
            raise ValidationError("목록에 있는 것 가운데 골라 주세요.") from error


class NumberChoices(SelectMultipleField):
    """Boxes whose values are numbers (ids, years). What is no number counts as 0, which nothing has; whether a number is
    allowed is for the action, so only too many are refused here. A number said twice counts once."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=_number, choices=[], validate_choice=False, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        found = list(dict.fromkeys(map(_number, valuelist)))
        # Also a form that is not validated goes on with no more than these.
        self.data = found[:CHOICES_MOST]
        if len(found) > CHOICES_MOST:
            raise ValueError(f"한 번에 {CHOICES_MOST}개까지 고를 수 있어요.")


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
