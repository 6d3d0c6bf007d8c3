"""Two requests with one idempotency key at the same moment: one thing is done, and both get its answer."""

from datetime import date

from sqlalchemy import func, select

from booking.actions.add_child import add_child
from booking.actions.answer_once import answer_once
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Account, Answer, Child, Reservation
from booking.tokens import add_token
from tests.world import NOW, a_slot, a_world, taken


def _count(table) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _adding(actor, *, content="same", key="one-key-of-many"):
    """A request that adds a child and answers with its id; the action alone would add it as often as it is asked."""

    def act():
        child_id = add_child(actor=actor, name=f"아이{_count_children(actor)}", birth_date=date(2022, 1, 1), now=NOW)
        return 201, str(child_id)

    return lambda: answer_once(actor=actor, key=key, content=content, now=NOW, act=act)


def _count_children(actor) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).where(Child.family_id == actor.family_id)) or 0


def test_eight_equal_requests_at_once_do_one_thing_and_get_one_answer(race):
    mom = a_world().mom
    before = _count_children(mom)

    answers = race([_adding(mom)] * 8)

    assert len({(answer.status, answer.body) for answer in answers}) == 1
    assert sorted(answer.again for answer in answers) == [False] + [True] * 7
    assert _count_children(mom) == before + 1
    assert _count(Answer) == 1


def test_two_different_requests_with_one_key_at_once_one_is_done_and_one_refused(race):
    mom = a_world().mom
    before = _count_children(mom)

    answers = race([_adding(mom, content="one"), _adding(mom, content="other")])

    assert "request_id_reused" in answers
    assert _count_children(mom) == before + 1


def test_a_refused_request_keeps_nothing_so_another_try_is_free(race):
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)

    def request(actor, child_id):
        def act():
            return 201, str(
                reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id=f"r{child_id}", now=NOW)
            )

        return lambda: answer_once(actor=actor, key="the-last-place", content="c", now=NOW, act=act)

    answers = race([request(world.mom, world.jia), request(world.stranger, world.stranger_child)])

    assert answers.count("slot_full") == 1
    assert (taken(slot_id), _count(Reservation), _count(Answer)) == (1, 1, 1)


def test_one_key_makes_one_token_however_often_it_is_asked_at_once(race):
    mom = a_world().mom

    def make():
        with transaction() as session:
            account = session.get_one(Account, mom.account_id, with_for_update={"key_share": True})
            return add_token(session, account, name="앱", days=30, key="a-key-of-it", secret_key="s" * 32, now=NOW)

    made = race([make] * 4)

    assert len({(one.secret, one.token_id) for one in made}) == 1
    assert sorted(one.again for one in made) == [False, True, True, True]
