"""Moving a reservation over HTTP: the list of slots that would do, the confirmation, a refusal that loses nothing."""

from datetime import timedelta

import pytest

from booking.actions.reserve import reserve
from tests.support.morning import all_rows, post_form, text_of
from tests.world import NOW, TUESDAY, a_slot, guardians, states, taken

WEDNESDAY = TUESDAY + timedelta(days=1)
REQUEST = "11111111-2222"


@pytest.fixture
def slots(world, within):
    """혜화's first slot of Tuesday, its last one, and one of Wednesday with a single place."""
    return [
        within(a_slot, world.hyehwa),
        within(a_slot, world.hyehwa, number=3),
        within(a_slot, world.hyehwa, day=WEDNESDAY, capacity_=1),
    ]


@pytest.fixture
def reservation_id(world, within, slots):
    return within(reserve, slots[0], actor=world.mom, child_ids=[world.jia], adults=1, request_id="r1", now=NOW)


@pytest.fixture
def mom(world, sign_in):
    return sign_in(world.mom)


def test_the_reservations_page_leads_to_the_slots_that_would_do(mom, slots, reservation_id):
    path = f"/reservations/{reservation_id}/move"
    assert path in text_of(mom.get(f"/reservations/{reservation_id}"))

    text = text_of(mom.get(path))

    # The same day too: the own visit does not count against the daily limit. Nearest first, never the slot it is in.
    found = [text.index(f"{path}/{slot}") for slot in slots[1:]]
    assert found == sorted(found)
    assert f"{path}/{slots[0]}" not in text


def test_the_confirmation_says_from_where_to_where_and_the_post_moves_it(mom, within, slots, reservation_id):
    path = f"/reservations/{reservation_id}/move/{slots[1]}"
    text = text_of(mom.get(path))
    for said in ("11월 24일(화) 오전 9:30–11:30 혜화점", "11월 24일(화) 오후 3:30–5:30 혜화점", "3,000원"):
        assert said in text, said

    answer = post_form(mom, path, request_id=REQUEST)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/reservations/{reservation_id}")
    assert (within(taken, slots[0]), within(taken, slots[1])) == (0, 1)
    # A second tap of the same page.
    assert post_form(mom, path, request_id=REQUEST).status_code == 303
    assert within(states, slots[1]) == ["reserved"]


def test_a_refusal_keeps_the_page_and_the_reservation_and_offers_others(app, mom, world, within, slots, reservation_id):
    ((other, child),) = within(guardians, 1)
    within(reserve, slots[2], actor=other, child_ids=[child], adults=1, request_id="o", now=NOW)
    before = all_rows(app)
    path = f"/reservations/{reservation_id}/move/"

    answer = post_form(mom, f"{path}{slots[2]}", request_id=REQUEST)

    assert answer.status_code == 422
    text = text_of(answer)
    assert "남은 자리가 없어서" in text
    assert f"{path}{slots[1]}" in text
    assert REQUEST in text
    assert all_rows(app) == before
    assert within(states, slots[0]) == ["reserved"]


def test_a_form_without_its_request_is_renewed(mom, slots, reservation_id):
    answer = post_form(mom, f"/reservations/{reservation_id}/move/{slots[1]}")

    assert answer.status_code == 422
    assert "화면이 오래되었어요" in text_of(answer)


@pytest.mark.parametrize("who", ["stranger", "staff", "official", "city"])
def test_nobody_else_finds_the_way(world, sign_in, slots, reservation_id, who):
    client = sign_in(getattr(world, who))
    for path in ("move", f"move/{slots[1]}"):
        assert client.get(f"/reservations/{reservation_id}/{path}").status_code == 404
    assert post_form(client, f"/reservations/{reservation_id}/move/{slots[1]}", request_id=REQUEST).status_code == 404


def test_after_the_deadline_the_way_is_closed_and_says_so(shifted, sign_in, world, within, slots, reservation_id):
    secret_client = sign_in(world.mom)
    late = shifted(secret_client.application.config["SETTINGS"].clock_shift + timedelta(days=1))
    late.config["WTF_CSRF_ENABLED"] = False
    with secret_client.session_transaction() as cookie:
        kept = dict(cookie)
    client = late.test_client()
    with client.session_transaction() as cookie:
        cookie.update(kept)

    assert "다른 회차로 바꾸기" not in text_of(client.get(f"/reservations/{reservation_id}"))
    text = text_of(client.get(f"/reservations/{reservation_id}/move"))

    assert "11월 24일(화) 오전 9:00까지 할 수 있었어요" in text
