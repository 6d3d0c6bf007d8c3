"""What must hold after any rush, asked in plain SQL, apart from the service's own comparison."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

LIVE = "visit.state IN ('reserved', 'checked_in', 'checked_out')"

# ruff: noqa: S608 (the only text put in is the constant above)
QUESTIONS = {
    "a slot has more taken than its capacity": "SELECT id FROM slot WHERE taken > capacity OR taken < 0",
    "a slot's counter differs from its live visits": f"""
        SELECT slot.id FROM slot LEFT JOIN visit ON visit.slot_id = slot.id AND {LIVE}
        GROUP BY slot.id, slot.taken HAVING slot.taken <> count(visit.id)""",
    "a slot's counters differ from its ledger": """
        SELECT slot.id FROM slot LEFT JOIN ledger ON ledger.slot_id = slot.id
        GROUP BY slot.id, slot.taken, slot.capacity
        HAVING slot.taken <> coalesce(sum(ledger.taken_change), 0)
            OR slot.capacity <> coalesce(sum(ledger.capacity_change), 0)""",
    "a request made two reservations": """
        SELECT family_id FROM reservation GROUP BY family_id, request_id HAVING count(*) > 1""",
    "a child comes twice on one day": f"""
        SELECT visit.child_id FROM visit JOIN slot ON slot.id = visit.slot_id WHERE {LIVE}
        GROUP BY visit.child_id, slot.date HAVING count(*) > 1""",
    "a reservation has no visit": """
        SELECT id FROM reservation WHERE NOT EXISTS (SELECT 1 FROM visit WHERE visit.reservation_id = reservation.id)""",
    "a reservation has not exactly one confirmation in the outbox": """
        SELECT reservation.id FROM reservation
        LEFT JOIN notice ON notice.subject_id = reservation.id AND notice.kind = 'reserved'
        WHERE reservation.source = 'online' GROUP BY reservation.id HAVING count(notice.id) <> 1""",
}
"""Each finds what must not be: a sentence, and the statement that returns the offending rows."""


def violations(connection: Connection, answered: Mapping[int, str]) -> list[str]:
    """A sentence for each thing that does not hold; none is what is wanted.

    ``answered`` are the reservations that somebody was told of: ``request_id`` by reservation id. Each must be in the
    database, and nothing else may be.
    """
    found = []
    for sentence, question in QUESTIONS.items():
        rows = [row[0] for row in connection.execute(text(question))]
        if rows:
            found.append(f"{sentence}: {_some(rows)}")
    rows_written = connection.execute(text("SELECT id, request_id FROM reservation"))
    written: dict[int, str] = {row[0]: row[1] for row in rows_written}
    lost = [one for one, request_id in answered.items() if written.get(one) != request_id]
    unasked = [one for one in written if one not in answered]
    if lost:
        found.append(f"an answer 'reserved' is not in the database: {_some(lost)}")
    if unasked:
        found.append(f"a reservation that nobody was told of: {_some(unasked)}")
    return found


def _some(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:5])
    return f"{shown} … ({len(rows)})" if len(rows) > 5 else shown
