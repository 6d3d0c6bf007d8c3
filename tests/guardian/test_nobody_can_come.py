"""A slot for which no child of the family will do: the way on stands there at once."""

import gzip

import pytest

from booking.actions.reserve import reserve
from booking.db import transaction
from tests.guardian.test_reserving import FORM
from tests.support.morning import Statements, text_of
from tests.world import NOW, TUESDAY, a_slot, state

OFFER = "이 자리는 어때요?"
NOTHING = "함께 갈 수 있는 가까운 자리를 찾지 못했어요"


@pytest.fixture
def slot_id(world, within):
    """A slot of a café whose band fits nobody of the family."""

    def write():
        band = {"basis": "year_age", "min": 0, "max": 1}
        with transaction() as session:
            state(session, "ages", band, cafe_id=world.hyehwa)

    within(write)
    return within(a_slot, world.hyehwa)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def test_the_page_offers_at_once_what_would_do_for_all_refused_children(app, world, within, slot_id, mom):
    roomy = within(a_slot, world.myeonmok, number=2)
    tight = within(a_slot, world.myeonmok, number=3, capacity_=1)

    with Statements(app) as statements:
        answer = mom.get(f"/slots/{slot_id}")

    text = text_of(answer)
    assert "올 수 있는 아이가 없어요" in text
    assert text.index(OFFER) < text.index("누가 오나요?")
    assert text.count(OFFER) == 1
    assert f'href="/slots/{roomy}?child={world.jia}&amp;child={world.minjun}"' in text
    assert f'href="/slots/{tight}' not in text
    assert ">예약하기<" not in text
    assert len(statements.seen) <= 13, statements.seen
    assert len(gzip.compress(answer.data)) <= 30 * 1024


def test_pressing_without_a_child_answers_with_the_same_offer(world, within, slot_id, mom):
    roomy = within(a_slot, world.myeonmok, number=2)

    answer = mom.post(f"/slots/{slot_id}/reservations", data=FORM)

    text = text_of(answer)
    assert answer.status_code == 422
    assert text.count(OFFER) == 1
    assert f'href="/slots/{roomy}?child={world.jia}' in text


def test_a_child_that_comes_already_is_not_looked_for(world, within, mom):
    slot_id = within(a_slot, world.hyehwa)
    other = within(a_slot, world.hyehwa, day=TUESDAY.replace(day=25))
    within(a_slot, world.hyehwa, number=2)
    afternoon = within(a_slot, world.myeonmok, number=2)
    within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="a", now=NOW)
    within(reserve, afternoon, actor=world.mom, child_ids=[world.minjun], adults=1, request_id="b", now=NOW)

    text = text_of(mom.get(f"/slots/{slot_id}"))

    assert f'href="/slots/{other}?child={world.minjun}"' in text


def test_without_any_alternative_the_page_says_so_and_leads_to_the_search(slot_id, mom):
    for answer in (mom.get(f"/slots/{slot_id}"), mom.post(f"/slots/{slot_id}/reservations", data=FORM)):
        text = text_of(answer)
        assert text.count(NOTHING) == 1
        assert 'href="/slots">다른 날짜와 카페에서 자리 찾기' in text


def test_a_full_slot_without_any_alternative_says_so_to_a_visitor_too(app, world, within):
    full = within(a_slot, world.hyehwa, capacity_=0)

    text = text_of(app.test_client().get(f"/slots/{full}"))

    assert NOTHING in text
    assert "아래 자리는 어때요" not in text


def test_everybody_sees_the_fee(app, world, within):
    slot_id = within(a_slot, world.hyehwa)

    assert "아이 2,000원 · 보호자 1,000원" in text_of(app.test_client().get(f"/slots/{slot_id}"))
