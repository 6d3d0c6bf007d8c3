"""Which live reservations of the coming days a change of rules would strand: allowed before, refused after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from .calendar_days import holidays_between, with_days_before
from .models import Cafe, Child, Reservation, Slot, Visit
from .policies import PolicyBook
from .rules.parties import ChildFacts, Party
from .rules.policy import Policy, PolicyIncomplete
from .rules.refusals import Code, Refusal, no
from .rules.siblings import age_reasons, may_come_along
from .rules.times import seoul
from .rules.timetable import Holiday, day_plan
from .rules.zones import zone_refusal


@dataclass(frozen=True)
class Affected:
    """A reservation that the new rules would not have, and why. Nothing of it names a person."""

    code: str
    cafe_name: str
    slot_id: int
    starts_at: datetime
    ends_at: datetime
    children: int
    reason: Refusal


@dataclass(frozen=True)
class Standing:
    """A live reservation of a coming slot, and why the rules refuse it already (``None``: they do not)."""

    code: str
    cafe: Cafe
    slot: Slot
    births: Sequence[date]
    refused: Refusal | None


def standing(session: Session, book: PolicyBook, now: datetime, cafes: ColumnElement[bool] | None = None) -> list[Standing]:
    """Every reservation with a reserved visit that is still to end, of the cafés meant by the condition: two statements."""
    rows = session.execute(
        select(Reservation.code, Cafe, Slot, Child.birth_date)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .join(Child, Child.id == Visit.child_id)
        .where(Visit.state == "reserved", Slot.ends_at > now, true() if cafes is None else cafes)
        .order_by(Slot.starts_at, Reservation.code, Visit.id)
    ).all()
    births: dict[str, list[date]] = {}
    places: dict[str, tuple[Cafe, Slot]] = {}
    for code, cafe, slot, birth in rows:
        births.setdefault(code, []).append(birth)
        places[code] = (cafe, slot)
    holidays = holidays_around(session, [slot.date for _, slot in places.values()])
    return [
        Standing(code, cafe, slot, births[code], _refused(book, holidays, slot, births[code]))
        for code, (cafe, slot) in places.items()
    ]


def affected(session: Session, before: Sequence[Standing], book: PolicyBook) -> list[Affected]:
    """Those that the rules of ``book`` refuse, and that were not refused before."""
    holidays = holidays_around(session, [one.slot.date for one in before])
    found = []
    for one in before:
        said = _refused(book, holidays, one.slot, one.births)
        if said is not None and one.refused is None:
            slot = one.slot
            place = (one.cafe.name, slot.id, slot.starts_at, slot.ends_at)
            found.append(Affected(one.code, *place, len(one.births), said))
    return found


def holidays_around(session: Session, days: Iterable[date]) -> dict[date, Holiday]:
    """The holidays that decide about these dates."""
    days = list(days)
    return holidays_between(session, with_days_before(min(days)), max(days)) if days else {}


def slot_gone(slot: Slot, policy: Policy, holidays: Mapping[date, Holiday]) -> Refusal | None:
    """Why the rules of ``policy`` would not have this slot on its date, or ``None``."""
    plan = day_plan(slot.date, policy, holidays)
    if plan.closed is not None:
        return no(Code.SLOT_CLOSED, reason=plan.closed.reason)
    starts, ends = seoul(slot.starts_at).time(), seoul(slot.ends_at).time()
    if not any((period.starts, period.ends) == (starts, ends) for period in plan.periods):
        return no(Code.NOT_IN_TIMETABLE, starts_at=slot.starts_at, ends_at=slot.ends_at)
    return None


def _refused(book: PolicyBook, holidays: Mapping[date, Holiday], slot: Slot, births: Sequence[date]) -> Refusal | None:
    """Why the rules would not have the reservation: its slot first, then each child's age and zone."""
    try:
        policy = book.on(slot.cafe_id, slot.date)
    except PolicyIncomplete as missing:
        return no(Code.RULES_INCOMPLETE, missing=str(missing))
    gone = slot_gone(slot, policy, holidays)
    if gone is not None:
        return gone
    party = Party([ChildFacts(-n, "", birth) for n, birth in enumerate(births, 1)])
    of_slot = book.of_slot(slot)
    for child in party.children:
        for reason in age_reasons(child, party, slot.date, of_slot):
            return reason
        if not may_come_along(child.birth_date, slot.date, of_slot):
            no_zone = zone_refusal(child.birth_date, slot.date, of_slot)
            if no_zone is not None:
                return no_zone
    return None
