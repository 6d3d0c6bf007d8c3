"""Which live reservations of the coming days a change of rules would strand: allowed before, refused after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.calendar_days import holidays_between, with_days_before
from booking.filters import kst
from booking.models import Cafe, Child, Reservation, Slot, Visit
from booking.policies import PolicyBook
from booking.rules.parties import ChildFacts, Party
from booking.rules.policy import PolicyIncomplete
from booking.rules.refusals import Refusal
from booking.rules.siblings import age_reasons
from booking.rules.times import seoul
from booking.rules.timetable import Holiday, day_plan
from booking.rules.zones import zone_refusal
from booking.words import sentence

MOVED = "새 운영표에는 이 회차가 없어요"


@dataclass(frozen=True)
class Affected:
    """A reservation that the new rules would not have. ``sentence`` names no person: it is printed."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Standing:
    """A live reservation of a coming slot, and why the rules refuse it already (``None``: they do not)."""

    code: str
    cafe: Cafe
    slot: Slot
    births: Sequence[date]
    refused: str | None


def standing(session: Session, book: PolicyBook, now: datetime) -> list[Standing]:
    """Every reservation with a reserved visit that is still to end."""
    rows = session.execute(
        select(Reservation.code, Cafe, Slot, Child.birth_date)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Cafe, Cafe.id == Slot.cafe_id)
        .join(Child, Child.id == Visit.child_id)
        .where(Visit.state == "reserved", Slot.ends_at > now)
        .order_by(Slot.starts_at, Reservation.code, Visit.id)
    ).all()
    births: dict[str, list[date]] = {}
    places: dict[str, tuple[Cafe, Slot]] = {}
    for code, cafe, slot, birth in rows:
        births.setdefault(code, []).append(birth)
        places[code] = (cafe, slot)
    days = [slot.date for _, slot in places.values()]
    holidays = holidays_between(session, with_days_before(min(days)), max(days)) if days else {}
    return [
        Standing(code, cafe, slot, births[code], _refused(book, holidays, slot, births[code]))
        for code, (cafe, slot) in places.items()
    ]


def affected(session: Session, before: Sequence[Standing], book: PolicyBook) -> list[Affected]:
    """Those that the rules of ``book`` refuse, and that were not refused before."""
    days = [one.slot.date for one in before]
    holidays = holidays_between(session, with_days_before(min(days)), max(days)) if days else {}
    found = []
    for one in before:
        said = _refused(book, holidays, one.slot, one.births)
        if said is not None and one.refused is None:
            when = kst(one.slot.starts_at)
            found.append(Affected(one.code, f"예약 {one.code} ({one.cafe.name} {when}): {said}"))
    return found


def _refused(book: PolicyBook, holidays: dict[date, Holiday], slot: Slot, births: Sequence[date]) -> str | None:
    """Why the rules would not have the reservation: its slot first, then each child's age and zone."""
    try:
        policy = book.on(slot.cafe_id, slot.date)
    except PolicyIncomplete as missing:
        return str(missing)
    plan = day_plan(slot.date, policy, holidays)
    if plan.closed is not None:
        return plan.closed.reason
    starts, ends = seoul(slot.starts_at).time(), seoul(slot.ends_at).time()
    if not any((period.starts, period.ends) == (starts, ends) for period in plan.periods):
        return MOVED
    party = Party([ChildFacts(-n, "", birth) for n, birth in enumerate(births, 1)])
    of_slot = book.of_slot(slot)
    reasons: list[Refusal] = []
    for child in party.children:
        zone = zone_refusal(child.birth_date, slot.date, of_slot)
        reasons += [*age_reasons(child, party, slot.date, of_slot), *([zone] if zone else [])]
    return sentence(reasons[0]) if reasons else None
