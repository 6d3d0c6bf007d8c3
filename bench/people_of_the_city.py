"""Families of the whole city, signed in: with brothers and sisters, homes, and a year of visits behind them."""

from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import and_, func, or_, select

from bench.people import Guardian, sign_in
from booking.db import reading
from booking.models import Account, Child, Reservation, Visit
from booking.rules.times import seoul_date
from booking.scope import Actor

ALIKE_DAYS = 35
"""Families that are compared have no visit in so many days: rules and pages look no further back than this month. Where the
most visits are, one family in eight is such a one, and fewer would each have to reserve until no date is left."""
TO_FORGIVE_DAYS = 61
"""Nor did they stay away in so many: none of them is suspended, or was lately, which is shown for sixty days."""


def city_families(app: Flask, count: int, now: datetime, *, years: tuple[int, int], alike: bool) -> list[Guardian]:
    """Up to so many families with a child that turns no less and no more than these ``years`` this year, each with the
    eldest guardian's browser; ``alike``: only those of whom there is nothing to tell lately, so that they are the same
    families however many visits the city has. Needs an application context."""
    youngest, oldest = years
    fits = Child.birth_date.between(date(now.year - oldest, 1, 1), date(now.year - youngest, 12, 31))
    child = select(Child.family_id, func.min(Child.id).label("child_id")).where(fits).group_by(Child.family_id).subquery()
    guardian = (
        select(Account.family_id, func.min(Account.id).label("account_id"))
        .where(Account.role == "guardian")
        .group_by(Account.family_id)
        .subquery()
    )
    rows = (
        select(guardian.c.account_id, child.c.family_id, child.c.child_id)
        .join(guardian, guardian.c.family_id == child.c.family_id)
        .order_by(child.c.family_id)
        .limit(count)
    )
    if alike:
        today = seoul_date(now)
        stayed_away = and_(Visit.state == "no_show", Visit.date >= today - timedelta(days=TO_FORGIVE_DAYS))
        lately = or_(Visit.date >= today - timedelta(days=ALIKE_DAYS), stayed_away)
        told_of = select(Reservation.family_id).join(Visit, Visit.reservation_id == Reservation.id).where(lately)
        rows = rows.where(child.c.family_id.not_in(told_of))
    found = reading().execute(rows).all()
    cookies = sign_in(app, [row.account_id for row in found], now)
    return [
        Guardian(_actor(row.account_id, row.family_id), row.child_id, cookie)
        for row, cookie in zip(found, cookies, strict=True)
    ]


def _actor(account_id: int, family_id: int) -> Actor:
    return Actor(
        account_id=account_id,
        role="guardian",
        name="",
        family_id=family_id,
        cafe_id=None,
        district_id=None,
        email_confirmed=True,
        sign_in_id=None,
    )
