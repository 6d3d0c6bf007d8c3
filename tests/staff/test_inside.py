"""Who is inside now: in, not out, the slot not over for ten minutes, over the whole café."""

import re

import pytest

from booking.actions.check_in import check_in
from booking.actions.check_out import check_out
from tests.door import reserved, visit_ids
from tests.support.morning import text_of


@pytest.fixture
def family(world, within, slot_id, started):
    """지아 and 민준 came with two adults; 하준 is expected."""
    reservation_id = within(reserved, world, slot_id, world.jia, world.minjun, adults=2)
    within(check_in, reservation_id, actor=world.staff, now=started)
    within(reserved, world, slot_id, world.stranger_child, actor=world.stranger)
    return reservation_id


def listed(client):
    text = text_of(client.get("/staff/inside"))
    return re.sub(r"<[^>]+>", "", text[text.index("<main") : text.index("</main")])


def test_who_came_and_has_not_left_is_on_the_list(staff, family):
    text = listed(staff)

    assert "지아, 민준" in text
    assert "김엄마 (전화 끝 5678)" in text
    assert "아이 2명, 함께 온 어른 2명" in text
    assert "하준" not in text


def test_who_left_is_not(staff, world, within, family, started):
    within(check_out, family, actor=world.staff, visit_ids=within(visit_ids, family)[:1], now=started)

    assert "지아" not in listed(staff)
    assert "민준" in listed(staff)


@pytest.mark.parametrize(("minutes", "said"), [(129.9, "아이 2명"), (130, "지금 안에 있는 아이가 없어요")])
def test_ten_minutes_after_the_end_the_forgotten_are_left_out(staff, family, clock_at, started, minutes, said):
    clock_at(started, minutes)

    assert said in listed(staff)


def test_another_cafes_children_are_not_on_the_list(sign_in, world, family):
    text = listed(sign_in(world.other_staff))

    assert "지아" not in text
    assert "없어요" in text
