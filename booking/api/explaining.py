"""The documents of :mod:`booking.explained` as models: ``docs/cafe-file.md`` says what each name means."""

import datetime
from typing import Any

from pydantic import Field, JsonValue

from ..explained import reason_json
from ..queries.explain import Reason
from ..rules.statements import Origin
from .values import Instant, Shown


class Said(Shown):
    """Where something was said: the layer (``city``, ``district``, ``cafe``, ``period``), since when it holds, the year in
    which it held, the source; all null when nobody said it. What was said for all times has no ``from``."""

    layer: str | None
    from_: datetime.date | None = Field(alias="from")
    year: int | None
    source: str | None


def said(origin: Origin | None) -> dict[str, Any]:
    """The fields of :class:`Said`."""
    if origin is None:
        return {"layer": None, "from": None, "year": None, "source": None}
    return {"layer": origin.layer, "from": origin.since, "year": origin.year, "source": origin.source}


class ReasonShown(Said):
    """A reason why not: its code and sentence, and the key of the rule behind it (``limits.visits_per_day``)."""

    code: str
    message: str
    rule: str | None

    @classmethod
    def of(cls, reason: Reason) -> "ReasonShown":
        return cls.model_validate(reason_json(reason))


class RuleSection(Said):
    """One section of what holds: its name, title and contents as a café's file writes them, and what they say."""

    name: str
    title: str
    content: dict[str, JsonValue]
    words: list[str]


class ClosedShown(Said):
    """Why a date has no slots."""

    kind: str
    reason: str


class Reserve(Shown):
    """Places held back, and until how many minutes before the start."""

    children: int
    released_minutes_before: int


class Capacity(Shown):
    """Of one slot. Null: not limited that way, or not said."""

    individual: int
    group: int | None
    together: int | None
    people: int | None
    care: int
    walk_in: int
    reserve: Reserve | None
    online_now: int


class PlannedSlotShown(Shown):
    """One slot as the timetable plans it. Instants are Seoul's; ``state``: ``open``, ``not_open_yet``,
    ``never_opens`` (reserving would be over by then), ``over`` or ``not_here`` (reserved elsewhere, or nowhere)."""

    number: int
    start: str
    end: str
    admits: str
    capacity: Capacity
    ages: dict[str, JsonValue] | None
    door_ages: dict[str, JsonValue] | None
    zones: list[dict[str, JsonValue]]
    opens_at: Instant | None
    opens_for_others_at: Instant | None
    closes_at: Instant
    cancel_until: Instant
    no_show_at: Instant
    doors_open_at: Instant
    fees: dict[str, JsonValue] | None
    state: str


class Break(Shown):
    """Hours at which the doors are shut."""

    start: str
    end: str


class PlannedDayShown(Shown):
    """One date: its slots, or ``closed``. ``list``: which list of the timetable it follows."""

    date: datetime.date
    weekday: str
    holiday: str | None
    list_: str | None = Field(alias="list")
    closed: ClosedShown | None
    breaks: list[Break]
    slots: list[PlannedSlotShown]


class CafeCalendar(Shown):
    """Every date that was asked for."""

    cafe: str
    now: Instant
    days: list[PlannedDayShown]


class AtTheDoor(Shown):
    """What staff would say at the door."""

    allowed: bool
    reasons: list[ReasonShown]


class ChildShown(Shown):
    """A child in the order asked, its ages on the date, and the zone it would be in."""

    birth: datetime.date
    year_age: int
    full_age: int
    months: int
    zone: str | None


class EvidenceShown(Shown):
    """What is to be shown at the door for a concession."""

    concession: str
    label: str
    show: str


class FeeShown(Shown):
    """Whole won; ``concessions``: the names of those that took something off. ``without_evidence_won``: the total when
    nothing is shown at the door; ``with_evidence_won``: when all of ``evidence`` is."""

    children_won: int
    adults_won: int
    care_won: int
    discount_won: int
    total_won: int
    concessions: list[str]
    without_evidence_won: int
    with_evidence_won: int
    evidence: list[EvidenceShown]


class WhyShown(Shown):
    """Whether the party may reserve the café's slot that starts then, were it empty: the first reason why not, all of them,
    and the fee."""

    cafe: str
    date: datetime.date
    now: Instant
    allowed: bool
    reason: ReasonShown | None
    reasons: list[ReasonShown]
    door: AtTheDoor
    children: list[ChildShown]
    fee: FeeShown | None
    slot: PlannedSlotShown | None
