"""Every answer of the API has the security headers and is kept by nobody, whichever layer made it."""

from sqlalchemy.exc import OperationalError

from booking.headers import HEADERS
from booking.rules import limits
from tests.api.conftest import Caller
from tests.world import PASSWORD

CHILD = {"name": "서아", "birth_date": "2022-02-02"}
LOGIN = {"email": "dad@example.kr", "password": "wrong", "name": "달력"}


def of_each_status(app, api, world, monkeypatch):
    """An answer of every status that the API gives."""
    mom, nobody = api(world.mom), api()
    yield 200, mom.get("/me")
    yield 200, nobody.get("/cafes")
    yield 200, nobody.get("/openapi.json")
    yield 201, nobody.post("/tokens", LOGIN | {"password": PASSWORD})
    made = mom.post("/children", CHILD)
    yield 201, made
    yield 204, mom.send("DELETE", f"/children/{made.get_json()['child_id']}")
    yield 400, mom.client.post("/api/v1/children", json=CHILD, headers={"Authorization": f"Bearer {mom.token}"})
    yield 401, nobody.get("/me")
    yield 401, Caller(app, "x" * 30).get("/me")
    yield 404, mom.get("/staff/slots")
    yield 404, nobody.get("/nowhere")
    yield 404, nobody.client.get("/api//v1/cafes")
    yield 405, mom.send("PUT", "/children", CHILD)
    yield 413, mom.post("/children", CHILD | {"name": "x" * 100_000})
    yield 415, mom.client.post("/api/v1/children", data="x", headers=mom.headers())
    yield 422, mom.post("/children", {})
    one = limits.WRONG_HERE
    monkeypatch.setattr(limits, "WRONG_HERE", limits.Limit(one.kind, 1, one.minutes, one.code))
    yield 422, nobody.post("/tokens", LOGIN)
    yield 429, nobody.post("/tokens", LOGIN)

    def broken(*_):
        raise RuntimeError

    def away(*_):
        raise OperationalError("", {}, Exception("gone"))

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("booking.api.account.my_account", broken)
    yield 500, mom.get("/me")
    monkeypatch.setattr("booking.api.account.my_account", away)
    yield 503, mom.get("/me")
    monkeypatch.setattr(app, "wsgi_app", app.extensions["busy"])
    yield 503, mom.get("/me")


def test_every_answer_has_every_header(app, api, world, monkeypatch):
    for status, answer in of_each_status(app, api, world, monkeypatch):
        assert answer.status_code == status, answer.get_data(as_text=True)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, status
        assert answer.mimetype == ("application/json" if status != 204 else None), status
        assert "Set-Cookie" not in answer.headers, status
        assert ("Retry-After" in answer.headers) == (status in (429, 503)), status
        assert ("WWW-Authenticate" in answer.headers) == (status == 401), status
