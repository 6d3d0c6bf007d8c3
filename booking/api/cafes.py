"""Cafés and their days, for everybody."""

from datetime import date, timedelta

from ..queries.cafes import cafe_page, cafe_rows
from ..queries.calendar import Day as CafeDay
from ..queries.calendar import DaySlot, cafe_days
from ..rule_words import in_words, title
from ..rules.policy import Admits, AgeBasis, Policy
from ..rules.sections import DAY_KEYS
from ..rules.times import seoul_date
from .checking import complaint, invalid
from .edges import public
from .explaining import RuleSection, said
from .refusals import No, no_of
from .routes import Asked, reads
from .values import Day, Given, Instant, Shown, left_out

DAYS_USUAL = 7
DAYS_MOST = 31
DAYS_AHEAD = 60


class Rules(Shown):
    """What holds at the café today. Ages are years, or months with the basis ``months``; fees are whole won. ``sections``:
    everything that anybody stated, with who, since when and the source; the other fields are parts of it."""

    age_basis: AgeBasis
    age_min: int
    age_max: int | None
    fee_child_won: int
    fee_adult_won: int
    children_per_reservation: int
    visits_per_day: int | None
    adults_min: int
    adults_per_child_max: int
    cancel_minutes_before: int
    no_show_grace_minutes: int
    reserve_until_minutes_before_end: int
    check_in_minutes_before: int
    open_days: list[str]
    sections: list[RuleSection]

    @classmethod
    def of(cls, policy: Policy) -> "Rules":
        """The part of the policy that is everybody's business."""
        return cls(
            age_basis=policy.ages.basis,
            age_min=policy.ages.min,
            age_max=policy.ages.max,
            fee_child_won=policy.fees.child_won,
            fee_adult_won=policy.fees.adult_won,
            children_per_reservation=policy.limits.children_per_reservation,
            visits_per_day=policy.limits.visits_per_day,
            adults_min=policy.adults.min,
            adults_per_child_max=policy.adults.per_child_max,
            cancel_minutes_before=policy.minutes.cancel_minutes_before,
            no_show_grace_minutes=policy.minutes.no_show_grace_minutes,
            reserve_until_minutes_before_end=policy.minutes.reserve_until_minutes_before_end,
            check_in_minutes_before=policy.minutes.check_in_minutes_before,
            open_days=[DAY_KEYS[day + 1][:3] for day in sorted(policy.days.open)],
            sections=[_section(policy, name) for name in policy.contents],
        )


def _section(policy: Policy, name: str) -> RuleSection:
    words = list(in_words(name, policy.contents[name]))
    made = {"name": name, "title": title(name), "content": policy.contents[name], "words": words}
    return RuleSection.model_validate(made | said(policy.origin(name)))


class CafeInList(Shown):
    """A café. ``free_on``: the first day with places left, as far as known."""

    code: str
    name: str
    district_id: int
    district: str
    address: str
    phone: str
    free_on: date | None
    free_places: int


class CafeList(Shown):
    """Every café, by district and name."""

    cafes: list[CafeInList]


class Note(Shown):
    """What to know before a visit."""

    heading: str
    text: str


class Cafe(Shown):
    """One café with its rules. Latitude and longitude in degrees."""

    code: str
    name: str
    district_id: int
    district: str
    address: str
    phone: str
    latitude: float | None
    longitude: float | None
    opened_on: date | None
    notes: list[Note]
    rules: Rules


class DayOfSlots(Given):
    """From which day to which, both included; without them the next seven days."""

    from_: Day = left_out("from")
    to: Day = left_out()


class SlotInDay(Shown):
    """A slot. ``refusal``: why nobody may reserve it now (not: that it is full)."""

    slot_id: int
    number: int
    starts_at: Instant
    ends_at: Instant
    capacity: int
    places_left: int
    refusal: No | None
    admits: Admits
    opens_at: Instant | None
    opens_for_others_at: Instant | None

    @classmethod
    def of(cls, slot: DaySlot) -> "SlotInDay":
        return cls(
            slot_id=slot.slot_id,
            number=slot.number,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            capacity=slot.capacity,
            places_left=slot.places_left,
            refusal=no_of(slot.refusal),
            admits=slot.admits,
            opens_at=slot.opens_at,
            opens_for_others_at=slot.opens_for_others_at,
        )


class DayShown(Shown):
    """A day; without slots ``closed`` says why, or they are not open yet (null)."""

    date: date
    holiday: str | None
    closed: str | None
    slots: list[SlotInDay]

    @classmethod
    def of(cls, day: CafeDay) -> "DayShown":
        slots = [SlotInDay.of(slot) for slot in day.slots]
        return cls(date=day.date, holiday=day.holiday, closed=day.closed, slots=slots)


class CafeSlots(Shown):
    """The days that were asked for."""

    cafe_code: str
    days: list[DayShown]


@reads(public, "/cafes", summary="카페 목록", shown=CafeList)
def list_cafes(asked: Asked[None]) -> CafeList:
    return CafeList(
        cafes=[CafeInList(**{name: getattr(row, name) for name in CafeInList.model_fields}) for row in cafe_rows(asked.now)]
    )


@reads(public, "/cafes/<code>", summary="카페 하나와 이용 규칙", shown=Cafe)
def show_cafe(asked: Asked[None], code: str) -> Cafe:
    found = cafe_page(code, asked.now)
    own = {name: getattr(found, name) for name in Cafe.model_fields if name not in ("notes", "rules")}
    notes = [Note(heading=heading, text=text) for heading, text in found.notes]
    return Cafe(**own, notes=notes, rules=Rules.of(found.policy))


@reads(public, "/cafes/<code>/slots", summary="카페의 날짜별 회차와 남은 자리", shown=CafeSlots, query=DayOfSlots)
def list_slots(asked: Asked[DayOfSlots], code: str) -> CafeSlots:
    cafe = cafe_page(code, asked.now)
    first, last = _range(asked.given, seoul_date(asked.now))
    return CafeSlots(cafe_code=cafe.code, days=[DayShown.of(day) for day in cafe_days(cafe.cafe_id, first, last, asked.now)])


def _range(given: DayOfSlots, today: date) -> tuple[date, date]:
    """The first and the last day.

    :raises Problem: 422: passed, too far, upside down or too long.
    """
    first = given.from_ or today
    last = given.to or min(first + timedelta(days=DAYS_USUAL - 1), today + timedelta(days=DAYS_AHEAD))
    for name, day in (("from", first), ("to", last)):
        if not today <= day <= today + timedelta(days=DAYS_AHEAD):
            raise invalid([complaint(name, "date_out_of_range", most=DAYS_AHEAD)])
    if last < first:
        raise invalid([complaint("to", "dates_upside_down")])
    if (last - first).days >= DAYS_MOST:
        raise invalid([complaint("to", "dates_too_long", most=DAYS_MOST)])
    return first, last
