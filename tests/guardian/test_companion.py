"""Somebody named brings the children in the guardians' place: asked for, shown where it matters, forgotten with the rest."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from booking.actions.anonymise_slot import anonymise_slot
from booking.actions.delete_account import delete_account
from booking.actions.move import move
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Reservation
from booking.queries.board import party_of
from tests.support.morning import post_form, text_of
from tests.world import HERE, NOW, PASSWORD, a_slot, state

GRANNY = "박할머니"


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def companions():
    with transaction() as session:
        return list(session.scalars(select(Reservation.companion)))


def asked(world, slot_id, name=GRANNY):
    return {"child_ids": [world.jia], "adults": "1", "request_id": "1111-2222", "companion": name}


def test_the_form_asks_and_the_reservation_and_the_board_say_the_name(world, within, mom, slot_id):
    assert "보호자 대신 데려오는 분" in text_of(mom.get(f"/slots/{slot_id}"))

    answer = post_form(mom, f"/slots/{slot_id}/reservations", **asked(world, slot_id, f" {GRANNY} "))

    assert answer.status_code == 303
    assert within(companions) == [GRANNY]
    assert GRANNY in text_of(mom.get(answer.headers["Location"]))
    reservation_id = int(urlsplit(answer.headers["Location"]).path.rsplit("/", 1)[1])
    assert within(party_of, world.staff, reservation_id, NOW).companion == GRANNY


@pytest.mark.parametrize("name", ["", "  "])
def test_nobody_named_is_nobody(world, within, mom, slot_id, name):
    post_form(mom, f"/slots/{slot_id}/reservations", **asked(world, slot_id, name))

    assert within(companions) == [None]


@pytest.mark.parametrize("name", ["가" * 41, "<b>할머니</b>", "할\x07머니"])
def test_what_is_no_name_comes_back(world, within, mom, slot_id, name):
    answer = post_form(mom, f"/slots/{slot_id}/reservations", **asked(world, slot_id, name))

    assert answer.status_code == 422
    assert within(companions) == []


def test_where_guardians_must_come_themselves_it_is_neither_asked_nor_taken(world, within, mom, slot_id):
    def strict():
        with transaction() as session:
            state(session, "adults", {"min": 1, "per_child_max": 2, "named_companion": False}, cafe_id=world.hyehwa)

    within(strict)
    assert "보호자 대신 데려오는 분" not in text_of(mom.get(f"/slots/{slot_id}"))

    answer = post_form(mom, f"/slots/{slot_id}/reservations", **asked(world, slot_id))

    assert answer.status_code == 422
    assert "이 지점에는 보호자가 직접 함께 와야 해요" in text_of(answer)


def reserved(world, slot_id):
    return reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW, companion=GRANNY)


def test_it_goes_along_when_the_reservation_is_moved(world, within, slot_id):
    made = within(reserved, world, slot_id)
    other = within(a_slot, world.hyehwa, number=2)

    within(move, made, other, actor=world.mom, now=NOW)

    assert within(companions) == [GRANNY]


def test_it_is_forgotten_with_the_last_guardian(world, within, slot_id):
    within(reserved, world, slot_id)
    within(delete_account, actor=world.mom, password=PASSWORD, origin=HERE, now=NOW)
    assert within(companions) == [GRANNY]

    within(delete_account, actor=world.dad, password=PASSWORD, origin=HERE, now=NOW)

    assert within(companions) == [None]


def test_it_is_forgotten_when_the_slot_loses_its_people(world, within, slot_id):
    within(reserved, world, slot_id)

    within(anonymise_slot, slot_id, now=NOW)

    assert within(companions) == [None]
