"""What must hold after any rush, asked in plain SQL, apart from the service's own comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Date, bindparam, text

LIVE = "visit.state IN ('reserved', 'checked_in', 'checked_out')"


@dataclass(frozen=True)
class Before:
    """What was there before: reservations up to this id, and slots of the days before this one. In a place with a past of
    millions only what the bench made is looked through."""

    reservation_id: int = 0
    first_day: date = date.min


ALL_IS_NEW = Before()

# ruff: noqa: S608 (the only text put in is the constant above)
QUESTIONS = {
    "a slot has more taken than its capacity": """
        SELECT id FROM slot WHERE slot.date >= :first_day AND (taken > capacity OR taken < 0)""",
    "a slot's counter differs from its live visits": f"""
        SELECT slot.id FROM slot LEFT JOIN visit ON visit.slot_id = slot.id AND {LIVE}
        WHERE slot.date >= :first_day GROUP BY slot.id, slot.taken HAVING slot.taken <> count(visit.id)""",
    "a slot's counters differ from its ledger": """
        SELECT slot.id FROM slot LEFT JOIN ledger ON ledger.slot_id = slot.id
        WHERE slot.date >= :first_day GROUP BY slot.id, slot.taken, slot.capacity
        HAVING slot.taken <> coalesce(sum(ledger.taken_change), 0)
            OR slot.capacity <> coalesce(sum(ledger.capacity_change), 0)""",
    "a request made two reservations": """
        SELECT family_id FROM reservation WHERE id > :reservation_id GROUP BY family_id, request_id HAVING count(*) > 1""",
    "a child comes twice on one day": f"""
        SELECT visit.child_id FROM visit JOIN slot ON slot.id = visit.slot_id WHERE {LIVE}
        AND slot.date >= :first_day GROUP BY visit.child_id, slot.date HAVING count(*) > 1""",
    "a visit has another date than its slot": """
        SELECT visit.id FROM visit JOIN slot ON slot.id = visit.slot_id
        WHERE slot.date >= :first_day AND visit.date <> slot.date""",
    "a reservation has no visit": """
        SELECT id FROM reservation WHERE id > :reservation_id
        AND NOT EXISTS (SELECT 1 FROM visit WHERE visit.reservation_id = reservation.id)""",
    "a reservation has not exactly one confirmation in the outbox": """
        SELECT reservation.id FROM reservation
        LEFT JOIN notice ON notice.subject_id = reservation.id AND notice.kind = 'reserved'
        WHERE reservation.source = 'online' AND reservation.id > :reservation_id
        GROUP BY reservation.id HAVING count(notice.id) <> 1""",
}
"""Each finds what must not be: a sentence, and the statement that returns the offending rows."""


def violations(connection: Connection, answered: Mapping[int, str], before: Before = ALL_IS_NEW) -> list[str]:
    """A sentence for each thing that does not hold; none is what is wanted.

    ``answered`` are the reservations that somebody was told of: ``request_id`` by reservation id. Each must be in the
    database, and but for what was there ``before`` nothing else may be.
    """
    found = []
    for sentence, question in QUESTIONS.items():
        if rows := offending(connection, question, before):
            found.append(f"{sentence}: {_some(rows)}")
    rows_written = connection.execute(
        text("SELECT id, request_id FROM reservation WHERE id > :reservation_id"), {"reservation_id": before.reservation_id}
    )
    written: dict[int, str] = {row[0]: row[1] for row in rows_written}
    lost = [one for one, request_id in answered.items() if written.get(one) != request_id]
    unasked = [one for one in written if one not in answered]
    if lost:
        found.append(f"an answer 'reserved' is not in the database: {_some(lost)}")
    if unasked:
        found.append(f"a reservation that nobody was told of: {_some(unasked)}")
    return found


def offending(connection: Connection, question: str, before: Before = ALL_IS_NEW) -> list[int]:
    """The ids that one of :data:`QUESTIONS` finds."""
    asked = text(question)
    if ":first_day" in question:
        asked = asked.bindparams(bindparam("first_day", before.first_day, Date))
    else:
        asked = asked.bindparams(reservation_id=before.reservation_id)
    return [row[0] for row in connection.execute(asked)]


def _some(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:5])
    return f"{shown} … ({len(rows)})" if len(rows) > 5 else shown
