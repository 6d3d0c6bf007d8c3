"""What is tried too often is answered 429, by the same counts as on the pages: a program is no way around."""

from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Reservation
from booking.rules import limits
from tests.api.conftest import code_of
from tests.support.morning import all_rows, without_csrf
from tests.world import NOW, PASSWORD, a_slot

MOM = "mom@example.kr"


def wanted(password: str, email: str = MOM) -> dict[str, str]:
    return {"email": email, "password": password, "name": "달력"}


def on_the_page(app, password: str):
    """A sign-in by a browser that nobody knows."""
    return app.test_client().post("/sign-in", data={"email": MOM, "password": password})


def waits(answer, most_minutes: int) -> bool:
    """Whether the answer is a 429 that says for how long."""
    return answer.status_code == 429 and 0 < int(answer.headers.get("Retry-After", 0)) <= most_minutes * 60


def test_wrong_passwords_of_a_program_and_on_the_page_are_counted_together(app, api, world):
    without_csrf(app)
    program = api()
    tried = [on_the_page(app, "wrong") for _ in range(2)]
    tried += [program.post("/tokens", wanted("wrong")) for _ in range(3)]
    assert [answer.status_code for answer in tried] == [422] * 5
    before = all_rows(app)

    refused = program.post("/tokens", wanted(PASSWORD))

    assert waits(refused, 15)
    assert code_of(refused) == "too_many_passwords"
    assert "오전 9:15부터 다시 시도해 주세요" in refused.get_json()["error"]["message"]
    assert waits(on_the_page(app, PASSWORD), 15)
    assert all_rows(app) == before
    assert program.post("/tokens", wanted(PASSWORD, "dad@example.kr")).status_code == 201


def test_the_document_says_so_of_every_request(app, api):
    document = api().get("/openapi.json").get_json()
    made = document["paths"]["/tokens"]["post"]["responses"]["429"]
    assert made == {"$ref": "#/components/responses/429"}
    assert "Retry-After" in document["components"]["responses"]["429"]["headers"]


def a_code(world) -> str:
    """The code of a reservation at the staff's café."""
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    with transaction() as session:
        return session.get_one(Reservation, reservation_id).code


def test_codes_that_nobody_has_are_counted_together_with_those_of_the_page(api, sign_in, world, within, monkeypatch):
    usual = limits.CODES_OF_STAFF
    monkeypatch.setattr(limits, "CODES_OF_STAFF", limits.Limit(usual.kind, 4, usual.minutes, usual.code))
    program, page = api(world.staff), sign_in(world.staff)
    for n in range(2):
        assert page.get(f"/staff/codes/ZZZZZZ2{n}").status_code == 404
        assert code_of(program.get(f"/staff/codes/ZZZZZZ3{n}")) == "not_there"

    code = within(a_code, world)
    for asked in ("ZZZZZZ44", code):
        refused = program.get(f"/staff/codes/{asked}")
        assert waits(refused, 10)
        assert code_of(refused) == "too_many_codes"
    assert waits(page.get("/staff/codes/ZZZZZZ44"), 10)
    assert program.get("/staff/slots").status_code == 200
    assert code_of(api(world.other_staff).get("/staff/codes/ZZZZZZ44")) == "not_there"
