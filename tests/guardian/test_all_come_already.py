"""Where every child of the family comes to the slot already, the page says so and leads to the reservation."""

from booking.actions.reserve import reserve
from tests.support.morning import text_of
from tests.world import NOW, a_slot


def test_the_slot_page_has_no_button_left_when_all_children_come(world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa)
    both = [world.jia, world.minjun]
    within(reserve, slot_id, actor=world.mom, child_ids=both, adults=1, request_id="r", now=NOW)

    page = text_of(sign_in(world.dad).get(f"/slots/{slot_id}"))

    assert "이 회차를 이미 예약했어요" in page
    assert 'href="/reservations"' in page
    assert "예약하기</button>" not in page
