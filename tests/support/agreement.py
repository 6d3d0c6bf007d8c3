"""Counters, live visits and ledger must tell the same: counted by plain SQL, apart from the service's own comparison."""

from sqlalchemy import text

from booking.db import transaction

DIFFERENCES = text(
    """
    SELECT slot.id, slot.taken, slot.capacity,
           (SELECT count(*) FROM visit WHERE visit.slot_id = slot.id
             AND visit.state IN ('reserved', 'checked_in', 'checked_out')) AS live,
           (SELECT coalesce(sum(taken_change), 0) FROM ledger WHERE ledger.slot_id = slot.id) AS ledger_taken,
           (SELECT coalesce(sum(capacity_change), 0) FROM ledger WHERE ledger.slot_id = slot.id) AS ledger_capacity
    FROM slot
    """
)


def assert_agreement() -> None:
    """Every slot's counter, its live visits and its ledger agree, and nothing is over capacity."""
    with transaction() as session:
        for slot_id, taken, capacity, live, ledger_taken, ledger_capacity in session.execute(DIFFERENCES):
            assert taken == live == ledger_taken, f"slot {slot_id}: {taken=} {live=} {ledger_taken=}"
            assert capacity == ledger_capacity, f"slot {slot_id}: {capacity=} {ledger_capacity=}"
            assert 0 <= taken <= capacity, f"slot {slot_id}: {taken=} {capacity=}"
