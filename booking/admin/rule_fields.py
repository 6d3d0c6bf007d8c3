"""The form field of each kind of value. A field that is left empty says nothing of its key."""

from collections.abc import Iterable
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ..fields import CHOICES_MOST, offered
from ..rules import kinds
from ..rules.kinds import Kind
from ..typed import refuse_markup
from ..web import clean
from .rule_texts import in_words, text_of, value_of

UNSAID = "적지 않음"
LONG = 100
"""A text that may be longer has several lines."""
_FLAGS = {"yes": True, "no": False}


class RuleField:
    """What every field of a rule can do; ``typed`` is what was entered as a file would hold it, ``None`` for nothing."""

    rule_kind: Kind
    data: Any

    def typed(self) -> Any:
        """What was entered, or ``None``."""
        if not self.data or not str(self.data).strip():
            return None
        return value_of(self.rule_kind, str(self.data))

    def kept(self) -> Any:
        """What was entered in its kept form; only after it was found good."""
        typed = self.typed()
        return None if typed is None else self.rule_kind.kept(typed)

    def check(self) -> None:
        """:raises ValidationError: with what the kind says against it."""
        typed = self.typed()
        sentence = None if typed is None else self.rule_kind.complaint(typed)
        if sentence is not None:
            raise ValidationError(in_words(self.rule_kind, sentence))


class Written(RuleField):
    """A field in which something is written, without tags."""

    def __init__(self, label: str, kind: Kind, **kwargs: Any) -> None:
        self.rule_kind = kind
        super().__init__(label, filters=[clean], **kwargs)  # type: ignore[call-arg]

    def pre_validate(self, form: Any) -> None:
        refuse_markup(self)
        self.check()


class RuleText(Written, StringField):
    """One line."""


class RuleLines(Written, TextAreaField):
    """Several lines."""


class RuleChoice(RuleField, SelectField):
    """One of a few, or nothing said."""

    def __init__(self, label: str, kind: Kind, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        self.rule_kind = kind
        super().__init__(label, choices=offered([("", UNSAID), *choices]), validate_choice=False, **kwargs)

    def typed(self) -> Any:
        if isinstance(self.rule_kind, kinds.Flag):
            return _FLAGS.get(self.data, self.data or None)
        return self.data or None

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in {choice.value for choice in self.choices}:
            raise ValidationError("목록에 있는 것 가운데 골라 주세요.")


class RuleBoxes(RuleField, SelectMultipleField):
    """Several of a few; none ticked says nothing."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, kind: Kind, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        self.rule_kind = kind
        super().__init__(label, choices=offered(choices), validate_choice=False, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))[:CHOICES_MOST]

    def typed(self) -> Any:
        known = [choice.value for choice in self.choices]
        # In the order of the list, whatever the browser sent; what is not in it stays, to be complained of.
        chosen = set(self.data or ())
        return [one for one in known if one in chosen] + [one for one in self.data or () if one not in known] or None

    def pre_validate(self, form: Any) -> None:
        if set(self.data or ()) - {choice.value for choice in self.choices}:
            raise ValidationError("목록에 있는 것 가운데 골라 주세요.")


def field_of(label: str, kind: Kind) -> Any:
    """The field for a kind of value."""
    if isinstance(kind, kinds.Flag):
        return RuleChoice(label, kind, [("yes", "예"), ("no", "아니요")])
    if isinstance(kind, kinds.OneOf):
        return RuleChoice(label, kind, kind.words)
    if isinstance(kind, kinds.Weekday):
        return RuleChoice(label, kind, [(day, f"{day}요일") for day in kinds.WEEKDAYS])
    if isinstance(kind, kinds.Weekdays):
        return RuleBoxes(label, kind, [(day, day) for day in kinds.WEEKDAYS])
    if isinstance(kind, kinds.Several):
        return RuleBoxes(label, kind, kind.words)
    if isinstance(kind, kinds.Rows) or (isinstance(kind, kinds.Words) and kind.longest > LONG):
        return RuleLines(label, kind)
    return RuleText(label, kind)


def shown_in(kind: Kind, kept: Any) -> Any:
    """What a field of this kind begins with."""
    if isinstance(kind, kinds.Flag):
        return "yes" if kept else "no"
    if isinstance(kind, kinds.OneOf | kinds.Weekday | kinds.Weekdays | kinds.Several):
        return kept
    return text_of(kind, kept)


def is_number(field: Field) -> bool:
    """Whether a short field with digits will do."""
    return isinstance(field, RuleText) and isinstance(field.rule_kind, kinds.Whole)
