"""The closings that were ordered, as an official sees them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select

from ..calendar_days import holidays_between
from ..db import reading
from ..models import Account, Cafe, ClosedDay, District
from ..rules.refusals import NotThere
from ..scope import Actor, visible_cafes, visible_districts


@dataclass(frozen=True)
class Closing:
    """One closed date of one place. ``own``: this official may reopen it; a district's official only sees the city's."""

    closed_day_id: int
    date: date
    place: str
    reason: str
    closed_at: datetime
    closed_by: str | None
    is_reopened: bool
    own: bool


def closings_between(actor: Actor, first: date, last: date) -> list[Closing]:
    """Closings in force on these dates: of the official's cafés and districts, and the city's; by date, widest first."""
    rows = _visible(actor).where(ClosedDay.date.between(first, last), ClosedDay.reopened_at.is_(None))
    order = rows.order_by(ClosedDay.date, ClosedDay.cafe_id.is_not(None), ClosedDay.district_id.is_not(None), Cafe.name)
    return [_closing(actor, *row) for row in reading().execute(order)]


def own_closing(actor: Actor, closed_day_id: int) -> Closing:
    """One closing that the official may reopen, reopened ones too (the action says so).

    :raises NotThere: unknown, or somebody else's.
    """
    row = reading().execute(_visible(actor).where(ClosedDay.id == closed_day_id)).one_or_none()
    found = _closing(actor, *row) if row else None
    if found is None or not found.own:
        raise NotThere
    return found


def holiday_names(first: date, last: date) -> dict[date, str]:
    """Public holidays on these dates, for the calendar."""
    return {day: holiday.name for day, holiday in holidays_between(reading(), first, last).items()}


def _visible(actor: Actor) -> Select[ClosedDay, str | None, str | None, str | None]:
    rows = (
        select(ClosedDay, Cafe.name, District.name, Account.name)
        .outerjoin(Cafe, Cafe.id == ClosedDay.cafe_id)
        .outerjoin(District, District.id == ClosedDay.district_id)
        .outerjoin(Account, Account.id == ClosedDay.closed_by_id)
    )
    cafes = visible_cafes(actor).with_only_columns(Cafe.id).scalar_subquery()
    districts = visible_districts(actor).with_only_columns(District.id).scalar_subquery()
    of_city = ClosedDay.cafe_id.is_(None) & ClosedDay.district_id.is_(None)
    return rows.where(or_(of_city, ClosedDay.cafe_id.in_(cafes), ClosedDay.district_id.in_(districts)))


def _closing(
    actor: Actor, row: ClosedDay, cafe_name: str | None, district_name: str | None, closed_by: str | None
) -> Closing:
    of_city = row.cafe_id is None and row.district_id is None
    return Closing(
        closed_day_id=row.id,
        date=row.date,
        place=cafe_name or district_name or "서울시 전체",
        reason=row.reason,
        closed_at=row.closed_at,
        closed_by=closed_by,
        is_reopened=row.reopened_at is not None,
        own=actor.is_city or not of_city,
    )
