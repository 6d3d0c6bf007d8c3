"""Demo people: one of each, there once, theirs when changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.models import Account, Cafe, Child, Consent, District
from booking.passwords import password_matches
from booking.policies import policy_book
from booking.rules.ages import age_refusal
from seed.accounts import DEMO_ACCOUNTS, PASSWORD, table
from seed.check import places
from seed.demo import PlacesMissing, load_demo
from tests.seed.conftest import EIGHT, NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def people(loaded):
    load_demo(NOW)
    return {account.email.partition("@")[0]: account for account in loaded.scalars(select(Account))}


def test_every_role_has_its_people(loaded, people):
    eight = loaded.scalars(select(Cafe).where(Cafe.code.in_(EIGHT))).all()
    districts = {cafe.district_id for cafe in eight}
    officials = [account for account in people.values() if account.role == "admin"]
    staff = [account for account in people.values() if account.role == "staff"]

    assert {account.district_id for account in officials} == {None, *districts}
    assert {account.cafe_id for account in staff} == {cafe.id for cafe in eight}
    assert (len(officials), len(staff), len(people)) == (8, 8, len(DEMO_ACCOUNTS))
    assert loaded.get_one(District, people["jongno"].district_id).name == "종로구"
    assert all(account.demo and account.email_confirmed_at == NOW for account in people.values())


def test_they_sign_in_with_the_printed_password(people):
    assert password_matches(people["mom"].password_hash, PASSWORD)


def test_families_have_children_and_consents(loaded, people):
    def children(who):
        return len(loaded.scalars(select(Child).where(Child.family_id == people[who].family_id)).all())

    assert people["mom"].family_id == people["dad"].family_id != people["dad2"].family_id
    assert (children("mom"), children("dad2")) == (2, 1)
    consents = loaded.execute(select(Consent.account_id, Consent.kind)).all()
    assert sorted(consents) == sorted((people[who].id, "child_data") for who in ("mom", "dad", "dad2"))


@pytest.mark.parametrize("day", [NOW, NOW.replace(month=1, day=1), NOW.replace(year=2028, month=2, day=29)])
def test_their_children_fit_every_one_of_the_eight_cafes(loaded, day):
    load_demo(day)
    visit = day.date() + timedelta(days=28)
    book = policy_book(loaded)

    for cafe_id in loaded.scalars(select(Cafe.id).where(Cafe.code.in_(EIGHT))):
        for child in loaded.scalars(select(Child)):
            assert age_refusal(child.birth_date, visit, book.on(cafe_id, visit)) is None


def test_loading_them_twice_changes_nothing(loaded, rows):
    assert load_demo(NOW) == len(DEMO_ACCOUNTS)
    before = rows()

    assert load_demo(NOW + timedelta(days=1)) == 0
    assert rows() == before


def test_an_address_that_is_there_is_left_alone(loaded, rows, people):
    people["mom"].name = "김다른"
    people["mom"].blocked_at = NOW
    loaded.commit()
    before = rows()

    assert load_demo(NOW) == 0
    assert rows() == before


def test_a_guardian_who_is_missing_joins_the_family_that_is_there(loaded, people):
    family_id = people["dad"].family_id
    loaded.execute(Consent.__table__.delete().where(Consent.account_id == people["dad"].id))
    loaded.delete(people["dad"])
    loaded.commit()

    assert load_demo(NOW) == 1
    assert loaded.scalars(select(Account.family_id).where(Account.email.startswith("dad@"))).one() == family_id
    assert len(loaded.scalars(select(Child).where(Child.family_id == family_id)).all()) == 2


def test_without_places_nobody_is_added(context, rows):
    with pytest.raises(PlacesMissing):
        load_demo(NOW)
    assert not any(rows().values())


def test_the_printed_table_names_everybody_in_columns():
    lines = table().splitlines()[1:]

    assert len(lines) == len(DEMO_ACCOUNTS)
    assert len({line.index(PASSWORD) for line in lines}) == 1


def test_every_demo_place_is_one_of_the_eight():
    eight = [cafe for cafe in places().cafes if cafe.code in EIGHT]

    assert {a.cafe_code for a in DEMO_ACCOUNTS if a.cafe_code} == {cafe.code for cafe in eight}
    assert {a.district for a in DEMO_ACCOUNTS if a.district} == {cafe.district for cafe in eight}
