"""Cancelling some children: no more adults stay than may come with the others."""

import pytest

from booking.actions.cancel import cancel
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Reservation, Visit
from booking.notices.deliver import deliver
from tests.notices.mailbox import mails, text
from tests.world import NOW, a_slot, a_world

pytestmark = pytest.mark.usefixtures("context")


def after_cancelling_one(world, adults):
    children = [world.jia, world.minjun]
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserve(slot_id, actor=world.mom, child_ids=children, adults=adults, request_id="r", now=NOW)
    with transaction() as session:
        first = session.query(Visit.id).order_by(Visit.id).first()[0]
    cancel(reservation_id, actor=world.mom, visit_ids=[first], now=NOW)
    with transaction() as session:
        return session.get_one(Reservation, reservation_id).adults


@pytest.mark.parametrize(("adults", "left"), [(4, 2), (3, 2), (2, 2), (1, 1)])
def test_the_adults_that_may_come_with_the_remaining_child_stay(adults, left):
    assert after_cancelling_one(a_world(), adults) == left


def test_the_mail_says_how_many_adults_still_come(settings):
    after_cancelling_one(a_world(), 4)

    deliver(NOW)

    (mail,) = [mail for mail in mails(settings) if "취소" in mail["Subject"]]
    assert "- 보호자: 2명" in text(mail)
