"""However long the line, a family's place is looked up, and a second's turns are found by their numbers."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from booking.actions.advance_line import advance_line
from booking.actions.join_line import join_line
from booking.actions.purge_rows import LINES_DAYS, purge_rows
from booking.actions.reserve import reserve
from booking.config import Keeping
from booking.db import db, transaction
from booking.forgetting import forget_family
from booking.models import Line
from booking.queries import line as queries
from booking.rules.refusals import Refused
from tests.line_of_families import an_open_line, joins
from tests.support.plans import heard, read_whole, undone, without
from tests.world import NOW, a_slot, a_world, guardians

LATER = NOW + timedelta(seconds=2)


def asks(world, slot_id):
    with suppress(Refused):
        reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=LATER)


def purges():
    with transaction() as session:
        session.execute(update(Line).values(closed_at=LATER, is_open=None))
    purge_rows(Keeping(), now=LATER + timedelta(days=LINES_DAYS + 1))


ACTS = {
    "looking": lambda world, slot_id: queries.line_now(),
    "the own place": lambda world, slot_id: queries.my_ticket(queries.line_now(), world.mom),
    "a ticket's place": lambda world, slot_id: queries.ticket_of(1),
    "joining": lambda world, slot_id: join_line(actor=world.stranger, now=LATER),
    "reserving": asks,
    "moving up": lambda world, slot_id: advance_line(0, 0, now=LATER),
    "purging": lambda world, slot_id: purges(),
    "leaving": lambda world, slot_id: forget_family(db.session(), world.mom.family_id),
}


@pytest.fixture
def statements(context, request):
    """The statements of an act in a line."""
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    an_open_line(world)
    for actor in (world.mom, *(actor for actor, _ in guardians(3))):
        joins(actor)
    with heard(db.engine) as found:
        ACTS[request.param](world, slot_id)
    db.session.rollback()
    return [one for one in found if "line_ticket" in one.text]


def whole(statements, index: str | None = None) -> set[str]:
    with undone(db.engine) as connection:
        if index is not None:
            without(connection, index)
        return set().union(*(read_whole(connection, one) for one in statements)) & {"line_ticket"}


@pytest.mark.parametrize("statements", [act for act in ACTS if act != "looking"], indirect=True)
def test_no_act_reads_all_tickets(statements):
    assert statements
    assert whole(statements) == set()


@pytest.mark.parametrize("statements", ["looking"], indirect=True)
def test_looking_reads_no_ticket(statements):
    assert statements == []


# PostgreSQL would walk another index for it.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statements", ["leaving"], indirect=True)
def test_a_dropped_index_is_noticed(statements):
    assert whole(statements, "ix_line_ticket_family_id") == {"line_ticket"}
