"""Each check finds what it is for: one true history, and what somebody might have done to it."""

import hashlib
from dataclasses import replace
from types import SimpleNamespace

import pytest

from .check_counters import check_children, check_counters
from .check_door import check_door, check_walk_ins
from .check_notices import check_all_told, check_mails, check_outbox
from .check_promises import check_cancels, check_orders, check_reservations
from .journal import Act, Answer
from .rows import Rows

GUARD = "CHECK (taken >= 0 AND taken <= capacity)"


def row(**values):
    return SimpleNamespace(**values)


def a_slot(slot_id, hours, taken):
    times = {"starts_at": f"2026-12-01 {hours[0]}", "ends_at": f"2026-12-01 {hours[1]}", "date": "2026-12-01"}
    return row(id=slot_id, taken=taken, capacity=2, closed_at=None, cafe_id=1, **times)


def a_visit(visit_id, reservation_id, slot_id, child_id, state, cause=None, source="online"):
    return row(
        id=visit_id,
        reservation_id=reservation_id,
        slot_id=slot_id,
        child_id=child_id,
        state=state,
        cancel_cause=cause,
        child=f"아이{child_id}",
        source=source,
    )


def a_line(number, slot_id, reservation_id, taken, capacity, cause):
    changes = {"taken_change": taken, "capacity_change": capacity, "cause": cause, "transaction_id": number}
    return row(id=number, slot_id=slot_id, reservation_id=reservation_id, **changes)


def a_reservation(number, slot_id, family_id, content, source="online"):
    hashed = hashlib.sha256(content.encode()).hexdigest()
    who = {"family_id": family_id, "email": f"{family_id}@example.kr", "account_id": family_id}
    return row(id=number, slot_id=slot_id, adults=1, source=source, request_id=f"r{number}", request_hash=hashed, **who)


def a_notice(number, kind, subject, state="sent"):
    return row(id=number, kind=kind, subject_id=subject, state=state, skip_reason=None)


@pytest.fixture
def rows():
    """Family 1 comes with child 11 and was checked in; family 2 cancelled child 12; family 3 walked in with child 13."""
    return Rows(
        slots=[a_slot(1, ("13:00", "15:00"), 2), a_slot(2, ("14:30", "16:00"), 0)],
        reservations=[
            a_reservation(1, 1, 1, "1|11|1"),
            a_reservation(2, 1, 2, "1|12|1"),
            a_reservation(3, 1, 3, "", "walk_in"),
        ],
        visits=[
            a_visit(1, 1, 1, 11, "checked_in"),
            a_visit(2, 2, 1, 12, "cancelled", "guardian"),
            a_visit(3, 3, 1, 13, "checked_in", source="walk_in"),
        ],
        log=[row(id=1, verb="check_in", subject_kind="visit", subject_id=1, reason=None, detail=None)],
        notices=[a_notice(1, "reserved", 1), a_notice(2, "reserved", 2), a_notice(3, "cancelled", 2)],
        orders=[row(kind="capacity", reason="시험 1")],
        ledger=[
            a_line(1, 1, None, 0, 2, "open"),
            a_line(2, 2, None, 0, 2, "open"),
            a_line(3, 1, 1, 1, 0, "reserve"),
            a_line(4, 1, 2, 1, 0, "reserve"),
            a_line(5, 1, 2, -1, 0, "cancel"),
            a_line(6, 1, 3, 1, 0, "walk_in"),
        ],
        guards=GUARD,
    )


def an_act(number, who, verb, answers, **content):
    return Act(number, who, verb, content, list(answers))


def done(location):
    return Answer(303, location)


LOST, REFUSED = Answer(None), Answer(422)


@pytest.fixture
def acts():
    wish = {"slot": 1, "adults": 1}
    return [
        an_act(1, "family 1", "reserve", [done("/reservations/1")], family=1, request_id="r1", children=[11], **wish),
        an_act(2, "family 2", "reserve", [LOST, done("/reservations/2")], family=2, request_id="r2", children=[12], **wish),
        an_act(3, "family 4", "reserve", [LOST, REFUSED], family=4, request_id="r9", children=[14], **wish),
        an_act(4, "family 2", "cancel", [done("/reservations/2")], reservation=2, visits=[2]),
        an_act(5, "staff", "check_in", [LOST, done("/staff/slots/1#party-1")], reservation=1, visits=[1]),
        an_act(6, "staff", "walk_in", [done("/staff/slots/1#party-3")], slot=1, request_id="r3", names=["아이13"]),
        an_act(7, "official", "capacity", [done("/x")], slot=1, places=2, choice="shrink", reason="시험 1"),
    ]


COPIES = {1: 1, 2: 2, 3: 1}
READERS = {1: {("1@example.kr", "1")}, 2: {("2@example.kr", "2")}, 3: {("2@example.kr", "2")}}


def found(acts, rows, copies=COPIES, readers=READERS):
    parts = (check_reservations, check_cancels, check_orders, check_door, check_walk_ins)
    violations = [violation for part in parts for violation in part(acts, rows)]
    violations += [*check_counters(rows), *check_children(rows), *check_outbox(rows)]
    return [v.what for v in [*violations, *check_mails(rows, copies, readers), *check_all_told(rows, copies)]]


def without(rows, name, row_id):
    return replace(rows, **{name: [one for one in getattr(rows, name) if one.id != row_id]})


def changed(rows, name, row_id, **values):
    changes = [row(**(vars(one) | values)) if one.id == row_id else one for one in getattr(rows, name)]
    return replace(rows, **{name: changes})


def test_a_true_history_is_true(acts, rows):
    assert found(acts, rows) == []


BROKEN = {
    "a promise lost": lambda acts, rows: (acts, without(rows, "reservations", 1), "is not there"),
    "nobody asked": lambda acts, rows: (acts[1:], rows, "nobody asked for it"),
    "told no, is there": lambda acts, rows: (
        [replace(acts[0], answers=[REFUSED]), *acts[1:]], rows, "told that it is not reserved"
    ),
    "two for one": lambda acts, rows: (
        [replace(acts[0], answers=[*acts[0].answers, done("/reservations/2")]), *acts[1:]], rows, "one request was answered"
    ),
    "another child": lambda acts, rows: (acts, changed(rows, "visits", 1, child_id=15), "asked for slot"),
    "never answered": lambda acts, rows: ([replace(acts[0], answers=[LOST]), *acts[1:]], rows, "never got a definite"),
    "a cancel lost": lambda acts, rows: (acts, changed(rows, "visits", 2, state="reserved", cancel_cause=None), "are not"),
    "cancelled unasked": lambda acts, rows: ([*acts[:3], *acts[4:]], rows, "its family never asked"),
    "a check-in lost": lambda acts, rows: (
        acts, changed(without(rows, "log", 1), "visits", 1, state="reserved"), "the log does not know it"
    ),
    "a check-in unasked": lambda acts, rows: ([*acts[:4], *acts[5:]], rows, "staff were told nothing"),
    "a visit beside its log": lambda acts, rows: (acts, changed(rows, "visits", 1, state="checked_out"), "the log leads to"),
    "a walk-in lost": lambda acts, rows: (acts, without(rows, "reservations", 3), "1 times told done, 0 are there"),
    "a walk-in unasked": lambda acts, rows: ([*acts[:5], *acts[6:]], rows, "that nobody took in"),
    "an order lost": lambda acts, rows: (acts, replace(rows, orders=[]), "is there 0 times"),
    "an order unasked": lambda acts, rows: (acts[:-1], rows, "that nobody gave"),
    "cut without an order": lambda acts, rows: (acts, changed(rows, "visits", 2, cancel_cause="capacity"), "no order"),
    "a counter off": lambda acts, rows: (acts, changed(rows, "slots", 1, taken=1), "taken 1, live visits 2, ledger 2"),
    "too many once": lambda acts, rows: (
        acts, replace(rows, ledger=[*rows.ledger[:4], rows.ledger[5], rows.ledger[4]]), "3 taken of 2"
    ),
    "closed and reserved": lambda acts, rows: (
        acts, changed(changed(rows, "visits", 3, state="reserved"), "slots", 1, closed_at="x"), "is closed"
    ),
    "no guard": lambda acts, rows: (acts, replace(rows, guards=""), "has no CHECK"),
    "twice in a slot": lambda acts, rows: (acts, changed(rows, "visits", 3, child_id=11), "is twice in slot"),
    "in two places": lambda acts, rows: (acts, changed(rows, "visits", 3, child_id=11, slot_id=2), "at the same time"),
    "a notice lost": lambda acts, rows: (acts, without(rows, "notices", 3), "is lost"),
    "a notice too many": lambda acts, rows: (
        acts, replace(rows, notices=[*rows.notices, a_notice(4, "cancelled", 1)]), "did not happen"
    ),
    "never sent": lambda acts, rows: (acts, changed(rows, "notices", 1, state="due"), "was never sent"),
    "given up": lambda acts, rows: (acts, changed(rows, "notices", 1, state="failed"), "was given up"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_promise_is_found(acts, rows, what):
    acts, rows, said = BROKEN[what](acts, rows)

    assert any(said in line for line in found(acts, rows)), found(acts, rows)


@pytest.mark.parametrize(
    ("copies", "readers", "said"),
    [
        ({2: 1, 3: 1}, {2: READERS[2], 3: READERS[3]}, "no mail came"),
        (COPIES, READERS | {1: {("2@example.kr", "1")}}, "went to"),
        (COPIES | {9: 1}, READERS | {9: {("1@example.kr", "1")}}, "which is not there"),
    ],
    ids=["sent, and no mail came", "to somebody else", "of no notice"],
)
def test_what_readers_got_is_checked(acts, rows, copies, readers, said):
    assert any(said in line for line in found(acts, rows, copies, readers))
