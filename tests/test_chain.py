from flask import current_app
from sqlalchemy import Integer, bindparam, func, select, update

from bench.statements import statements
from booking.chain import Addition, Change, run, values_of
from booking.db import reading, table, transaction
from booking.models import Ledger, Slot
from tests.world import NOW, a_slot, a_world

SLOT = table(Slot)
TAKEN = Change(
    "taken",
    update(SLOT)
    .where(SLOT.c.id == bindparam("slot_id"), SLOT.c.taken < bindparam("below", type_=Integer))
    .values(taken=SLOT.c.taken + 1),
)
CLOSED = Change(
    "closed",
    update(SLOT).where(SLOT.c.id == bindparam("other_id")).values(closed_at=NOW, closed_reason="공사"),
)
LINE = {"slot_id": 0, "taken_change": 1, "capacity_change": 0, "cause": "reserve", "at": NOW}


def noted(rows, *, about=()):
    return Addition("noted", Ledger, tuple(key for key in LINE if key not in dict(about)), rows, ids=about)


def values(slot_id, rows, **more):
    return more | {"slot_id": slot_id} | values_of("noted", [LINE | {"slot_id": slot_id}] * rows)


def now_of(slot_id):
    with transaction() as session:
        lines = session.scalar(select(func.count()).where(Ledger.slot_id == slot_id))
        return session.get_one(Slot, slot_id, populate_existing=True).taken, lines


def test_all_steps_are_done_and_tell_their_rows(context):
    slot_id = a_slot(a_world().hyehwa)
    before = now_of(slot_id)

    done = run(reading(), (TAKEN, noted(2)), values(slot_id, 2, below=5))

    assert done.keys() == {"taken", "noted"}
    assert done["taken"] == slot_id
    assert now_of(slot_id) == (before[0] + 1, before[1] + 2)


def test_a_step_that_changes_nothing_ends_it_and_what_was_before_it_stays(context):
    slot_id = a_slot(a_world().hyehwa)
    before = now_of(slot_id)

    done = run(reading(), (TAKEN, CLOSED, noted(1)), values(slot_id, 1, below=5, other_id=-1))

    assert done == {"taken": slot_id}
    assert now_of(slot_id) == (before[0] + 1, before[1])


def test_after_a_first_step_that_changes_nothing_nothing_is_done(context):
    slot_id = a_slot(a_world().hyehwa)
    before = now_of(slot_id)

    assert run(reading(), (TAKEN, noted(1)), values(slot_id, 1, below=0)) == {}
    assert now_of(slot_id) == before


def test_rows_hold_the_id_of_an_earlier_step(context):
    slot_id = a_slot(a_world().hyehwa)

    done = run(reading(), (TAKEN, noted(1, about=(("slot_id", "taken"),))), values(slot_id, 1, below=5))

    with transaction() as session:
        assert session.get_one(Ledger, done["noted"]).slot_id == slot_id


def test_in_a_transaction_it_goes_with_it(context):
    slot_id = a_slot(a_world().hyehwa)
    before = now_of(slot_id)

    class Broken(Exception):
        pass

    try:
        with transaction() as session:
            run(session, (TAKEN, noted(1)), values(slot_id, 1, below=5))
            raise Broken
    except Broken:
        pass

    assert now_of(slot_id) == before


def test_postgresql_is_sent_one_statement_and_no_begin(context):
    slot_id = a_slot(a_world().hyehwa)
    with statements(current_app) as seen:
        run(reading(), (TAKEN, noted(2)), values(slot_id, 2, below=5))

    many = 2 if reading().get_bind().dialect.name == "sqlite" else 1
    assert len(seen) == many
