"""Cafés with rules drawn at random from what real ones publish, families with a past, and requests of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.actions.open_slots import open_slots
from booking.db import db, transaction
from booking.models import Cafe, District, Family, FamilyConcession, Reservation, Slot, Visit
from booking.scope import Actor
from tests.world import CITY_SAYS, NOW, a_child, a_family, an_account, state

FIRST = date(2026, 12, 22)
"""Christmas, the end of a year and a new one, in which everybody is a year older by 연나이."""
DAYS = 18
CAFES = 24
FAMILIES = 40
DISTRICTS = {11110: "종로구", 11260: "중랑구"}
Content = dict[str, Any]

CHOICES: dict[str, list[Content]] = {
    "ages": [
        {"basis": "year_age", "min": 2, "max": 6},
        {"basis": "full_age", "min": 0, "max": 5},
        {"basis": "months", "min": 24, "max_basis": "preschool"},
        {"basis": "months", "min": 0, "max": 36, "max_reach": "to_the_day"},
        {"basis": "year_age", "min": 0, "max": 12},
    ],
    "door_ages": [{"basis": "months", "min": 25, "max": 120}, {"basis": "months", "min": 25, "max": 120, "applies": "door"}],
    "siblings": [{"basis": "year_age", "max": 9}, {"basis": "year_age", "max": 9, "multi_child_only": True}],
    "days": [
        {"open": ["월", "화", "수", "목", "금", "토", "일"]},
        {"open": ["월", "화", "수", "목", "금", "토"], "open_nth": ["마지막 일"]},
    ],
    "holidays": [{"open_on_holidays": True}, {"open_on_new_year": True}],
    "timetable": [
        {"weekday": ["10:00~11:30", "12:00~13:30"], "saturday": ["09:00~10:50"], "sunday": [], "holiday": ["11:00~13:00"]},
        {day: ["09:30~11:30", "11:00~12:00", "18:30~20:00"] for day in ("weekday", "saturday", "sunday")},
    ],
    "openings": [
        {"kind": "weekly", "day": "화", "at": "09:00", "first_day": 7},
        {"kind": "monthly", "days_of_month": [1, 16], "covers": "next", "at": "09:00"},
        {"kind": "rolling", "days": 7, "at": "10:00", "residents_first": "district", "others_after_minutes": 600},
        {"kind": "rolling", "days": 30, "not_before": "2026-12-24T09:00:00+09:00"},
    ],
    "residency": [{"who": "seoul"}, {"who": "district"}, {"who": "seoul_life"}],
    "limits": [
        {"visits_per_day": 3, "visits_per_week_here": 1, "children_per_reservation": 2},
        {"visits_per_day_here": 1, "family_reservations_per_month": 2},
        {"open_visits": 1, "visits_per_month_here": 2},
    ],
    "adults": [
        {"min": 1, "per_child_max": 1, "baby_per_child_max": 2, "baby_months_below": 12},
        {"holder_counts": False, "min": 0},
        {"named_companion": False},
    ],
    "minutes": [{"reserve_until_minutes_before_end": 120}, {"reserve_until_minutes_before_end": 0}],
    "suspension": [
        {"steps": [{"count": 1, "window_days": 30, "days": 30}]},
        {"steps": [{"count": 2, "window_days": 60, "days": 14}], "scope": "cafe"},
    ],
    "operation": [{"booking": "walk_in"}, {"state": "pilot"}, {"state": "pilot", "reason": "시범"}],
    "capacity.walk_in": [{"percent": 50}],
    "capacity.people": [{"people": 3}],
    "capacity.reserve": [{"children": 999, "released_minutes_before": 1440}],
    "same_day": [{"how": ["phone"]}],
    "zone.baby": [{"basis": "year_age", "min": 0, "max": 2, "children": 1000}],
    "zone.big": [{"basis": "year_age", "min": 3, "max": 13, "children": 2}],
    "period.second": [
        {"numbers": [2], "ages": {"basis": "full_age", "min": 3, "max": 7}},
        {"days": ["saturday", "holiday"], "adults": {"min": 2}, "residency": {"who": "seoul"}},
    ],
}


@dataclass(frozen=True)
class Request:
    """One family's wish for one slot at an instant."""

    actor: Actor
    slot_id: int
    code: str
    date: date
    start: str
    child_ids: list[int]
    adults: int
    companion: str | None
    now: datetime


@dataclass(frozen=True)
class Town:
    """Guardians with their children, and every slot."""

    guardians: list[tuple[Actor, list[int]]]
    slots: list[tuple[int, str, datetime, datetime, date]]


def build(random: Random) -> Town:
    """Write it all into an empty database."""
    with transaction() as session:
        session.add_all([District(id=number, name=name) for number, name in DISTRICTS.items()])
        session.flush()
        roomy = {"capacity.individual": {"children": 1000}, "days": {"open": ["화", "수", "목", "금", "토", "일"]}}
        for section, content in (CITY_SAYS | roomy).items():
            state(session, section, content)
        cafes = [_cafe(session, number, random) for number in range(CAFES)]
        guardians = [_family(session, number, random) for number in range(FAMILIES)]
    for cafe_id in cafes:
        open_slots(cafe_id, FIRST, FIRST + timedelta(days=DAYS), now=NOW)
    with transaction() as session:
        _past(session, guardians, random)
        rows = session.execute(select(Slot.id, Cafe.code, Slot.starts_at, Slot.ends_at, Slot.date).join(Slot.cafe))
        slots = [tuple(row) for row in rows]
    return Town(guardians, slots)  # type: ignore[arg-type]


def _cafe(session: Session, number: int, random: Random) -> int:
    district_id = random.choice(list(DISTRICTS))
    cafe = Cafe(
        code=f"ZZ{260000 + number}",
        district_id=district_id,
        name=f"{number}호점",
        address="서울특별시 종로구 성균관로 91",
        phone="02-742-3320",
    )
    session.add(cafe)
    session.flush()
    for section in random.sample(list(CHOICES), 5):
        content = random.choice(CHOICES[section])
        changes_in_january = random.random() < 0.3
        state(session, section, content, cafe_id=cafe.id, valid_from=date(2027, 1, 1) if changes_in_january else FIRST)
    return cafe.id


def _family(session: Session, number: int, random: Random) -> tuple[Actor, list[int]]:
    family_id = a_family(session)
    family = session.get_one(Family, family_id)
    family.residence_known = random.random() < 0.8
    if family.residence_known:
        family.residence_district_id = random.choice([None, *DISTRICTS])
        family.life_zone = family.residence_district_id is None and random.random() < 0.5
    actor = an_account(session, "guardian", f"guardian{number}@example.kr", f"보호자{number}", family_id=family_id)
    births = [date(2016, 1, 1) + timedelta(days=random.randrange(0, 3970)) for _ in range(random.randint(1, 4))]
    children = [a_child(session, family_id, f"아이{n}", birth) for n, birth in enumerate(births)]
    return actor, children


def _past(session: Session, guardians: list[tuple[Actor, list[int]]], random: Random) -> None:
    """Some were absent a while ago, and some have shown what they are."""
    slots = list(session.scalars(select(Slot).order_by(Slot.id).limit(400)))
    for number, (actor, children) in enumerate(guardians):
        if random.random() < 0.3:
            for absence in range(random.randint(1, 2)):
                slot = random.choice(slots)
                reservation = Reservation(
                    code=f"A{number:04d}{absence}",
                    slot_id=slot.id,
                    family_id=actor.family_id,
                    account_id=actor.account_id,
                    adults=1,
                    source="online",
                    request_id=f"past-{number}-{absence}",
                    request_hash="",
                    reserved_at=NOW,
                )
                session.add(reservation)
                session.flush()
                at = slot.starts_at - timedelta(days=random.randrange(1, 50))
                session.add(
                    Visit(
                        reservation_id=reservation.id,
                        slot_id=slot.id,
                        date=slot.date,
                        child_id=children[0],
                        state="no_show",
                        reserved_at=NOW,
                        no_show_at=at,
                    )
                )
        if random.random() < 0.3:
            cafe_id = slots[0].cafe_id
            session.add(
                FamilyConcession(
                    family_id=actor.family_id, name="multi_child", proved_at=NOW, expires_on=FIRST, proved_in_cafe_id=cafe_id
                )
            )


def requests(town: Town, random: Random, count: int) -> list[Request]:
    """Wishes, most of them near an instant at which an answer changes."""
    found = []
    for _ in range(count):
        actor, children = random.choice(town.guardians)
        slot_id, code, starts_at, ends_at, day = random.choice(town.slots)
        near = random.choice([starts_at, ends_at, ends_at - timedelta(hours=1), starts_at - timedelta(days=7), starts_at])
        now = near - timedelta(days=random.choice([0, 0, 1, 3, 10, 20]), seconds=random.choice([0, 1, 1800, 7200]))
        found.append(
            Request(
                actor=actor,
                slot_id=slot_id,
                code=code,
                date=day,
                start=f"{starts_at.astimezone(tz=None):%H:%M}",
                child_ids=random.sample(children, random.randint(0 if random.random() < 0.05 else 1, len(children))),
                adults=random.randint(0, 4),
                companion="할머니" if random.random() < 0.1 else None,
                now=now,
            )
        )
    return found


def end_session() -> None:
    """Nothing of one request stays for the next."""
    db.session.remove()
