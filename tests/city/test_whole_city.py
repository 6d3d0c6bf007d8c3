"""The invented city is one that the service could have made itself: its rules kept, its accounts of places agreeing."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from bench.invariants import QUESTIONS, offending
from booking import create_app
from booking.db import db
from booking.models import Account, Cafe, Child, Family, Ledger, Notice, Reservation, Slot, Visit
from booking.passwords import password_matches
from booking.policies import policy_book
from booking.queries.demo import has_demo_people
from booking.queries.differences import differences
from booking.rules.ages import age_refusal, door_band_refusal
from booking.rules.cancelling import cancel_refusal
from booking.rules.openings import opening
from booking.rules.times import seoul_date
from seed.accounts import PASSWORD
from seed.problems import Stop
from seed.whole_city.history import CODES, History, code_of
from seed.whole_city.wanted import Wanted, wanted
from tests.city.conftest import NOW, SMALL, at_noon, built, what_rests_on_tables
from tests.conftest import settings_for

TODAY = seoul_date(NOW)
TINY = Wanted(families=30, visits=100, days=5)
TABLES = (Family, Account, Child, Slot, Reservation, Visit, Ledger, Notice)


@pytest.fixture
def fresh(database_url, tmp_path):
    """An empty database at noon, with its context pushed."""
    app = create_app(at_noon(settings_for(database_url, tmp_path)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def sizes():
    return {model.__tablename__: count(model) for model in TABLES}


def test_it_has_the_numbers_that_were_asked_for(city):
    children = dict(db.session.execute(select(Child.family_id, func.count()).group_by(Child.family_id)).all())

    assert (count(Cafe), count(Family), count(Visit)) == (162, SMALL.families, SMALL.visits)
    assert set(children.values()) == {1, 2, 3}
    assert (count(Account, Account.role == "staff"), count(Account, Account.role == "admin")) == (162, 26)
    assert "이용 (visits) 20,000" in city.said


def test_slots_are_opened_for_the_past_days_and_four_weeks_ahead(city):
    first, last = db.session.execute(select(func.min(Slot.date), func.max(Slot.date))).one()

    assert (first, last) == (TODAY - timedelta(days=SMALL.days), TODAY + timedelta(days=28))
    assert count(Slot, Slot.date >= TODAY, Slot.taken > 0) == 0
    assert count(Slot, Slot.date >= TODAY) > 2_000


def test_counters_are_visits_are_ledger(city):
    assert differences() == []
    for sentence, question in QUESTIONS.items():
        assert offending(db.session.connection(), question) == [], sentence


def test_no_slot_ever_had_more_children_than_places(city):
    held = (
        select(Slot.id)
        .join(Visit, Visit.slot_id == Slot.id)
        .where(Visit.state != "cancelled")
        .group_by(Slot.id, Slot.capacity)
        .having(func.count() > Slot.capacity)
    )
    assert db.session.execute(held).first() is None


def test_visits_ended_in_every_way_and_most_of_them_well(city):
    states = Counter(db.session.scalars(select(Visit.state)))

    assert states.keys() == {"checked_out", "cancelled", "no_show"}
    assert states["checked_out"] > 0.8 * SMALL.visits > states["cancelled"] > states["no_show"] > 0


def test_everybody_reserved_as_the_rules_let_them(city):
    book = policy_book(db.session())
    rows = db.session.execute(
        select(Visit, Child, Slot, Reservation)
        .join(Child, Child.id == Visit.child_id)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Reservation, Reservation.id == Visit.reservation_id)
        .where(Visit.id % 7 == 0)
    ).all()
    assert len({slot.cafe_id for _, _, slot, _ in rows}) > 100
    for visit, child, slot, reservation in rows:
        policy = book.of_slot(slot)
        reserved = visit.reserved_at
        assert age_refusal(child.birth_date, slot.date, policy) is None
        assert door_band_refusal(child.birth_date, slot.date, policy) is None
        assert policy.operation.booking == "online"
        assert max(child.created_at, opening(slot.date, policy)) <= reserved < slot.starts_at
        assert reservation.account_id is not None
        assert child.family_id == reservation.family_id
        if visit.cancelled_at is not None:
            assert reserved < visit.cancelled_at
            assert cancel_refusal("reserved", slot.starts_at, policy, visit.cancelled_at) is None
        if visit.checked_in_at is not None:
            assert visit.checked_in_at < visit.checked_out_at <= slot.ends_at


def test_nobody_reserved_within_thirty_days_of_a_no_show(city):
    missed = defaultdict(set)
    for family_id, at in db.session.execute(
        select(Reservation.family_id, Visit.no_show_at).join(Visit.reservation).where(Visit.state == "no_show")
    ):
        missed[family_id].add(at)
    assert missed
    rows = db.session.execute(select(Reservation.family_id, Reservation.reserved_at)).all()
    assert not [1 for family_id, at in rows if any(no <= at < no + timedelta(days=30) for no in missed[family_id])]


def test_keys_checks_and_indexes_are_as_the_migrations_made_them(city):
    assert what_rests_on_tables() == city.before


def test_the_next_row_gets_the_next_id(city):
    with db.engine.connect() as connection:
        transaction = connection.begin()
        made = connection.execute(insert(Family).values(created_at=NOW).returning(Family.id)).scalar_one()
        transaction.rollback()
    assert made >= SMALL.families + 1


def test_its_people_sign_in_as_demo_people_do_and_production_refuses_them(city):
    person = db.session.scalars(select(Account).where(Account.email == "family1@city.kidscafe.example")).one()

    assert password_matches(person.password_hash, PASSWORD)
    assert has_demo_people()


def test_a_second_city_is_refused(city):
    before = sizes()

    with pytest.raises(Stop, match="빈 데이터베이스"):
        built(TINY)
    assert sizes() == before


def test_the_same_seed_makes_the_same_city_on_both_databases(templates, tmp_path):
    found = []
    for engine in ("sqlite", "postgresql"):
        folder = tmp_path / engine
        folder.mkdir()
        url = templates.fresh(engine, folder)
        app = create_app(at_noon(settings_for(url, folder)))
        with app.app_context():
            built(TINY)
            visits = select(Visit.child_id, Visit.state, Visit.reserved_at, Reservation.code, Slot.starts_at)
            rows = visits.join(Visit.reservation).join(Visit.slot).order_by(Visit.id)
            found.append([tuple(row) for row in db.session.execute(rows)])
            db.session.remove()
            db.engine.dispose()
        templates.give_back(url)

    assert found[0] == found[1]
    assert len(found[0]) == TINY.visits


def test_an_interrupted_build_leaves_nothing_and_may_begin_anew(fresh, monkeypatch):
    before = what_rests_on_tables()

    def interrupted(self, slot):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(History, "open", interrupted)
        with pytest.raises(Stop, match="nothing was kept"):
            built(TINY)

    assert set(sizes().values()) == {0}
    db.session.remove()
    assert what_rests_on_tables() == before
    built(TINY)
    assert count(Visit) == TINY.visits


def test_what_the_database_refuses_is_told_and_leaves_nothing(fresh, monkeypatch):
    monkeypatch.setattr("seed.whole_city.history.code_of", lambda number: "SAME")

    with pytest.raises(Stop, match="아무것도 넣지 않았습니다"):
        built(TINY)
    assert set(sizes().values()) == {0}


def test_in_production_people_have_no_password(templates, tmp_path):
    url = templates.fresh("sqlite", tmp_path)
    settings = at_noon(settings_for(url, tmp_path))
    app = create_app(settings)
    app.config["SETTINGS"] = settings.__class__(**{**vars(settings), "env": "production"})
    with app.app_context():
        with pytest.raises(Stop, match="--without-passwords"):
            built(TINY)
        built(wanted(["--families", "30", "--visits", "100", "--days", "5", "--without-passwords"]))

        assert count(Account) > 30
        assert count(Account, Account.password_hash.is_not(None)) == 0
        assert not has_demo_people()
        db.session.remove()
        db.engine.dispose()


def test_numbers_that_do_not_fit_are_refused_with_what_would_be_right(fresh):
    with pytest.raises(Stop, match=r"이용을 \d[\d,]*건까지"):
        built(Wanted(families=60_000, visits=500_000, days=10))
    with pytest.raises(Stop, match="--families"):
        built(Wanted(families=10, visits=1_000, days=10))
    with pytest.raises(Stop, match="--days"):
        built(Wanted(families=10, visits=10, days=9_999))
    assert set(sizes().values()) == {0}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--family", "3"], "--family는"),
        (["--families"], "지금 없음"),
        (["--families", "0"], "1부터"),
        (["--visits", "-3"], "0부터"),
        (["--days", "1e3"], "정수"),
        (["--seed", "٣"], "정수"),
    ],
)
def test_options_that_are_none_are_told(words, sentence):
    with pytest.raises(Stop, match=sentence):
        wanted(words)


def test_options_are_read_in_any_order():
    assert wanted(["--visits", "7", "--without-passwords", "--seed", "0"]) == Wanted(visits=7, passwords=False, seed=0)
    assert wanted([]) == Wanted(60_000, 2_000_000, 365)


def test_no_two_reservations_have_one_code():
    codes = {code_of(number) for number in range(1, 20_001)}

    assert len(codes) == 20_000
    assert all(len(code) == 8 for code in codes)
    assert code_of(CODES + 1) == code_of(1)


def test_it_is_the_day_of_the_clock(city):
    assert db.session.scalar(select(func.max(Slot.date)).where(Slot.board_opened_at.is_not(None))) == date(2026, 11, 27)
