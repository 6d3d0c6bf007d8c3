"""What pgbench is given is what reserving writes: heard from the service, told apart by name."""

from datetime import UTC, datetime

import pytest

from bench.writes import DIFFERS, Listening, told_apart
from booking.actions.reserve import reserve
from booking.db import db
from tests.world import NOW, a_slot, a_world


def test_what_stays_is_written_out_and_what_differs_is_a_variable():
    values = {"a_slot_id_0": 7, "a_at_0": datetime(2026, 1, 2, 3, tzinfo=UTC), "a_word_0": "it's", "a_gone_0": None}
    sent = "INSERT INTO a SELECT %(a_slot_id_0)s::INTEGER, %(a_at_0)s, %(a_word_0)s, %(a_gone_0)s WHERE 3 %% 2 = 1"

    found = told_apart(sent, values)

    assert found.differs == {"a_slot_id_0": "slot"}
    assert found.script() == (
        "INSERT INTO a SELECT :a_slot::INTEGER, to_timestamp(1767322800.0), 'it''s', NULL WHERE 3 % 2 = 1"
    ).replace(":a_slot", ":slot")
    assert found.values(slot=9)["a_slot_id_0"] == 9


@pytest.fixture
def heard(context):
    """What one reservation wrote."""
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    with Listening() as listening:
        reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="00000000-1", now=NOW)
    db.session.remove()
    return world, slot_id, listening


# SQLite knows no such statement, and no pgbench.
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@on_postgresql
def test_reserving_writes_in_one_statement_whose_own_values_are_known_by_name(heard):
    *_, listening = heard

    assert set(listening.only.differs.values()) == set(DIFFERS)


@on_postgresql
def test_the_statement_with_other_values_makes_another_reservation(heard):
    world, slot_id, listening = heard
    stranger, child_id = world.stranger, world.stranger_child
    who = {"family": stranger.family_id, "account": stranger.account_id, "child": child_id}
    values = listening.only.values(slot=slot_id, writes=0, number=5, **who)

    with db.engine.connect() as connection:
        done = connection.exec_driver_sql(listening.only.statement, values).one()
        found = connection.exec_driver_sql("SELECT family_id, code FROM reservation WHERE request_id = '5'").one()

    assert None not in tuple(done)
    assert tuple(found) == (stranger.family_id, "5")


@on_postgresql
def test_writes_in_more_than_one_statement_are_not_taken_for_the_transaction(heard):
    *_, listening = heard
    listening.heard.append(listening.heard[0])

    with pytest.raises(RuntimeError, match="one statement"):
        _ = listening.only
