"""What the rules say of any date of a café, and of any party, slot and instant: for files that are only loaded, too.

Nothing here looks at slots or reservations: a date has what its timetable says, and a party brings its own past along.
Reserving decides with the same rules on the same facts (:mod:`booking.actions.reserve`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..calendar_days import closed_days_between, holidays_between, with_days_before
from ..db import reading
from ..models import Cafe, District
from ..policies import PolicyBook, policy_book
from ..room import no_places
from ..rules.cancelling import cancel_deadline
from ..rules.checking_in import doors_open_at
from ..rules.fees import Fee, Shown, fee, fee_shown
from ..rules.no_shows import grace_ends_at
from ..rules.openings import booking_closes, opening_for
from ..rules.parties import ChildFacts, NoShow, Party, PastVisit, SlotFacts
from ..rules.policy import Policy, PolicyIncomplete
from ..rules.refusals import Code, NotThere, Refusal, no
from ..rules.reserving import reasons
from ..rules.room import Inside, kept_back, room_refusals, walk_in_share
from ..rules.siblings import MULTI_CHILD, door_age_refusal
from ..rules.statements import Origin
from ..rules.timeline import changes
from ..rules.times import days, instant
from ..rules.timetable import DayPlan, PeriodFacts, day_plan
from ..rules.why import keys_of
from ..rules.zones import zones_of

FIRST_DATE, LAST_DATE = date(2015, 1, 1), date(2100, 12, 31)
"""Between these dates the calendar of holidays is known well enough to answer."""


LONG_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
"""When nobody reserved late."""


@dataclass(frozen=True)
class PlannedSlot:
    """A period of one date with every instant that its rules name."""

    period: PeriodFacts
    facts: SlotFacts
    closes_at: datetime
    cancel_until: datetime
    no_show_at: datetime
    doors_open_at: datetime
    walk_in_share: int
    kept_back: int

    @property
    def policy(self) -> Policy:
        return self.period.policy


@dataclass(frozen=True)
class PlannedDay:
    """One date of a café: its slots, or why it has none."""

    plan: DayPlan
    holiday: str | None
    slots: tuple[PlannedSlot, ...]


@dataclass(frozen=True)
class Reason:
    """A reason why not, and the rule behind it: its key, and where it was said (``None``: in facts, or by nobody)."""

    refusal: Refusal
    rule: str | None
    origin: Origin | None


@dataclass(frozen=True)
class Answer:
    """Whether a party may reserve a slot at an instant, were it empty: all reasons, in their order; what staff would say at
    the door besides; the fee, and what showing evidence changes in it; each child's zone. ``slot`` is ``None`` when the date
    has no such slot."""

    day: PlannedDay
    slot: PlannedSlot | None
    party: Party
    reasons: tuple[Reason, ...]
    door: tuple[Reason, ...]
    fee: Fee | None
    shown: Shown | None
    zones: tuple[str | None, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


class NoRulesYet(Exception):
    """On this date not everything is stated that a café needs. ``begins``: the first later date on which it is, or ``None``:
    there is none, so the city's file is not loaded."""

    def __init__(self, day: date, begins: date | None) -> None:
        super().__init__(f"{day}: {begins}")
        self.day, self.begins = day, begins


def planned_days(code: str, first: date, last: date, now: datetime) -> list[PlannedDay]:
    """Every date from ``first`` to ``last`` at the café, as the rules known today have it: four statements.

    :raises NotThere: no café has this code.
    :raises NoRulesYet: the city's rules begin after ``first``.
    """
    session = reading()
    cafe = _cafe(code)
    book = policy_book(session)
    holidays = holidays_between(session, with_days_before(first), last)
    orders = closed_days_between(session, first, last)
    found = []
    for day in days(first, last):
        ordered = orders.reason(day, cafe.id, cafe.district_id)
        plan = day_plan(day, _policy_on(book, cafe.id, day), holidays, ordered)
        holiday = holidays.get(day)
        slots = tuple(_slot(cafe, plan, period, now) for period in plan.periods)
        found.append(PlannedDay(plan, holiday.name if holiday else None, slots))
    return found


def why(code: str, day: date, starts: time, party: Party, now: datetime) -> Answer:
    """Whether this party may reserve the café's slot that starts then, and every reason why not.

    :raises NotThere: no café has this code.
    :raises NoRulesYet: the city's rules begin later.
    """
    (found,) = planned_days(code, day, day, now)
    return answer_of(found, starts, party, now)


def answer_of(day: PlannedDay, starts: time, party: Party, now: datetime) -> Answer:
    """The same for a date that is planned already: no statement."""
    slot = next((one for one in day.slots if one.period.starts == starts), None)
    if slot is None:
        return Answer(day, None, party, (_no_slot(day, starts),), (), None, None, tuple(None for _ in party.children))
    policy, on = slot.policy, day.plan.date
    party = _in_this_slot(party, slot.facts)
    refusals = reasons(slot.facts, party, policy, now)
    zones = zones_of(party.births, on, policy)
    return Answer(
        day=day,
        slot=slot,
        party=party,
        reasons=tuple(reason_of(one, policy) for one in (*refusals, *_no_room(slot, party, now))),
        door=door_reasons(party, on, policy),
        fee=fee(party, on, slot.facts.district_id, policy),
        shown=fee_shown(party, on, slot.facts.district_id, policy),
        zones=tuple(zone.name if zone else None for zone in zones),
    )


def door_reasons(party: Party, on: date, policy: Policy) -> tuple[Reason, ...]:
    """What staff would say at the door to the party's children, whether or not it is asked when reserving."""
    if policy.door_ages is None:
        return ()
    asked = (
        door_age_refusal(child.birth_date, on, policy, child.name, _without(party.births, n))
        for n, child in enumerate(party.children)
    )
    return tuple(reason_of(one, policy) for one in asked if one is not None)


def origin_of(reason: Refusal, policy: Policy) -> tuple[str | None, Origin | None]:
    """The rule behind a reason: the nearest of its keys that was said, and where; the first key when nobody said any."""
    keys = keys_of(reason)
    said = next((key for key in keys if key in policy.origins), None)
    return said or (keys[0] if keys else None), policy.origins.get(said) if said else None


def end_of(code: str, day: date, starts: time, now: datetime) -> datetime | None:
    """When the café's slot that starts then ends, or ``None`` when the date has none."""
    (found,) = planned_days(code, day, day, now)
    return next((one.facts.ends_at for one in found.slots if one.period.starts == starts), None)


def concession_names(code: str, day: date) -> frozenset[str]:
    """What a family can show at the café on that date: its concessions, and ``multi_child``, which brothers and sisters may
    need where nothing is taken off for it.

    :raises NotThere: no café has this code.
    :raises NoRulesYet: the city's rules begin later.
    """
    policy = _policy_on(policy_book(reading()), _cafe(code).id, day)
    return frozenset({MULTI_CHILD, *(one.name for one in policy.concessions)})


def cafe_ids(code: str) -> tuple[int, int]:
    """A café's id and its district's.

    :raises NotThere: there is none.
    """
    cafe = _cafe(code)
    return cafe.id, cafe.district_id


def district_named(name: str) -> int:
    """The id of the district with this name.

    :raises NotThere: there is none.
    """
    found = reading().scalar(select(District.id).where(District.name == name))
    if found is None:
        raise NotThere
    return found


def _policy_on(book: PolicyBook, cafe_id: int, day: date) -> Policy:
    try:
        return book.on(cafe_id, day)
    except PolicyIncomplete as missing:
        raise NoRulesYet(day, _begins(book, cafe_id, day)) from missing


def _begins(book: PolicyBook, cafe_id: int, day: date) -> date | None:
    """The first date after ``day`` on which the café has all it needs."""
    for later in changes(book.statements(cafe_id), day):
        try:
            book.on(cafe_id, later)
        except PolicyIncomplete:
            continue
        return later
    return None


def _cafe(code: str) -> Cafe:
    cafe = reading().scalars(select(Cafe).options(joinedload(Cafe.district)).where(Cafe.code == code)).one_or_none()
    if cafe is None:
        raise NotThere
    return cafe


def _slot(cafe: Cafe, plan: DayPlan, period: PeriodFacts, now: datetime) -> PlannedSlot:
    policy, day = period.policy, plan.date
    starts_at, ends_at = instant(day, period.starts), instant(day, period.ends)
    facts = SlotFacts(
        0,
        cafe.id,
        starts_at,
        ends_at,
        opens_at=opening_for(day, policy, resident=True),
        opens_for_others_at=opening_for(day, policy, resident=False),
        district_id=cafe.district_id,
    )
    return PlannedSlot(
        period=period,
        facts=facts,
        closes_at=booking_closes(ends_at, policy),
        cancel_until=cancel_deadline(starts_at, policy),
        no_show_at=grace_ends_at(starts_at, LONG_BEFORE, policy.minutes.no_show_grace_minutes),
        doors_open_at=doors_open_at(starts_at, policy, plan.breaks),
        walk_in_share=walk_in_share(policy, period.capacity),
        kept_back=kept_back(starts_at, policy, now),
    )


def _in_this_slot(party: Party, slot: SlotFacts) -> Party:
    """The party, with its visits of this very slot known as such."""

    def same(visit: PastVisit) -> PastVisit:
        is_here = (visit.cafe_id, visit.starts_at) == (slot.cafe_id, slot.starts_at)
        return replace(visit, slot_id=slot.slot_id) if is_here else visit

    return replace(
        party, children=[replace(child, visits=tuple(same(visit) for visit in child.visits)) for child in party.children]
    )


def _no_slot(day: PlannedDay, starts: time) -> Reason:
    closed = day.plan.closed
    if closed is None:
        known = tuple(slot.facts.starts_at for slot in day.slots)
        return Reason(no(Code.NO_SUCH_SLOT, "start", starts=instant(day.plan.date, starts), known=known), None, None)
    return Reason(no(Code.SLOT_CLOSED, reason=closed.reason, kind=closed.kind, key=closed.key), closed.kind, closed.origin)


def _no_room(slot: PlannedSlot, party: Party, now: datetime) -> Iterator[Refusal]:
    """Why an empty slot has no room for them: all reasons."""
    capacity = slot.period.capacity
    full = None if party.is_group else no_places(capacity, party)
    if full is not None:
        yield full
    empty = Inside(parties=(), walk_ins=0, adults=0, capacity=capacity, date=slot.facts.date)
    yield from room_refusals(empty, party, slot.facts.starts_at, slot.policy, now)


def reason_of(refusal: Refusal, policy: Policy) -> Reason:
    """The reason with the rule behind it."""
    return Reason(refusal, *origin_of(refusal, policy))


def _without(births: Sequence[date], number: int) -> list[date]:
    return [birth for n, birth in enumerate(births) if n != number]


__all__ = ["Answer", "ChildFacts", "NoShow", "Party", "PastVisit", "PlannedDay", "PlannedSlot", "Reason"]
