"""Guardians in any number, each with a family, one child and a signed-in browser; staff of a café."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert, select

from booking.db import transaction
from booking.models import Account, Child, Family, SignIn
from booking.scope import Actor
from booking.sign_ins import actor_from, secret_hash

AGE = timedelta(days=4 * 365 + 31)
"""Four years and a month: old enough and young enough for every seeded café, now and in half a year."""


OF_THE_FORM = "0" * 40
"""What everybody's cookie says that forms are signed for (:mod:`bench.prepared`)."""


@dataclass(frozen=True)
class Guardian:
    """A guardian, the one child, and the ``Cookie`` header of a browser that is signed in."""

    actor: Actor
    child_id: int
    cookie: str


def guardians(app: Flask, count: int, now: datetime, first: int = 0) -> list[Guardian]:
    """So many guardians, numbered from the ``first`` on, written in bulk. Needs an application context."""
    with transaction() as session:
        families = list(session.scalars(insert(Family).returning(Family.id), [{"created_at": now}] * count))
        accounts = session.scalars(
            insert(Account).returning(Account, sort_by_parameter_order=True),
            [_guardian(n, family_id, now) for n, family_id in enumerate(families, first)],
        ).all()
        children = session.scalars(
            insert(Child).returning(Child.id, sort_by_parameter_order=True),
            [_child(n, family_id, now.date() - AGE, now) for n, family_id in enumerate(families, first)],
        ).all()
        actors = [actor_from(account) for account in accounts]
    signed_in = sign_in(app, [actor.account_id for actor in actors], now)
    return [Guardian(actor, child_id, cookie) for actor, child_id, cookie in zip(actors, children, signed_in, strict=True)]


def _guardian(n: int, family_id: int, now: datetime) -> dict[str, object]:
    return {
        "role": "guardian",
        "email": f"guardian{n}@bench.example",
        "name": f"보호자{n}",
        "phone": "01012345678",
        "family_id": family_id,
        "created_at": now,
        "email_confirmed_at": now,
    }


def _child(n: int, family_id: int, born: date, now: datetime) -> dict[str, object]:
    return {"family_id": family_id, "name": f"아이{n}", "birth_date": born, "created_at": now}


def staff_cookie(app: Flask, cafe_id: int, now: datetime) -> str:
    """The ``Cookie`` header of a signed-in member of the café's staff."""
    with transaction() as session:
        account = Account(
            role="staff",
            email=f"staff{cafe_id}@bench.example",
            name="최직원",
            cafe_id=cafe_id,
            created_at=now,
            email_confirmed_at=now,
        )
        session.add(account)
        session.flush()
        account_id = account.id
    return sign_in(app, [account_id], now)[0]


def sign_in(app: Flask, account_ids: Sequence[int], now: datetime) -> list[str]:
    """Sign these accounts in, as the action does: a row each, and a signed cookie with the secret and what forms are signed
    for. The ``Cookie`` headers."""
    keys = [secrets.token_urlsafe(32) for _ in account_ids]
    with transaction() as session:
        rows = [
            {"account_id": account_id, "secret_hash": secret_hash(key), "created_at": now}
            for account_id, key in zip(account_ids, keys, strict=True)
        ]
        session.execute(insert(SignIn), rows)
    cookie = cookie_maker(app)
    return [cookie(_user_id=key, csrf_token=OF_THE_FORM) for key in keys]


def cookie_maker(app: Flask) -> Callable[..., str]:
    """Makes the ``Cookie`` header of a browser whose session says these things."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    name = app.config["SESSION_COOKIE_NAME"]

    def cookie(**said: object) -> str:
        return f"{name}={serializer.dumps(said | {'_fresh': True, '_permanent': True})}"

    return cookie


EIGHT = ("JN220501", "JR220801", "YC221101", "DJ221102", "SD221201", "GD230201", "GD230202", "GJ230202")
"""The first eight cafés, which the figures have been of from the beginning. None of them states when it opens reserving."""


def cafes() -> dict[int, str]:
    """The cafés that are measured: code by id. Needs an application context."""
    from booking.models import Cafe

    with transaction() as session:
        rows = select(Cafe.id, Cafe.code).where(Cafe.code.in_(EIGHT)).order_by(Cafe.id)
        return dict(session.execute(rows).all())


def open_a_year_ahead(today: date, now: datetime) -> None:
    """Let every date of the coming year be reserved: the rush is for dates that nothing else opens. Needs an application
    context."""
    from booking.models import StatementRow

    with transaction() as session:
        session.add(
            StatementRow(
                section="openings",
                content=json.dumps({"kind": "rolling", "days": 365}),
                valid_from=today,
                year=today.year,
                source="bench",
                created_at=now,
            )
        )
