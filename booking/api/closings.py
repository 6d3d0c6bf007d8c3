"""Closings by officials: days on which a café, a district or the city is closed; with a preview that writes nothing."""

import datetime
from typing import Literal

from pydantic import model_validator

from ..actions.close_days import close_days
from ..actions.reopen_day import reopen_day
from ..queries.closing_preview import ClosingPreview, ClosingSlot, closing_preview
from ..queries.closings import Closing, closings_between, own_closing
from ..queries.districts import cafe_for, district_for
from ..rules.date_ranges import FARTHEST_YEARS, MOST_DAYS
from ..rules.places import CITY, Place
from ..rules.times import seoul_date
from ..scope import Actor
from .checking import complaint, invalid
from .edges import admin
from .routes import Asked, reads, writes
from .values import CafeCode, Day, Given, Id, Instant, Reason, Shown, left_out, wrong

DAYS_USUAL = 60


class ClosingWanted(Given):
    """Which place (one of ``cafe_code``, ``district_id``, ``city``), on which days (both included), and why."""

    cafe_code: CafeCode = left_out()
    district_id: Id = left_out()
    city: Literal[True] = left_out()
    from_date: Day
    to_date: Day
    reason: Reason
    dry_run: bool

    @model_validator(mode="after")
    def _one_place(self) -> "ClosingWanted":
        if len(self.model_fields_set & {"cafe_code", "district_id", "city"}) != 1:
            raise wrong("one_place")
        return self


class Reopening(Given):
    """Why the day is opened again."""

    reason: Reason


class ClosingDays(Given):
    """From which day to which, both included; without them the next sixty days."""

    from_: Day = left_out("from")
    to: Day = left_out()


class SlotToClose(Shown):
    """A slot: reservations and children that would be cancelled, children inside who stay."""

    slot_id: int
    cafe: str
    number: int
    starts_at: Instant
    ends_at: Instant
    reservations: int
    children: int
    inside: int

    @classmethod
    def of(cls, slot: ClosingSlot) -> "SlotToClose":
        own = {name: getattr(slot, name) for name in cls.model_fields if name != "cafe"}
        return cls(**own, cafe=slot.cafe_name)


class ClosingForecast(Shown):
    """So many days, the slots on them, and how many days have none opened yet."""

    days: int
    days_without_slots: int
    slots: list[SlotToClose]

    @classmethod
    def of(cls, preview: ClosingPreview) -> "ClosingForecast":
        slots = [SlotToClose.of(slot) for slot in preview.slots]
        return cls(days=preview.days, days_without_slots=preview.days_without_slots, slots=slots)


class ClosingDone(Shown):
    """What was done."""

    days: int
    slots_closed: int
    reservations_cancelled: int


class ClosingAnswer(Shown):
    """What the closing does; ``done`` is null after a dry run."""

    dry_run: bool
    preview: ClosingForecast
    done: ClosingDone | None


class ClosingShown(Shown):
    """One closed day of one place; ``own``: it may be opened again with this token."""

    closed_day_id: int
    date: datetime.date
    place: str
    reason: str
    closed_at: Instant
    own: bool

    @classmethod
    def of(cls, closing: Closing) -> "ClosingShown":
        return cls(**{name: getattr(closing, name) for name in cls.model_fields})


class ClosingList(Shown):
    """Closings in force, by day."""

    closings: list[ClosingShown]


class Reopened(Shown):
    """How many slots may be reserved again."""

    closed_day_id: int
    slots_opened: int


@reads(admin, "/admin/closings", summary="휴관 목록", shown=ClosingList, query=ClosingDays)
def list_closings(asked: Asked[ClosingDays]) -> ClosingList:
    today = seoul_date(asked.now)
    first = asked.given.from_ or today
    last = asked.given.to or first + datetime.timedelta(days=DAYS_USUAL - 1)
    for name, day in (("from", first), ("to", last)):
        if abs((day - today).days) > 365 * FARTHEST_YEARS + DAYS_USUAL:
            raise invalid([complaint(name, "date_out_of_range", most=365 * FARTHEST_YEARS)])
    if last < first:
        raise invalid([complaint("to", "dates_upside_down")])
    if (last - first).days >= MOST_DAYS:
        raise invalid([complaint("to", "dates_too_long", most=MOST_DAYS)])
    return ClosingList(closings=[ClosingShown.of(one) for one in closings_between(asked.actor, first, last)])


@writes(
    admin,
    "POST",
    "/admin/closings",
    summary="휴관 정하기",
    body=ClosingWanted,
    shown=ClosingAnswer,
    only_shows=lambda body: body.dry_run,
)
def create_closing(asked: Asked[ClosingWanted]) -> ClosingAnswer:
    given, actor, now = asked.given, asked.actor, asked.now
    place = _place(given, actor)
    preview = closing_preview(place, given.from_date, given.to_date, given.reason, actor=actor, now=now)
    forecast = ClosingForecast.of(preview)
    if given.dry_run:
        return ClosingAnswer(dry_run=True, preview=forecast, done=None)
    done = close_days(place, given.from_date, given.to_date, given.reason, actor=actor, now=now)
    made = ClosingDone(days=done.days, slots_closed=done.slots, reservations_cancelled=done.reservations_cancelled)
    return ClosingAnswer(dry_run=False, preview=forecast, done=made)


@writes(
    admin,
    "POST",
    "/admin/closings/<int:closed_day_id>/reopen",
    summary="휴관일 다시 열기",
    body=Reopening,
    shown=Reopened,
)
def reopen(asked: Asked[Reopening], closed_day_id: int) -> Reopened:
    own_closing(asked.actor, closed_day_id)
    opened = reopen_day(closed_day_id, reason=asked.given.reason, actor=asked.actor, now=asked.now)
    return Reopened(closed_day_id=closed_day_id, slots_opened=opened)


def _place(given: ClosingWanted, actor: Actor) -> Place:
    """The place that is meant.

    :raises NotThere: another official's.
    """
    if given.cafe_code is not None:
        return Place(cafe_id=cafe_for(actor, given.cafe_code).cafe_id)
    if given.district_id is not None:
        return Place(district_id=district_for(actor, given.district_id).district_id)
    return CITY
