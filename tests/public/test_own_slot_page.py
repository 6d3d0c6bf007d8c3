"""The slot page of who is signed in: made of pieces that are kept, and nobody's but the family's."""

import re

import pytest

from tests.support.morning import text_of
from tests.world import PASSWORD, a_slot

OWN = {"mom": ("김엄마", "지아", "민준"), "stranger": ("박이웃", "하준")}


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


def marks(page: str) -> set[str]:
    """What stands on one family's page alone: what its forms are signed with, and the name of its request."""
    found = set(re.findall(r'name="(?:csrf_token|request_id)"[^>]* value="([^"]+)"', page))
    assert len(found) == 2
    return found


def test_no_family_sees_what_another_family_sees(world, sign_in, slot_id):
    seen: dict[str, set[str]] = {name: set() for name in OWN}
    clients = {name: sign_in(getattr(world, name)) for name in OWN}

    for name, other in (("mom", "stranger"), ("stranger", "mom"), ("mom", "stranger"), ("stranger", "mom")):
        page = text_of(clients[name].get(f"/slots/{slot_id}"))

        assert all(word in page for word in OWN[name])
        assert not any(word in page for word in OWN[other])
        assert not marks(page) & seen[other]
        seen[name] |= marks(page)


def test_two_slots_and_two_menus_are_told_apart(world, within, sign_in, slot_id):
    second, elsewhere = within(a_slot, world.hyehwa, number=2), within(a_slot, world.myeonmok)
    client = sign_in(world.mom)

    first, later, other = (text_of(client.get(f"/slots/{one}")) for one in (slot_id, second, elsewhere))

    assert ("1회차" in first, "혜화점" in first, f"/slots/{slot_id}/reservations" in first) == (True, True, True)
    assert ("2회차" in later, "1회차" in later, f"next=/slots/{second}" in later) == (True, False, True)
    assert ("면목점" in other, "혜화점" in other) == (True, False)
    assert re.search(r'href="/slots" aria-current="page"', first)
    children = text_of(client.get("/children"))
    assert re.search(r'href="/children" aria-current="page"', children)
    assert not re.search(r'href="/slots" aria-current="page"', children)


def test_a_new_rule_is_on_the_next_page(world, sign_in, slot_id, stated):
    client = sign_in(world.mom)
    assert "아이 2,000원" in text_of(client.get(f"/slots/{slot_id}"))

    stated("fees", {"child_won": 3000, "adult_won": 1000})

    page = text_of(client.get(f"/slots/{slot_id}"))
    assert "아이 3,000원" in page
    assert "아이 2,000원" not in page


def test_after_signing_in_no_page_sets_a_cookie(app, world, slot_id):
    client = app.test_client()
    assert client.post("/sign-in", data={"email": "mom@example.kr", "password": PASSWORD}).status_code == 303

    for path in (f"/slots/{slot_id}", "/children", "/me"):
        answer = client.get(path)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
