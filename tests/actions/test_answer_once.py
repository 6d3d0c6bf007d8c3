"""What is kept of a program's request, and what is not."""

import pytest
from sqlalchemy import func, select, update

from booking.actions.answer_once import answer_once
from booking.actions.delete_account import delete_account
from booking.db import transaction
from booking.models import Account, Answer, Family
from booking.rules.refusals import NotThere
from tests.world import HERE, NOW, PASSWORD, a_world

pytestmark = pytest.mark.usefixtures("context")


def kept() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Answer)) or 0


def answered(actor, act=lambda: (201, '{"name":"지아"}'), key="a-key-of-it"):
    return answer_once(actor=actor, key=key, content="c", now=NOW, act=act)


def test_a_key_belongs_to_one_account():
    world = a_world()

    answers = [answered(actor) for actor in (world.mom, world.dad, world.mom)]

    assert [answer.again for answer in answers] == [False, False, True]
    assert kept() == 2


def test_what_broke_leaves_neither_the_work_nor_the_answer():
    world = a_world()

    def broken():
        with transaction() as session:
            session.add(Family(created_at=NOW))
        raise RuntimeError("in the middle")

    with transaction() as session:
        families = session.scalar(select(func.count()).select_from(Family))
    with pytest.raises(RuntimeError):
        answered(world.mom, broken)

    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Family)) == families
    assert kept() == 0
    assert answered(world.mom).again is False


def test_deleting_the_account_drops_its_answers():
    world = a_world()
    answered(world.stranger)
    answered(world.mom)

    delete_account(actor=world.stranger, password=PASSWORD, origin=HERE, now=NOW)

    assert kept() == 1


def test_who_was_deleted_while_waiting_gets_no_answer_that_is_kept():
    world = a_world()

    def meanwhile():
        gone = {"forgotten_at": NOW, "email": None}
        with transaction() as session:
            session.execute(update(Account).where(Account.id == world.mom.account_id).values(**gone))
        return 201, '{"name":"지아"}'

    with pytest.raises(NotThere):
        answered(world.mom, meanwhile)

    assert kept() == 0
