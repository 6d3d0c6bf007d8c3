"""The log says about whom: a worker or an invitation by name, a visit by its reservation's code; no family's names."""

from booking.actions.check_in import check_in
from booking.actions.invite_staff import invite_staff
from booking.actions.reserve import reserve
from tests.support.morning import text_of
from tests.world import NOW, a_slot, starts


def test_an_invitation_shows_whom_it_invites_and_a_check_in_its_code(world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa)
    reservation_id = within(reserve, slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    within(check_in, reservation_id, actor=world.staff, now=within(starts, slot_id))
    within(invite_staff, world.hyehwa, email="new@example.kr", name="새직원", actor=world.official, now=NOW)

    page = text_of(sign_in(world.official).get("/admin/log"))

    assert "<strong>새직원</strong>" in page
    assert 'class="code">' in page
    assert "지아" not in page
    assert "김엄마" not in page
