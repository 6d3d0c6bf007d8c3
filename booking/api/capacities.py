"""Capacity changes by officials: a slot's, a café's, a district's; with a preview that writes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from ..actions.change_capacity import change_capacity
from ..queries.capacity_preview import CapacityPreview, SlotPreview, capacity_preview
from ..queries.districts import cafe_for, district_for, period_numbers, slot_for
from ..rules.capacities import MOST_PERCENT, MOST_PLACES, CapacityOrder
from ..rules.places import Place
from ..rules.times import seoul_date
from ..scope import Actor
from .checking import complaint, invalid
from .edges import admin
from .routes import Asked, writes
from .values import Day, Given, Id, Instant, Reason, Shown, left_out

Amount = Annotated[int, Field(ge=0, le=MOST_PLACES)]
Unit = Literal["places", "percent"]


class Choice(Given):
    """What happens to a slot with more booked than it is to hold: ``shrink`` to what is booked, or ``cancel`` the newest."""

    slot_id: Id
    choice: Literal["shrink", "cancel"]


Choices = Annotated[list[Choice], Field(max_length=2000)]


class SlotCapacity(Given):
    """A number of children, or a percent of the timetable's. ``dry_run`` shows what it would do and writes nothing."""

    amount: Amount
    unit: Unit
    reason: Reason
    dry_run: bool
    choices: Choices = left_out()


class RangeCapacity(SlotCapacity):
    """The same for days (both included) and periods (without them: all)."""

    from_date: Day
    to_date: Day
    periods: Annotated[list[Annotated[int, Field(ge=1, le=99)]], Field(min_length=1, max_length=20)] = left_out()


class SlotEffect(Shown):
    """One slot, in children. With ``below_booked`` a choice is needed; cancelling would end so many reservations."""

    slot_id: int
    cafe: str
    number: int
    starts_at: Instant
    ends_at: Instant
    capacity: int
    wanted: int
    booked: int
    below_booked: bool
    reservations_to_cancel: int
    children_to_cancel: int

    @classmethod
    def of(cls, slot: SlotPreview) -> "SlotEffect":
        own = {name: getattr(slot, name) for name in cls.model_fields if name not in ("cafe", "below_booked")}
        return cls(**own, cafe=slot.cafe_name, below_booked=slot.is_below_booked)


class CapacityForecast(Shown):
    """Slots that change, how many stay, and whether slots opened later follow the order."""

    changing: list[SlotEffect]
    unchanged: int
    reaches_unopened: bool


class CapacityDone(Shown):
    """What was done."""

    change_id: int
    slots_changed: int
    reservations_cancelled: int


class CapacityAnswer(Shown):
    """What the order does to each slot; ``done`` is null after a dry run."""

    dry_run: bool
    preview: CapacityForecast
    done: CapacityDone | None


def _is_dry(body: SlotCapacity) -> bool:
    return body.dry_run


@writes(
    admin,
    "POST",
    "/admin/slots/<int:slot_id>/capacity",
    summary="회차의 정원 바꾸기",
    body=SlotCapacity,
    shown=CapacityAnswer,
    only_shows=_is_dry,
)
def change_slot(asked: Asked[SlotCapacity], slot_id: int) -> CapacityAnswer:
    day = seoul_date(slot_for(asked.actor, slot_id).starts_at)
    given = asked.given
    order = CapacityOrder(*_amount(given), from_date=day, to_date=day, period_numbers=None, reason=given.reason)
    return _change(Place(slot_id=slot_id), order, given, asked.actor, asked.now)


@writes(
    admin,
    "POST",
    "/admin/cafes/<code>/capacity",
    summary="카페의 정원 바꾸기",
    body=RangeCapacity,
    shown=CapacityAnswer,
    only_shows=_is_dry,
)
def change_cafe(asked: Asked[RangeCapacity], code: str) -> CapacityAnswer:
    place = Place(cafe_id=cafe_for(asked.actor, code).cafe_id)
    return _change(place, _range_order(asked.given, place), asked.given, asked.actor, asked.now)


@writes(
    admin,
    "POST",
    "/admin/districts/<int:district_id>/capacity",
    summary="자치구 전체의 정원 바꾸기",
    body=RangeCapacity,
    shown=CapacityAnswer,
    only_shows=_is_dry,
)
def change_district(asked: Asked[RangeCapacity], district_id: int) -> CapacityAnswer:
    place = Place(district_id=district_for(asked.actor, district_id).district_id)
    return _change(place, _range_order(asked.given, place), asked.given, asked.actor, asked.now)


def _amount(given: SlotCapacity) -> tuple[int | None, int | None]:
    """The places and the percent, one of which is asked for."""
    if given.unit == "places":
        return given.amount, None
    if given.amount > MOST_PERCENT:
        raise invalid([complaint("amount", "too_big", le=MOST_PERCENT)])
    return None, given.amount


def _range_order(given: RangeCapacity, place: Place) -> CapacityOrder:
    """What is asked for.

    :raises Problem: 422 for a period that no timetable of the place has.
    """
    known = period_numbers(place)
    if not set(given.periods or ()) <= set(known):
        raise invalid([complaint("periods", "period_unknown", known=", ".join(str(number) for number in known))])
    numbers = tuple(sorted(set(given.periods))) if given.periods else None
    return CapacityOrder(*_amount(given), given.from_date, given.to_date, numbers, given.reason)


def _change(place: Place, order: CapacityOrder, given: SlotCapacity, actor: Actor, now: datetime) -> CapacityAnswer:
    preview = capacity_preview(place, order, actor=actor, now=now)
    forecast = CapacityForecast(
        changing=[SlotEffect.of(slot) for slot in preview.changing],
        unchanged=preview.unchanged,
        reaches_unopened=preview.reaches_unopened,
    )
    if given.dry_run:
        return CapacityAnswer(dry_run=True, preview=forecast, done=None)
    choices = _choices(given.choices or (), preview)
    done = change_capacity(place, order, choices=choices, actor=actor, now=now)
    made = CapacityDone(
        change_id=done.change_id, slots_changed=done.slots, reservations_cancelled=done.reservations_cancelled
    )
    return CapacityAnswer(dry_run=False, preview=forecast, done=made)


def _choices(given: Sequence[Choice], preview: CapacityPreview) -> dict[int, str]:
    """What was chosen for each slot.

    :raises Problem: 422 for a slot that needs a choice and has none, or is named twice.
    """
    chosen: dict[int, str] = {one.slot_id: one.choice for one in given}
    if len(chosen) != len(given):
        raise invalid([complaint("choices", "said_twice")])
    open_ones = [slot for slot in preview.below if slot.slot_id not in chosen]
    if open_ones:
        raise invalid(
            [
                complaint("choices", "choice_missing", slot_id=slot.slot_id, booked=slot.booked, wanted=slot.wanted)
                for slot in open_ones
            ]
        )
    return chosen
