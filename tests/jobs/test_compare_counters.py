"""The comparison finds every slot whose counters, ledger and visits differ, tells it, and repairs nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Ledger, LogEntry, Slot, Visit
from jobs import compare_counters
from tests.world import NOW, a_slot, a_world, taken

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def slot_id():
    world = a_world()
    a_slot(world.myeonmok)
    slot_id = a_slot(world.hyehwa)
    reserve(slot_id, actor=world.mom, child_ids=[world.jia, world.minjun], adults=1, request_id="r", now=NOW)
    return slot_id


def spoil(statement):
    with transaction() as session:
        session.execute(statement)


def logged():
    with transaction() as session:
        rows = select(LogEntry.subject_id, LogEntry.detail).where(LogEntry.verb == "counters_differ").order_by(LogEntry.id)
        return [tuple(row) for row in session.execute(rows)]


def test_accounts_that_agree_are_not_mentioned(slot_id, caplog):
    assert compare_counters.run(NOW) == 0
    assert caplog.messages == []
    assert logged() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (update(Slot).values(taken=1).where(Slot.taken == 2), "taken 1, ledger 2, live visits 2; capacity 20, ledger 20"),
        (
            update(Slot).values(capacity=19).where(Slot.taken == 2),
            "taken 2, ledger 2, live visits 2; capacity 19, ledger 20",
        ),
        (
            update(Ledger).values(taken_change=1).where(Ledger.cause == "reserve"),
            "taken 2, ledger 1, live visits 2; capacity 20, ledger 20",
        ),
        (
            update(Visit).values(state="no_show", no_show_at=NOW).where(Visit.id == 1),
            "taken 2, ledger 2, live visits 1; capacity 20, ledger 20",
        ),
    ],
    ids=["taken", "capacity", "ledger", "visit"],
)
def test_a_difference_is_counted_told_and_logged_but_not_repaired(slot_id, statement, said, caplog):
    spoil(statement)
    before = taken(slot_id)

    assert compare_counters.run(NOW) == 1

    assert caplog.messages == [f"compare_counters: slot {slot_id}: {said}"]
    assert logged() == [(slot_id, f"slot {slot_id}: {said}")]
    assert taken(slot_id) == before


def test_a_doubled_run_logs_once_and_the_next_night_again(slot_id):
    spoil(update(Slot).values(taken=1).where(Slot.taken == 2))

    compare_counters.run(NOW)
    compare_counters.run(NOW + timedelta(minutes=1))
    assert len(logged()) == 1

    compare_counters.run(NOW + timedelta(days=1))
    assert len(logged()) == 2
