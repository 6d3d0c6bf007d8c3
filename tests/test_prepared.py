"""Statements that are sent again past SQLAlchemy: what comes back is what SQLAlchemy would say."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, insert, literal_column, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bench.statements import statements
from booking.db import db, reading, table, transaction
from booking.facts import _FAMILY_FACTS, _RESERVING
from booking.line import stands_values
from booking.models import Account, District, Slot
from booking.prepared import Prepared, numbered_values
from booking.queries.sign_ins import _OF_COOKIE
from booking.queries.slots import _PAGE
from booking.rules.times import SEOUL
from tests.world import NOW, a_slot, a_world

SLOT = table(Slot)
OF_SLOT = select(SLOT, (SLOT.c.closed_at.is_(None)).label("open"), SLOT.c.id).where(
    SLOT.c.id == bindparam("slot_id"), SLOT.c.starts_at > bindparam("after"), SLOT.c.date >= bindparam("since")
)
SINCE = {"after": datetime(2020, 1, 1, tzinfo=UTC), "since": date(2020, 1, 1)}


def again(prepared, values):
    """The answer of the second time, which is not SQLAlchemy's."""
    prepared.all(reading(), values)
    return prepared.all(reading(), values)


def test_the_second_answer_has_the_values_types_and_names_of_the_first(context):
    values = SINCE | {"slot_id": a_slot(a_world().hyehwa)}

    (row,) = again(Prepared(OF_SLOT), values)

    (expected,) = reading().execute(OF_SLOT, values).all()
    assert row == expected
    assert [type(value) for value in row] == [type(value) for value in expected]
    assert (row.starts_at.tzinfo, row.open) == (UTC, True)
    assert row.id == expected[0]


def test_other_values_are_others_and_what_is_not_asked_for_is_left_out(context):
    world = a_world()
    one, other = a_slot(world.hyehwa), a_slot(world.myeonmok)
    prepared = Prepared(OF_SLOT)

    again(prepared, SINCE | {"slot_id": one})

    assert prepared.first(reading(), SINCE | {"slot_id": other, "unknown": 1}).id == other
    assert prepared.first(reading(), SINCE | {"slot_id": -1}) is None


@pytest.mark.parametrize("prepared", [_RESERVING, _PAGE, _FAMILY_FACTS, _OF_COOKIE], ids=["form", "page", "family", "who"])
def test_the_statements_of_a_rush_say_the_same_both_times(context, prepared):
    world = a_world()
    family_id = reading().scalar(select(Account.family_id).where(Account.family_id.is_not(None)).limit(1))
    values = {"slot_id": a_slot(world.hyehwa), "family_id": family_id, "since": date(2020, 1, 1), "request_id": "r"}
    values |= stands_values(NOW) | {"secret_hash": "nobody's"}

    rows = again(prepared, values)

    names = prepared._statement.compile().params
    expected = reading().execute(prepared._statement, {name: values[name] for name in names if name in values}).all()
    assert rows == expected


def test_values_go_as_the_columns_have_them(context):
    slot_id = a_slot(a_world().hyehwa)
    begins = reading().scalar(select(SLOT.c.starts_at).where(SLOT.c.id == slot_id))
    then = Prepared(select(SLOT.c.id).where(SLOT.c.starts_at == bindparam("at")))

    assert [row.id for row in again(then, {"at": begins.astimezone(SEOUL)})] == [slot_id]


def test_a_value_that_stands_twice_a_per_cent_sign(context):
    twice = Prepared(
        select(
            (bindparam("n", type_=SLOT.c.id.type) + bindparam("n", type_=SLOT.c.id.type)).label("sum"),
            literal_column("'100 %'").label("text"),
        )
    )
    assert tuple(again(twice, {"n": 21})[0]) == (42, "100 %")


def test_values_get_numbers_in_the_order_in_which_they_are_first_named():
    assert numbered_values("a = %(x)s AND b = %(y_1)s OR c LIKE '%%' AND %(x)s") == (
        "a = $1 AND b = $2 OR c LIKE '%' AND $1",
        ["x", "y_1"],
    )


def test_an_error_is_the_one_that_sqlalchemy_says_and_the_transaction_can_be_left(context):
    a_world()
    name = reading().scalar(select(District.name).limit(1))
    added = Prepared(
        insert(table(District)).values(id=bindparam("code"), name=bindparam("district")).returning(table(District).c.id)
    )
    with transaction() as session:
        assert added.first(session, {"code": 1, "district": "처음 구"}).id
    with pytest.raises(IntegrityError), transaction() as session:
        added.first(session, {"code": 2, "district": name})

    assert reading().scalar(select(District.name).where(District.name == name)) == name


def test_a_lost_connection_leaves_the_pool_with_all_of_its_age(context):
    if reading().get_bind().dialect.name != "postgresql":
        _a_lost_file()
        return
    prepared = Prepared(select(text("pg_backend_pid()")))
    ours = again(prepared, {})[0][0]
    with db.engine.connect() as other, db.engine.connect() as killer:
        old = other.scalar(text("SELECT pg_backend_pid()"))
        killer.execute(
            text("SELECT pg_terminate_backend(pid) FROM (VALUES (:a), (:b)) AS of_both (pid)"), {"a": ours, "b": old}
        )

    with pytest.raises(OperationalError) as error:
        prepared.all(reading(), {})

    assert error.value.connection_invalidated
    db.session.rollback()
    assert prepared.first(reading(), {})[0] not in (ours, old)


def _a_lost_file():
    """SQLite has no server to lose; its driver's error is SQLAlchemy's all the same."""
    prepared = Prepared(select(SLOT.c.id).where(SLOT.c.id == bindparam("slot_id")))
    again(prepared, {"slot_id": 1})
    reading().connection().connection.driver_connection.close()
    with pytest.raises(DBAPIError):
        prepared.all(reading(), {"slot_id": 1})
    db.session.rollback()


def test_whoever_counts_statements_hears_of_it(context, app):
    prepared = Prepared(select(SLOT.c.id).where(SLOT.c.id == bindparam("slot_id")))
    again(prepared, {"slot_id": 1})

    with statements(app) as seen:
        again(prepared, {"slot_id": 1})

    assert len(seen) == 2
