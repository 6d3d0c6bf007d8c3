"""Write the demo people into a database that has the places. A person whose address is there is left alone."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.db import transaction
from booking.models import Account, Cafe, Child, Consent, District, Family
from booking.passwords import hash_password
from booking.rules import consents
from booking.rules.times import seoul_date

from .accounts import DEMO_ACCOUNTS, PASSWORD, DemoAccount

# Names and full months of age on the day of loading: old and young enough for most of the eight cafés' bands.
CHILDREN = {1: (("이서아", 64), ("이도윤", 41)), 2: (("박지우", 52),)}


class PlacesMissing(Exception):
    """A demo person's café or district is not loaded."""


def load_demo(now: datetime) -> int:
    """Add the demo people that are not there yet and return how many. Needs an application context.

    :raises PlacesMissing: load the places first.
    """
    # One hash for all: argon2 is slow on purpose, and the password is printed beside the addresses anyway.
    password_hash = hash_password(PASSWORD)
    with transaction() as session:
        added = 0
        for person in DEMO_ACCOUNTS:
            if session.scalar(select(Account.id).where(Account.email == person.email)) is None:
                _add(session, person, password_hash, now)
                added += 1
        return added


def _add(session: Session, person: DemoAccount, password_hash: str, now: datetime) -> None:
    account = Account(
        role=person.role,
        email=person.email,
        name=person.name,
        phone=_phone(person) if person.role == "guardian" else None,
        password_hash=password_hash,
        family_id=_family_id(session, person.family, now) if person.family else None,
        cafe_id=_cafe_id(session, person.cafe_code) if person.cafe_code else None,
        district_id=_district_id(session, person.district) if person.district else None,
        created_at=now,
        email_confirmed_at=now,
        demo=True,
    )
    session.add(account)
    session.flush()
    if person.role == "guardian":
        text = consents.current(consents.CHILD_DATA)
        session.add(Consent(account_id=account.id, kind=text.kind, version=text.version, given_at=now))


def _phone(person: DemoAccount) -> str:
    return f"0100000{DEMO_ACCOUNTS.index(person) + 1:04d}"


def _family_id(session: Session, number: int, now: datetime) -> int:
    """The family that another of its guardians has already, else a new one with its children."""
    emails = [account.email for account in DEMO_ACCOUNTS if account.family == number]
    known = session.scalar(select(Account.family_id).where(Account.email.in_(emails), Account.demo))
    if known is not None:
        return known
    family = Family(created_at=now)
    session.add(family)
    session.flush()
    for name, months in CHILDREN[number]:
        birth_date = _months_before(seoul_date(now), months)
        session.add(Child(family_id=family.id, name=name, birth_date=birth_date, created_at=now))
    return family.id


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # The 28th is in every month.
    return date(years, month + 1, min(day.day, 28))


def _cafe_id(session: Session, code: str) -> int:
    cafe_id = session.scalar(select(Cafe.id).where(Cafe.code == code))
    if cafe_id is None:
        raise PlacesMissing(code)
    return cafe_id


def _district_id(session: Session, name: str) -> int:
    district_id = session.scalar(select(District.id).where(District.name == name))
    if district_id is None:
        raise PlacesMissing(name)
    return district_id
