"""What the service says while it runs: every request once, with its id, and nothing about anybody."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from booking import create_app, logs, web
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import Account, Child, Reservation, SignIn
from tests.api.conftest import Caller, a_token
from tests.conftest import settings_for
from tests.support.morning import morning_settings, newest_link, text_of, without_csrf
from tests.world import NOW, PASSWORD, a_slot, a_world, an_account

WELL_KNOWN = ("01012345678", "010-1234-5678", PASSWORD, "127.0.0.1", "argon2", "secret-word", "010-9999-8888", "01099998888")


@pytest.fixture
def settings(database_url, tmp_path):
    return replace(morning_settings(database_url, tmp_path), log_format="json")


@pytest.fixture
def world(app):
    with without_csrf(app).app_context():
        made = a_world()
        db.session.remove()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture(autouse=True)
def as_before(tmp_path):
    """Other tests of this process speak as tests do."""
    yield
    logs.configure(settings_for(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path))


def lines_of(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def with_a_reservation(app, world) -> tuple[int, int, str]:
    """A slot, mom's reservation of it, and its code."""
    with app.app_context():
        slot_id = a_slot(world.hyehwa)
        reservation_id = reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
        with transaction() as session:
            code = session.get_one(Reservation, reservation_id).code
        db.session.remove()
    return slot_id, reservation_id, code


def about_everybody(app) -> set[str]:
    """Every name, address, birth date, hash and code in the database."""
    with app.app_context():
        with transaction() as session:
            people = session.execute(select(Account.name, Account.email, Account.phone, Account.password_hash)).all()
            found = {value for row in people for value in row if value}
            found |= set(session.scalars(select(Child.name))) | {str(d) for d in session.scalars(select(Child.birth_date))}
            found |= set(session.scalars(select(Reservation.code))) | set(session.scalars(select(SignIn.secret_hash)))
        db.session.remove()
    return found


def open_everything(app, client, edge: str) -> int:
    """Every GET route of an edge once, with some value for each parameter, and every POST, full of personal data."""
    form = {
        "email": "mom@example.kr",
        "password": PASSWORD,
        "new_password": PASSWORD,
        "name": "김엄마",
        "phone": "010-9999-8888",
        "birth_date": "20210505",
        "reason": "박이웃 secret-word",
        "q": "박이웃",
        "child_ids": "1",
        "adults": "1",
    }
    asked = 0
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint.partition(".")[0] != edge or rule.endpoint == "public.sign_out":
            continue
        address = re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", lambda m: "1" if m[1] == "int" else "secret-word", str(rule))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            fields = {"query_string": form} if method == "GET" else {"data": form}
            client.open(address, method=method, **fields)
            asked += 1
    return asked


def test_no_line_holds_anything_about_anybody(app, world, sign_in, capsys):
    slot_id, reservation_id, code = with_a_reservation(app, world)
    # Of before as well: a form among all these deletes mom's account.
    known_people = about_everybody(app)
    nobody = app.test_client()
    asked = 0
    for edge, actor in (("public", None), ("guardian", world.mom), ("staff", world.staff), ("admin", world.official)):
        asked += open_everything(app, sign_in(actor) if actor else nobody, edge)
    dad, staff = sign_in(world.dad), sign_in(world.staff)
    spoken = [
        nobody.post("/sign-in", data={"email": "dad@example.kr", "password": PASSWORD}),
        nobody.post("/sign-in", data={"email": "dad@example.kr", "password": "wrong " + PASSWORD}),
        nobody.post("/password", data={"email": "dad@example.kr"}),
        dad.post(f"/slots/{slot_id}/reservations", data={"child_ids": world.minjun, "adults": 1, "request_id": "b" * 32}),
        dad.get(f"/reservations/{reservation_id}?q=김엄마"),
        staff.get(f"/q/{code}"),
        staff.get("/staff/find?q=박이웃"),
        nobody.get(newest_link(app)) if asked else None,
        nobody.open("/sign-in", method="MOM@EXAMPLE.KR"),
        nobody.get("/김엄마/mom@example.kr"),
        nobody.get("/", headers={"Host": "mom.example.kr", "User-Agent": "secret-word", "X-Request-ID": "secret-word"}),
    ]
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]

    assert len([line for line in lines if line["event"] == "request"]) >= asked + len(spoken)
    for known in {*WELL_KNOWN, *known_people, *about_everybody(app), code, newest_link(app).rpartition("/")[2]}:
        assert known.lower() not in out.lower(), known
    assert {line.get("role") for line in lines} == {None, "guardian", "staff", "admin"}
    rules = {str(rule) for rule in app.url_map.iter_rules()} | {"-"}
    assert {line["route"] for line in lines if "route" in line} <= rules


def test_an_error_of_ours_is_told_by_kind_and_place_only(app, world, sign_in, capsys, monkeypatch):
    client = sign_in(world.mom)

    def stumble(*_, **__):
        raise ValueError("김엄마 mom@example.kr 01012345678")

    def collide(**_):
        with transaction() as session:
            an_account(session, "guardian", "mom@example.kr", "김엄마", family_id=world.mom.family_id)

    def misfit(**_):
        with transaction() as session:
            return str(session.execute(text("SELECT CAST(CAST(:name AS TEXT) AS INTEGER)"), {"name": "김엄마"}).scalar())

    app.view_functions["public.open_code"] = stumble
    app.view_functions["guardian.show_reservations"] = misfit
    app.view_functions["guardian.show_me"] = stumble
    app.view_functions["guardian.show_children"] = collide
    broken, collided = client.get("/me"), client.get("/children")
    client.get("/reservations")
    monkeypatch.setattr(web, "render_template", stumble)
    worst = client.get("/q/secret-word?q=김엄마")
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]

    assert [broken.status_code, collided.status_code, worst.status_code] == [500, 500, 500]
    for known in {*WELL_KNOWN, *about_everybody(app)}:
        assert known.lower() not in out.lower(), known
    told = {line["error"].partition(":")[0]: line for line in lines if "error" in line}
    # SQLite finds a number in every text.
    assert set(told) - {"DataError"} == {"ValueError", "IntegrityError"}
    assert ("DataError" in told) == (not app.config["SETTINGS"].is_sqlite)
    assert any("test_logs.py" in place and "stumble" in place for place in told["ValueError"]["where"])
    assert "uq_account_email" in told["IntegrityError"]["error"] or "account.email" in told["IntegrityError"]["error"]
    # Whoever calls can say the number, and it leads to the lines.
    number = broken.headers["X-Request-ID"]
    assert number in text_of(broken)
    assert [line["event"] for line in lines if line["request_id"] == number] == ["unexpected ValueError", "request"]


def test_a_request_is_one_line_with_its_own_id(app, world, sign_in, capsys):
    slot_id, _, _ = with_a_reservation(app, world)
    mom = sign_in(world.mom)
    capsys.readouterr()

    answers = [
        mom.get(f"/slots/{slot_id}"),
        mom.post(f"/slots/{slot_id}/reservations", data={"child_ids": world.jia, "adults": 1, "request_id": "c" * 32}),
        app.test_client().get("/nowhere"),
    ]

    lines = lines_of(capsys)
    assert [line["request_id"] for line in lines] == [answer.headers["X-Request-ID"] for answer in answers]
    assert len({line["request_id"] for line in lines}) == 3
    told = [(line["method"], line["route"], line["status"], line.get("role"), line.get("outcome")) for line in lines]
    assert told == [
        ("GET", "/slots/<int:slot_id>", 200, "guardian", None),
        ("POST", "/slots/<int:slot_id>/reservations", 422, "guardian", "already_in_slot"),
        ("GET", "-", 404, None, None),
    ]
    assert all(line["duration_ms"] >= 0 and line["level"] == "info" for line in lines)
    assert all(datetime.fromisoformat(line["at"]).tzinfo == UTC for line in lines)


def test_a_programs_request_is_a_line_with_role_and_outcome_and_nothing_about_anybody(app, world, capsys):
    slot_id, _, code = with_a_reservation(app, world)
    mom, staff = Caller(app, a_token(app, world.mom)), Caller(app, a_token(app, world.staff))
    wanted = {"child_ids": [world.jia], "adults": 1}
    capsys.readouterr()

    mom.get("/me")
    mom.post(f"/slots/{slot_id}/reservations", wanted, key="secret-word-of-mom")
    mom.post("/children", {"name": "새아이", "birth_date": "2022-02-02", "박이웃": "secret-word"})
    mom.get("/staff/slots")
    staff.get(f"/staff/codes/{code}")
    Caller(app, "secret-word-of-nobody").get("/me?q=박이웃")
    Caller(app, None).post("/tokens", {"email": "dad@example.kr", "password": "wrong " + PASSWORD, "name": "secret-word"})
    made = Caller(app, None).post("/tokens", {"email": "dad@example.kr", "password": PASSWORD, "name": "secret-word"})

    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    told = [(line["method"], line["route"], line["status"], line.get("role"), line.get("outcome")) for line in lines]
    assert told == [
        ("GET", "/api/v1/me", 200, "guardian", None),
        ("POST", "/api/v1/slots/<int:slot_id>/reservations", 422, "guardian", "already_in_slot"),
        ("POST", "/api/v1/children", 422, "guardian", "invalid"),
        ("GET", "/api/v1/staff/slots", 404, "guardian", None),
        ("GET", "/api/v1/staff/codes/<code>", 200, "staff", None),
        ("GET", "/api/v1/me", 401, None, "token_wrong"),
        ("POST", "/api/v1/tokens", 422, None, "sign_in_wrong"),
        ("POST", "/api/v1/tokens", 201, None, None),
    ]
    secrets = {mom.token, staff.token, made.get_json()["token"], code, "새아이", "2022-02-02"}
    for known in {*WELL_KNOWN, *secrets, *about_everybody(app)}:
        assert known.lower() not in out.lower(), known


def test_in_development_a_page_that_went_well_is_no_news_and_a_failure_is(app, world, settings, capsys):
    plain = create_app(replace(settings, log_format="plain"))
    plain.config["PROPAGATE_EXCEPTIONS"] = False
    plain.view_functions["public.help_page"] = lambda: 1 / 0
    capsys.readouterr()

    plain.test_client().get("/healthz")
    assert capsys.readouterr().out == ""

    plain.test_client().get("/help")
    said = capsys.readouterr().out
    assert "error unexpected ZeroDivisionError" in said
    assert "route=/help status=500" in said
