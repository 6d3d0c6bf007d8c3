"""The forms of a capacity change: what is asked for, and what happens to slots that are booked above it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import Field, HiddenField, ValidationError

from ..fields import NumberChoices, WholeNumber, offered
from ..filters import day, span
from ..queries.capacity_preview import SlotPreview
from ..rules.capacities import CANCEL, SHRINK, CapacityOrder
from ..rules.times import seoul_date
from ..web import Form
from .fields import NeededDay, OneOf, ReasonField

EACH = "each"


class CapacityForm(Form):
    """A number or a percent, for dates and periods, and why."""

    amount = WholeNumber("새 정원", "숫자로 적어 주세요. 예: 15")
    unit = OneOf(
        "단위",
        "명과 % 가운데 골라 주세요.",
        [("places", "명"), ("percent", "%")],
        default="places",
    )
    from_date = NeededDay("시작 날짜")
    to_date = NeededDay("끝 날짜")
    periods = NumberChoices("회차")
    reason = ReasonField()

    def offer_periods(self, numbers: Iterable[int]) -> None:
        """Let these period numbers be chosen."""
        self.periods.choices = offered((number, f"{number}회차") for number in numbers)

    def validate_periods(self, field: Field) -> None:
        if not set(field.data or ()) <= {choice.value for choice in field.choices}:
            raise ValidationError("목록에 있는 회차를 골라 주세요.")

    def order(self) -> CapacityOrder:
        """What was asked for; only after ``validate``."""
        assert self.from_date.data is not None
        assert self.to_date.data is not None
        numbers = tuple(sorted(set(self.periods.data or ()))) or None
        return _order(self, self.from_date.data, self.to_date.data, numbers)

    def kept(self) -> list[tuple[str, str]]:
        """What was entered, for the preview's hidden fields."""
        return _kept(self, ("amount", "unit", "from_date", "to_date", "reason")) + [
            ("periods", str(number)) for number in self.periods.data or ()
        ]


class SlotCapacityForm(Form):
    """The same for one slot, whose date and period are known."""

    amount = WholeNumber("새 정원", "숫자로 적어 주세요. 예: 15")
    unit = OneOf(
        "단위",
        "명과 % 가운데 골라 주세요.",
        [("places", "명"), ("percent", "%")],
        default="places",
    )
    reason = ReasonField()

    def __init__(self, starts_at: datetime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.date = seoul_date(starts_at)

    def order(self) -> CapacityOrder:
        """What was asked for; only after ``validate``."""
        return _order(self, self.date, self.date, None)

    def kept(self) -> list[tuple[str, str]]:
        """What was entered, for the preview's hidden fields."""
        return _kept(self, ("amount", "unit", "reason"))


def _order(form: Any, first: date, last: date, numbers: tuple[int, ...] | None) -> CapacityOrder:
    by_number = form.unit.data == "places"
    return CapacityOrder(
        places=form.amount.data if by_number else None,
        percent=None if by_number else form.amount.data,
        from_date=first,
        to_date=last,
        period_numbers=numbers,
        reason=form.reason.data or "",
    )


def _kept(form: Any, names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, str(form[name].data)) for name in names]


class ChoicesForm(Form):
    """For every slot below what is booked: shrink to that, or cancel the newest. Made by :func:`choices_form`."""

    asked = HiddenField()

    def asked_ids(self) -> set[int]:
        """The slots that the official was asked about in the preview."""
        return {
            int(part) for part in (self.asked.data or "").split(",") if part.isascii() and part.isdigit() and len(part) < 10
        }

    def choice(self, slot_id: int) -> str | None:
        """What was chosen for the slot: its own answer, else the one for all."""
        for_all = self["for_all"].data if "for_all" in self else EACH
        return self[f"slot_{slot_id}"].data if for_all not in (SHRINK, CANCEL) else for_all

    def is_complete(self, below: Iterable[SlotPreview]) -> bool:
        """Whether every slot has an answer; those without get a sentence."""
        missing = [slot for slot in below if self.choice(slot.slot_id) not in (SHRINK, CANCEL)]
        for slot in missing:
            self[f"slot_{slot.slot_id}"].errors = [f"{_when(slot)} 회차를 어떻게 할지 골라 주세요."]
        return not missing


def choices_form(below: Sequence[SlotPreview]) -> ChoicesForm:
    """The form for these slots; with several of them there is an answer for all at once."""
    made: dict[str, Any] = {}
    if len(below) > 1:
        for_all = [
            (EACH, "회차마다 고르기"),
            (SHRINK, "모두 예약된 만큼만 줄이기"),
            (CANCEL, "모두 늦게 예약한 순서로 취소하기"),
        ]
        made["for_all"] = OneOf(f"예약이 더 많은 회차 {len(below)}개", "", for_all, default=EACH)
    for slot in below:
        made[f"slot_{slot.slot_id}"] = OneOf(_legend(slot), "어떻게 할지 골라 주세요.", _answers(slot))
    return type("ChoicesForm", (ChoicesForm,), made)()


def _when(slot: SlotPreview) -> str:
    return f"{day(slot.starts_at)} {span(slot.starts_at, slot.ends_at)}"


def _legend(slot: SlotPreview) -> str:
    return f"{slot.cafe_name} · {_when(slot)} · 정원 {slot.capacity}명 → {slot.wanted}명, 예약 {slot.booked}명"


def _answers(slot: SlotPreview) -> list[tuple[str, str]]:
    shrink = f"예약된 {slot.booked}명까지만 줄이기"
    if not slot.reservations_to_cancel:
        return [
            (SHRINK, shrink),
            (CANCEL, f"취소하기 (아이가 들어온 가족은 취소하지 않아서, 예약된 {slot.booked}명까지만 줄어요)"),
        ]
    who = f"늦게 예약한 {slot.reservations_to_cancel}건({slot.children_to_cancel}명)"
    return [(SHRINK, shrink), (CANCEL, f"{who} 취소하고 {slot.kept_by_cancelling}명으로 줄이기")]
