"""A small city that tests know by heart: 종로 with 혜화점, 중랑 with 면목점, and people on every side of a line.

Everything is written as rows with real commits; ``NOW`` is a Monday morning and ``TUESDAY`` the first open day.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking import capacity
from booking.db import transaction
from booking.models import Account, Cafe, Child, District, Family, Slot, StatementRow, Visit
from booking.passwords import hash_password
from booking.rules.limits import Origin
from booking.rules.times import instant
from booking.scope import Actor
from booking.sign_ins import actor_from

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday 09:00 in Seoul
PASSWORD = "kidscafe-test"
HERE = Origin("203.0.113.7", "the key of the tests")
"""Where people try from, when it does not matter."""
_hash: list[str] = []

CITY_SAYS: dict[str, dict[str, Any]] = {
    "ages": {"basis": "year_age", "min": 0, "max": 9},
    "fees": {"child_won": 2000, "adult_won": 1000},
    "limits": {"children_per_reservation": 5, "visits_per_day": 1},
    "adults": {"min": 1, "per_child_max": 2},
    "minutes": {
        "cancel_minutes_before": 30,
        "no_show_grace_minutes": 30,
        "reserve_until_minutes_before_end": 30,
        "check_in_minutes_before": 15,
    },
    "days": {"open": ["화", "수", "목", "금", "토", "일"]},
    "holidays": {"open_on_holidays": False, "weekly_day_on_holiday": "stays"},
    "timetable": {day: ["09:30~11:30", "13:00~15:00", "15:30~17:30"] for day in ("weekday", "saturday", "sunday")},
    "capacity.individual": {"children": 20},
}
"""What the city of the tests states."""
PERIODS = ((1, time(9, 30), time(11, 30)), (2, time(13, 0), time(15, 0)), (3, time(15, 30), time(17, 30)))


def password_hash() -> str:
    """The hash of ``PASSWORD``, made once per process."""
    if not _hash:
        _hash.append(hash_password(PASSWORD))
    return _hash[0]


@dataclass(frozen=True)
class World:
    """Ids and actors of the small city."""

    hyehwa: int
    myeonmok: int
    mom: Actor
    dad: Actor
    stranger: Actor
    staff: Actor
    other_staff: Actor
    official: Actor
    other_official: Actor
    city: Actor
    jia: int
    minjun: int
    stranger_child: int


def a_world() -> World:
    """Write the small city: 혜화 and 면목 without slots, mom and dad with 지아 (5) and 민준 (3), a stranger with a child."""
    with transaction() as session:
        session.add_all([District(id=11110, name="종로구"), District(id=11260, name="중랑구")])
        hyehwa, myeonmok = _cafe("JN220501", 11110, "혜화점"), _cafe("JR220801", 11260, "면목점")
        home, elsewhere = Family(created_at=NOW), Family(created_at=NOW)
        # Every test begins here: what can be written together is.
        session.add_all([hyehwa, myeonmok, home, elsewhere])
        session.add_all(_statement(section, content) for section, content in CITY_SAYS.items())
        session.flush()
        people = {
            "mom": _account("guardian", "mom@example.kr", "김엄마", family_id=home.id),
            "dad": _account("guardian", "dad@example.kr", "이아빠", family_id=home.id),
            "stranger": _account("guardian", "stranger@example.kr", "박이웃", family_id=elsewhere.id),
            "staff": _account("staff", "staff@example.kr", "최직원", cafe_id=hyehwa.id),
            "other_staff": _account("staff", "other-staff@example.kr", "정직원", cafe_id=myeonmok.id),
            "official": _account("admin", "jongno@example.kr", "한종로", district_id=11110),
            "other_official": _account("admin", "jungnang@example.kr", "오중랑", district_id=11260),
            "city": _account("admin", "city@example.kr", "서시청"),
        }
        children = {
            "jia": _child(home.id, "지아", date(2021, 5, 5)),
            "minjun": _child(home.id, "민준", date(2023, 3, 2)),
            "stranger_child": _child(elsewhere.id, "하준", date(2020, 1, 1)),
        }
        session.add_all([*people.values(), *children.values()])
        session.flush()
        return World(
            hyehwa=hyehwa.id,
            myeonmok=myeonmok.id,
            **{name: actor_from(account) for name, account in people.items()},
            **{name: child.id for name, child in children.items()},
        )


def state(
    session: Session,
    section: str,
    content: dict[str, Any] | None,
    *,
    cafe_id: int | None = None,
    district_id: int | None = None,
    valid_from: date = date(2022, 1, 1),
    valid_until: date | None = None,
) -> None:
    """What the city, a district or a café states of one section, as a file would."""
    row = _statement(
        section, content, cafe_id=cafe_id, district_id=district_id, valid_from=valid_from, valid_until=valid_until
    )
    session.add(row)
    session.flush()


def _statement(
    section: str, content: dict[str, Any] | None, *, valid_from: date = date(2022, 1, 1), **more: Any
) -> StatementRow:
    text = None if content is None else json.dumps(content, ensure_ascii=False)
    return StatementRow(
        section=section, content=text, valid_from=valid_from, year=2026, source="시험", created_at=NOW, **more
    )


def _cafe(code: str, district_id: int, name: str) -> Cafe:
    return Cafe(code=code, district_id=district_id, name=name, address="서울특별시 종로구 성균관로 91", phone="02-742-3320")


def a_family(session: Session) -> int:
    """A family's id."""
    family = Family(created_at=NOW)
    session.add(family)
    session.flush()
    return family.id


def an_account(session: Session, role: str, email: str, name: str, **bound: int) -> Actor:
    """A confirmed account that may sign in with ``PASSWORD``, as an actor."""
    account = _account(role, email, name, **bound)
    session.add(account)
    session.flush()
    return actor_from(account)


def _account(role: str, email: str, name: str, **bound: int) -> Account:
    return Account(
        role=role,
        email=email,
        name=name,
        phone="01012345678",
        password_hash=password_hash(),
        created_at=NOW,
        email_confirmed_at=NOW,
        **bound,
    )


def a_child(session: Session, family_id: int, name: str, birth_date: date) -> int:
    """A child's id."""
    child = _child(family_id, name, birth_date)
    session.add(child)
    session.flush()
    return child.id


def _child(family_id: int, name: str, birth_date: date) -> Child:
    return Child(family_id=family_id, name=name, birth_date=birth_date, created_at=NOW)


def a_slot(cafe_id: int, *, day: date = TUESDAY, number: int = 1, capacity_: int = 20) -> int:
    """A slot's id: period ``number`` of that day, empty."""
    _, starts, ends = PERIODS[number - 1]
    with transaction() as session:
        slot = Slot(
            cafe_id=cafe_id,
            date=day,
            period_number=number,
            starts_at=instant(day, starts),
            ends_at=instant(day, ends),
            timetable_capacity=capacity_,
            capacity=capacity_,
            taken=0,
        )
        session.add(slot)
        session.flush()
        capacity.note_opening(session, slot, NOW)
        return slot.id


def a_withdrawn_slot(cafe_id: int) -> int:
    """A slot at 10:05 that no timetable has any more."""
    slot_id = a_slot(cafe_id)
    with transaction() as session:
        slot = session.get_one(Slot, slot_id)
        slot.starts_at, slot.withdrawn_at = slot.starts_at + timedelta(minutes=35), NOW
    return slot_id


def guardians(count: int) -> list[tuple[Actor, int]]:
    """So many families of one guardian and one child each: ``(actor, child_id)``."""
    made = []
    with transaction() as session:
        for n in range(count):
            family_id = a_family(session)
            actor = an_account(session, "guardian", f"guardian{n}@example.kr", f"보호자{n}", family_id=family_id)
            made.append((actor, a_child(session, family_id, f"아이{n}", date(2021, 1, 1))))
    return made


def starts(slot_id: int, **after: int) -> datetime:
    """The slot's start, moved by ``minutes=…`` and the like."""
    with transaction() as session:
        return session.get_one(Slot, slot_id).starts_at + timedelta(**after)


def taken(slot_id: int) -> int:
    """The slot's counter as committed."""
    with transaction() as session:
        return session.get_one(Slot, slot_id).taken


def states(slot_id: int) -> list[str]:
    """The states of the slot's visits, in the order they were made."""
    with transaction() as session:
        return list(session.scalars(select(Visit.state).where(Visit.slot_id == slot_id).order_by(Visit.id)))
