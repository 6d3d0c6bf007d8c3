"""The small town of a campaign: cafés with few places, many families, staff and an official, all signed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions.open_slots import open_slots
from booking.db import db, transaction
from booking.models import Account, Cafe, District, Slot
from booking.rules.times import instant
from booking.scope import Actor
from booking.sign_ins import add_sign_in
from tests.world import CITY_SAYS, a_child, a_family, an_account, state

DAY = date(2026, 12, 1)
STARTS = instant(DAY, time(13, 5))
"""What the clocks of server and jobs show when a round begins: the first slot of today began five minutes ago."""
PERIODS = ((1, time(13, 0), time(15, 0)), (2, time(14, 30), time(16, 0)), (3, time(16, 30), time(18, 0)))
"""Of the three a child may have two, but not the first two, which overlap."""
PLACES = {"JN220501": 7, "JN220502": 10}
VISITS_PER_DAY = 2


@dataclass(frozen=True)
class FamilyAtHome:
    """A family: its account, its children, the cookies of its two phones."""

    family_id: int
    account_id: int
    email: str
    children: list[int]
    cookies: list[str]

    @property
    def who(self) -> str:
        return f"family {self.family_id}"


@dataclass(frozen=True)
class CafeOfTown:
    """A café: the slots of each day, and the cookies of its two tablets."""

    cafe_id: int
    code: str
    slots: dict[date, list[int]]
    tablets: list[str]


@dataclass(frozen=True)
class Town:
    families: list[FamilyAtHome]
    cafes: list[CafeOfTown]
    official: str
    """The cookie of the district's official."""


def build(app: Flask, *, families: int, days: int) -> Town:
    """Write the town into an empty database: slots of ``days`` days from :data:`DAY` on."""
    with app.app_context():
        with transaction() as session:
            codes = _places(session)
            official = an_account(session, "admin", "jongno@example.kr", "한종로", district_id=11110)
            staff = {
                code: an_account(session, "staff", f"{code.lower()}@example.kr", "최직원", cafe_id=cafe_id)
                for code, cafe_id in codes.items()
            }
            at_home = [_family(app, session, number) for number in range(families)]
            tablets = {code: [_cookie(app, session, actor) for _ in range(2)] for code, actor in staff.items()}
            desk = _cookie(app, session, official)
        for cafe_id in codes.values():
            open_slots(cafe_id, DAY, DAY + timedelta(days=days - 1), now=STARTS)
        with transaction() as session:
            cafes = [CafeOfTown(id_, code, _slots(session, id_), tablets[code]) for code, id_ in codes.items()]
        db.session.remove()
        db.engine.dispose()
    return Town(at_home, cafes, desk)


def _places(session: Session) -> dict[str, int]:
    session.add(District(id=11110, name="종로구"))
    session.flush()
    every_day = {
        "days": {"open": ["월", "화", "수", "목", "금", "토", "일"]},
        "holidays": {"open_on_holidays": True},
        "limits": {"children_per_reservation": 5, "visits_per_day": VISITS_PER_DAY},
    }
    for section, content in (CITY_SAYS | every_day).items():
        state(session, section, content)
    made = {}
    for code, places in PLACES.items():
        address = "서울특별시 종로구 성균관로 91"
        cafe = Cafe(code=code, district_id=11110, name=f"{code}점", address=address, phone="02-742-3320")
        session.add(cafe)
        session.flush()
        made[code] = cafe.id
        state(session, "capacity.individual", {"children": places}, cafe_id=cafe.id)
    return made


def _family(app: Flask, session: Session, number: int) -> FamilyAtHome:
    family_id = a_family(session)
    email = f"guardian{number}@example.kr"
    actor = an_account(session, "guardian", email, f"보호자{number}", family_id=family_id)
    children = [a_child(session, family_id, f"아이{number}-{n}", date(2021, 1, 1 + n)) for n in range(1 + number % 3)]
    # Two phones of one account: who taps on both races as two guardians do.
    cookies = [_cookie(app, session, actor) for _ in range(2)]
    return FamilyAtHome(family_id, actor.account_id, email, children, cookies)


def _cookie(app: Flask, session: Session, actor: Actor) -> str:
    """A real sign-in: its row, and the cookie that the app itself would have set."""
    secret, _ = add_sign_in(session, session.get_one(Account, actor.account_id), datetime.now(UTC))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps({"_user_id": secret, "_fresh": True, "_permanent": True}))


def _slots(session: Session, cafe_id: int) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for slot_id, day in session.execute(select(Slot.id, Slot.date).where(Slot.cafe_id == cafe_id).order_by(Slot.starts_at)):
        found.setdefault(day, []).append(slot_id)
    return found
