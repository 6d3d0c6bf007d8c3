"""The form of one section, made from its keys; of ``[period.*]`` also the sections that may stand below it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired

from ..fields import DayField, WholeNumber
from ..rules.drafts import UNDATED, Draft
from ..rules.kinds import Whole, Words
from ..rules.sections import NAMED, PERIOD_SECTIONS, SECTIONS, Section, section_of
from ..typed import refuse_markup
from ..web import Form, clean
from .fields import NeededDay
from .rule_fields import RuleField, field_of, shown_in
from .rule_labels import key_label

NEEDED = "꼭 적어 주세요."
YEAR = Whole(2012, 2100)
SOURCE = Words(600)
_NAME = re.compile(r"[A-Za-z0-9_가-힣-]{1,40}")


@dataclass(frozen=True)
class Part:
    """The fields of one section in the form, by their keys."""

    name: str
    section: Section
    fields: Mapping[str, str]


class RuleForm(Form):
    """What every section's form asks: from when, until when, in which year it held, who said so. ``parts``: the values."""

    valid_from = NeededDay("언제부터")
    valid_until = DayField("언제까지")
    year = WholeNumber("연도", "그 값이 맞는 해를 네 자리 숫자로 적어 주세요. 예: 2026")
    source = StringField("누가 정했는지", [DataRequired("누가 정했는지 적어 주세요. 값마다 함께 남아요.")], filters=[clean])
    withdraw = HiddenField()
    parts: tuple[Part, ...] = ()
    section_name = ""

    def validate_year(self, field: Field) -> None:
        sentence = YEAR.complaint(field.data)
        if sentence is not None:
            raise ValidationError(sentence)

    def validate_source(self, field: Field) -> None:
        refuse_markup(field)
        sentence = SOURCE.complaint(field.data)
        if sentence is not None:
            raise ValidationError(sentence)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself; and that what a section needs is there."""
        good = super().validate(extra_validators)
        if self.withdraws:
            return good
        for part in self.parts:
            fields: dict[str, Any] = {key: self[name] for key, name in part.fields.items()}
            inner = part.name in PERIOD_SECTIONS and self.section_name.startswith("period")
            if inner and not any(field.typed() is not None for field in fields.values()):
                continue
            for key, field in fields.items():
                if part.section.keys[key].needed and field.typed() is None and not field.errors:
                    field.errors = [NEEDED]
                    good = False
        return good

    @property
    def withdraws(self) -> bool:
        """Whether the section is to be withdrawn instead of stated."""
        return self.withdraw.data == "yes"

    def draft(self, today: date) -> Draft:
        """What was asked for; only after ``validate``."""
        dated = "valid_from" in self
        name = f"{self.section_name}.{self['name'].data}" if "name" in self else self.section_name
        return Draft(
            section=name,
            content=None if self.withdraws else self._content(),
            valid_from=self.valid_from.data if dated and self.valid_from.data else today,
            valid_until=self.valid_until.data if dated else None,
            year=self.year.data or 0,
            source=(self.source.data or "").strip(),
        )

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for n, part in enumerate(self.parts):
            typed = {key: self[name] for key, name in part.fields.items()}
            said = {key: field.kept() for key, field in typed.items() if field.typed() is not None}
            if n == 0:
                content |= said
            elif said:
                content[part.name] = said
        return content


class _NameField(StringField):
    """The name of a new zone, concession and the like, as a file would have it."""

    def pre_validate(self, form: Any) -> None:
        if not _NAME.fullmatch(self.data or ""):
            raise ValidationError("이름은 한글, 영문자, 숫자, -, _ 로 40자까지 적어 주세요.")


def rule_form(name: str, own: Mapping[str, Any], today: date, *, filled: bool = True, withdrawing: bool = False) -> RuleForm:
    """The form of a section; of a first name alone (``zone``) that of a new one.

    ``own``: what the layer says so far, with which the form begins when it is ``filled``: one that was sent says by itself
    what is left out. ``withdrawing``: without values.
    """
    parts = tuple(_parts(name))
    made: dict[str, Any] = {"parts": parts, "section_name": name}
    data: dict[str, Any] = {"valid_from": today + timedelta(days=1), "year": today.year}
    if name in NAMED:
        made["name"] = _NameField("짧은 이름", [DataRequired("이름을 적어 주세요.")], filters=[clean])
    if name.split(".", 1)[0] in UNDATED:
        made |= {"valid_from": None, "valid_until": None}
    for n, part in enumerate(parts if not withdrawing else ()):
        said = own if n == 0 else own.get(part.name, {})
        for key, field_name in part.fields.items():
            one = part.section.keys[key]
            made[field_name] = field_of(key_label(part.name, key), one.kind)
            if key in said:
                data[field_name] = shown_in(one.kind, said[key])
    if withdrawing:
        made["parts"] = ()
    form: RuleForm = type("RuleForm", (RuleForm,), made)(data=data if filled else None)
    for part in parts[:1] if not withdrawing else ():
        for key, field_name in part.fields.items():
            form[field_name].flags.required = part.section.keys[key].needed
    return form


def _parts(name: str) -> list[Part]:
    section = section_of(name)
    found = [Part(name, section, {key: f"value_{key}" for key in section.keys})]
    if name.split(".", 1)[0] == "period":
        for inner in PERIOD_SECTIONS:
            under = inner.replace(".", "__")
            fields = {key: f"value_{under}__{key}" for key in SECTIONS[inner].keys}
            found.append(Part(inner, SECTIONS[inner], fields))
    return found


__all__ = ["Part", "RuleField", "RuleForm", "rule_form"]
