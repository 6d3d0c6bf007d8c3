"""The checker finds each planted difference, on both databases, and nothing where nothing is wrong."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bench.invariants import ALL_IS_NEW, Before, violations
from booking.actions.reserve import reserve
from booking.db import db
from tests.world import NOW, TUESDAY, a_slot, a_world

PLANTED = {
    "a slot's counter differs from its live visits": "UPDATE slot SET taken = taken - 1",
    "a slot's counters differ from its ledger": "UPDATE ledger SET taken_change = 0",
    "a child comes twice on one day": "UPDATE visit SET child_id = (SELECT min(child_id) FROM visit)",
    "a visit has another date than its slot": "UPDATE visit SET date = '2026-11-25'",
    "a reservation has no visit": "DELETE FROM visit",
    "a reservation has not exactly one confirmation in the outbox": "DELETE FROM notice WHERE kind = 'reserved'",
    "an answer 'reserved' is not in the database": "UPDATE reservation SET request_id = request_id || 'x'",
}
UNGUARDED = {
    # What a constraint forbids is planted after the constraint was taken away, in the same transaction.
    "a slot has more taken than its capacity": (
        "ALTER TABLE slot DROP CONSTRAINT ck_slot_taken_within_capacity",
        "UPDATE slot SET capacity = 0",
    ),
    "a request made two reservations": (
        "ALTER TABLE reservation DROP CONSTRAINT uq_reservation_family_id_request_id",
        "UPDATE reservation SET family_id = (SELECT min(family_id) FROM reservation), request_id = 'same'",
    ),
}


@pytest.fixture
def answered(context) -> dict[int, str]:
    """Two families in two slots of one day; what they were told."""
    world = a_world()
    told = {}
    for number, actor, child_id in ((1, world.mom, world.jia), (2, world.stranger, world.stranger_child)):
        slot_id = a_slot(world.hyehwa, day=TUESDAY, number=number)
        request_id = f"00000000-{number}"
        made = reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id=request_id, now=NOW)
        told[made] = request_id
    db.session.remove()
    return told


def found_after(answered: dict[int, str], *statements: str, before: Before = ALL_IS_NEW) -> list[str]:
    """The violations after these statements, which are rolled back."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("BEGIN")
        for statement in statements:
            connection.execute(text(statement))
        try:
            return violations(connection, answered, before)
        finally:
            connection.rollback()


def test_every_planted_difference_is_found(answered):
    assert found_after(answered) == []

    planted = {sentence: (statement,) for sentence, statement in PLANTED.items()}
    if db.engine.dialect.name == "postgresql":  # SQLite takes no constraint away
        planted |= UNGUARDED
    for sentence, statements in planted.items():
        found = found_after(answered, *statements)
        assert any(one.startswith(sentence) for one in found), (sentence, found)


def test_what_was_there_before_is_left_alone_and_what_came_after_is_not(answered):
    first, second = answered
    with db.engine.connect() as connection:
        assert violations(connection, {}, Before(second, TUESDAY + timedelta(days=1))) == []
        assert violations(connection, {second: answered[second]}, Before(first, TUESDAY)) == []

    for planted in ("UPDATE slot SET taken = 0", "DELETE FROM visit", "DELETE FROM notice"):
        after = Before(first, TUESDAY)
        assert found_after({second: answered[second]}, planted, before=after), planted
        past = Before(second, TUESDAY + timedelta(days=1))
        assert found_after({}, planted, before=past) == [], planted


def test_rows_and_answers_must_be_the_same(answered):
    first, second = answered

    assert found_after({first: answered[first]}) == [f"a reservation that nobody was told of: {second}"]
    assert found_after(answered | {999: "lost"}) == ["an answer 'reserved' is not in the database: 999"]
