"""An official closes a café, a district or the city for dates: nobody may reserve there, and who had reserved is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from .. import capacity, log
from ..closing_orders import closed_already, slots_in
from ..db import transaction
from ..live_reservations import live_reservations
from ..models import ClosedDay, Slot
from ..official_cancels import close_slot
from ..places import hold_place
from ..rules.date_ranges import range_refusal, range_text
from ..rules.places import Place
from ..rules.refusals import Code, Refused, no
from ..rules.times import days, seoul_date
from ..scope import Actor


@dataclass(frozen=True)
class DaysClosed:
    """What was done: dates ordered closed, slots closed on them, reservations cancelled."""

    days: int
    slots: int
    reservations_cancelled: int


def close_days(place: Place, from_date: date, to_date: date, reason: str, *, actor: Actor, now: datetime) -> DaysClosed:
    """Close the place from ``from_date`` to ``to_date`` (included), and cancel whoever has not come yet, without penalty.

    Slots that are over stay as they are; in a running one the children already inside stay. Dates without slots are closed
    too: none will be opened.

    :raises Refused: a rule of :func:`booking.rules.date_ranges.range_refusal`; ``ALREADY_CLOSED`` when the same place is
        ordered closed on one of the dates.
    :raises NotThere: not this official's place.
    """
    refusal = range_refusal(from_date, to_date, reason, seoul_date(now))
    if refusal is not None:
        raise Refused(refusal)
    with transaction() as session:
        cafes = hold_place(session, actor, place)
        already = closed_already(session, place, from_date, to_date)
        if already is not None:
            raise Refused(no(Code.ALREADY_CLOSED, "from_date", date=already))
        dates = days(from_date, to_date)
        first_id = _order(session, actor, place, dates, reason, now)
        wanted = slots_in(place, from_date, to_date, now)
        slots = capacity.hold(session, [slot.id for slot in session.scalars(wanted)])
        cancelled = _empty(session, actor, slots, reason, now)
        log.note(
            session,
            actor,
            "close_days",
            "closed_day",
            first_id,
            now=now,
            district_id=place.district_id,
            cafe_id=cafes[0].id if place.cafe_id else None,
            reason=reason,
            detail=range_text(from_date, to_date),
        )
        return DaysClosed(len(dates), len(slots), cancelled)


def _order(session: Session, actor: Actor, place: Place, dates: Iterable[date], reason: str, now: datetime) -> int:
    """A row per date; returns the first one's id."""
    rows = [
        ClosedDay(
            district_id=place.district_id,
            cafe_id=place.cafe_id,
            date=day,
            reason=reason,
            closed_at=now,
            closed_by_id=actor.account_id,
        )
        for day in dates
    ]
    session.add_all(rows)
    session.flush()
    return rows[0].id


def _empty(session: Session, actor: Actor, slots: list[Slot], reason: str, now: datetime) -> int:
    """Close the slots and cancel their reservations; how many reservations. An earlier closing keeps its reason."""
    live = live_reservations(session, [slot.id for slot in slots])
    return sum(close_slot(session, actor, slot, slot.closed_reason or reason, live.get(slot.id, ()), now) for slot in slots)
