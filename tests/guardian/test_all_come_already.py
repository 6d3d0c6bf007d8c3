"""Where every child of the family comes to the slot already, the page says so and leads to the reservation."""

from booking.actions.reserve import reserve
from tests.support.morning import text_of
from tests.world import NOW, a_slot


def test_a_family_that_has_its_place_hears_so_when_the_slot_is_full(world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa, capacity_=1)
    within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)

    own, others = (text_of(sign_in(who).get(f"/slots/{slot_id}")) for who in (world.dad, world.stranger))

    assert ("이 회차를 이미 예약했어요" in own, "자리가 모두 찼어요" in own) == (True, False)
    assert ("이 회차를 이미 예약했어요" in others, "자리가 모두 찼어요" in others) == (False, True)


def test_the_slot_page_has_no_button_left_when_all_children_come(world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa)
    both = [world.jia, world.minjun]
    within(reserve, slot_id, actor=world.mom, child_ids=both, adults=1, request_id="r", now=NOW)

    page = text_of(sign_in(world.dad).get(f"/slots/{slot_id}"))

    assert "이 회차를 이미 예약했어요" in page
    assert 'href="/reservations"' in page
    assert "예약하기</button>" not in page
