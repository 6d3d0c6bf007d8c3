"""A family of the city-week goes on until it knows: reserved, nothing found, or may not come."""

import asyncio
import re
from collections.abc import Mapping

import pytest

from bench.connection import Answer
from bench.people import Guardian
from bench.rush import Judge
from bench.visits import FULL
from bench.week import FULL_PAGE, LAST_SECONDS, MAY_NOT, MOST_TRIES, NOTHING_FOUND, Wanting, dues
from booking.scope import Actor

NOBODY = Actor(
    account_id=1,
    role="guardian",
    name="",
    family_id=1,
    cafe_id=None,
    district_id=None,
    email_confirmed=True,
    sign_in_id=None,
)
FORM = (
    '<form action="/slots/{0}/reservations"><input type="checkbox" name="child_ids" value="3"{1}>'
    '<input name="request_id" value="r-{0}"></form>'
)


def an_answer(status: int, body: str = "", location: str = "") -> Answer:
    answer = Answer()
    answer.status, answer.body, answer.location = status, body.encode(), location
    return answer


def offering(*slots: int) -> str:
    return "".join(f'<a href="/slots/{one}?child=3">' for one in slots)


class Service:
    """Pages and answers by slot; notes what was asked. Without a page of its own a slot is full."""

    def __init__(self, pages: Mapping[int, Answer], answers: Mapping[int, Answer]) -> None:
        self.pages, self.answers, self.asked = pages, answers, []

    async def ask(self, step: str, request: bytes, judge: Judge) -> tuple[Answer | None, str]:
        slot_id = int(re.search(rb"/slots/(\d+)", request)[1])
        self.asked.append((step, slot_id))
        answer = (self.pages if step == "page" else self.answers).get(slot_id, an_answer(200, FULL_PAGE))
        return answer, judge(answer)


def visited(service: Service, *wishes: int) -> Wanting:
    family = Wanting("here", Guardian(NOBODY, 3, "a=1"), wishes, frozenset(range(1, 10)))
    asyncio.run(family.visit(service))
    return family


def a_form(slot_id: int, ticked: str = " checked") -> Answer:
    return an_answer(200, FORM.format(slot_id, ticked))


def test_the_first_wish_is_reserved():
    service = Service({1: a_form(1)}, {1: an_answer(303, location="/reservations/77?new=1")})
    family = visited(service, 1, 2)

    assert (family.end, family.reservation_id, family.request_id) == ("reserved", 77, "r-1")
    assert service.asked == [("page", 1), ("post", 1)]


def test_where_others_were_faster_the_family_goes_to_what_is_offered_in_this_week():
    reserved = an_answer(303, location="/reservations/77")
    service = Service(
        {1: an_answer(200, FULL_PAGE + offering(20, 4)), 4: a_form(4), 5: a_form(5)},
        {4: an_answer(422, FULL + offering(4, 5)), 5: reserved},
    )
    family = visited(service, 1, 2)

    assert (family.end, family.request_id) == ("reserved", "r-5")
    assert service.asked == [("page", 1), ("page", 4), ("post", 4), ("page", 5), ("post", 5)]


def test_after_so_many_slots_a_family_gives_up():
    service = Service({}, {})
    family = visited(service, *range(1, 10))

    assert family.end == NOTHING_FOUND
    assert len(service.asked) == MOST_TRIES


def test_who_is_offered_nothing_may_not_come():
    assert visited(Service({1: an_answer(200, "이용 제한")}, {}), 1, 2).end == MAY_NOT
    assert visited(Service({1: a_form(1)}, {1: an_answer(422, "이용 제한")}), 1, 2).end == MAY_NOT


def test_a_slot_for_the_brother_only_is_passed_by():
    service = Service({1: a_form(1, ticked="")}, {})

    assert visited(service, 1, 2).end == NOTHING_FOUND
    assert service.asked == [("page", 1), ("page", 2)]


def test_an_error_ends_it_and_is_no_definite_answer():
    assert visited(Service({1: an_answer(500)}, {}), 1, 2).end == "error 500"


@pytest.mark.parametrize("count", [1, 7, 60_000])
def test_all_come_in_order_most_of_them_early_and_nobody_late(count):
    found = dues(count)

    assert len(found) == count
    assert found == sorted(found)
    assert found[0] >= 0
    assert found[-1] <= LAST_SECONDS
    assert found[count // 2] < LAST_SECONDS / 4


def test_who_loses_the_connection_presses_again_with_the_same_request():
    service = Service({1: a_form(1)}, {1: an_answer(303, location="/reservations/77")})
    sent: list[bytes] = []
    lost = [True]

    class Flaky:
        async def ask(self, step: str, request: bytes, judge: Judge) -> tuple[Answer | None, str]:
            if step == "post":
                sent.append(request)
                if lost:
                    lost.pop()
                    return None, ""
            return await service.ask(step, request, judge)

    family = visited(Flaky(), 1)

    assert family.end == "reserved"
    assert len(sent) == 2
    assert sent[0] == sent[1]
